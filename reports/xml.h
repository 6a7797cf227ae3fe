#pragma once

#include <string>
#include <string_view>

namespace imstorm {

/// Text that may stand between XML tags and in quoted attributes. What XML 1.0 cannot hold at all
/// (control characters, broken UTF-8) becomes '?'; line ends stay.
std::string xml_text(std::string_view text);

}  // namespace imstorm
