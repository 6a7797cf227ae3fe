#pragma once

#include <string_view>

namespace imstorm {

/// The version of CMakeLists.txt (a test compares them).
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace imstorm
