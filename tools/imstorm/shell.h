#pragma once

#include <string>
#include <string_view>

namespace imstorm {

/// A word as a POSIX shell reads it back: in single quotes if it needs them.
std::string shell_word(std::string_view word);

}  // namespace imstorm
