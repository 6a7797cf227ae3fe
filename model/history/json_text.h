#pragma once

#include <string>
#include <string_view>

namespace imstorm {

/// Appends `text` as a JSON string with its quotes. What is not valid UTF-8 (overlong forms and
/// surrogates included) becomes U+FFFD, one per byte that cannot be read.
void append_json_string(std::string& out, std::string_view text);

}  // namespace imstorm
