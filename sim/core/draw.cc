#include "sim/core/draw.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace imstorm {
namespace {

std::optional<std::uint64_t> read_hex(std::string_view text) {
  if (text.substr(0, 2) != "0x" || text.size() < 3) return std::nullopt;
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data() + 2, end, value, 16);
  if (error != std::errc{} || at != end) return std::nullopt;
  return value;
}

}  // namespace

std::string text_of(const Draw& draw) {
  std::string text = fmt::format("0x{:x}", draw.seed);
  for (const std::uint64_t mutation : draw.mutations) text += fmt::format("+0x{:x}", mutation);
  return text;
}

std::optional<Draw> read_draw(std::string_view text) {
  Draw draw;
  for (bool first = true; !text.empty() || first; first = false) {
    const std::size_t end = text.find('+');
    const auto value = read_hex(text.substr(0, end));
    if (!value) return std::nullopt;
    if (first) draw.seed = *value;
    if (!first) draw.mutations.push_back(*value);
    if (draw.mutations.size() > Draw::kMutationsMax) return std::nullopt;
    if (end == std::string_view::npos) return draw;
    text.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace imstorm
