#pragma once

#include <string_view>

namespace imstorm {

/// reports/viewer/dist/viewer.html, embedded by tools/cmake/Embed.cmake: a page with "<!--DATA-->"
/// where the results go.
std::string_view viewer_page();

}  // namespace imstorm
