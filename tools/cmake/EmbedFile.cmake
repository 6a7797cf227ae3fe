# cmake -D FILE=<file> -D AS=<function> -D OUTPUT=<source> -P EmbedFile.cmake
file(READ ${FILE} bytes HEX)
string(LENGTH "${bytes}" digits)
math(EXPR size "${digits} / 2")
# Sixteen bytes a line: some compilers do not like lines without end.
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT}
"#include <string_view>

namespace imstorm {

namespace {
constexpr unsigned char kBytes[] = {
${bytes}};
}  // namespace

std::string_view ${AS}();
std::string_view ${AS}() { return {reinterpret_cast<const char*>(kBytes), ${size}}; }

}  // namespace imstorm
")
