#include "reports/wrap.h"

#include <algorithm>
#include <utility>

namespace imstorm {
namespace {

std::string gap(std::string_view text, std::size_t width) {
  const std::size_t taken = columns_of(text);
  return std::string(taken < width ? width - taken : 0, ' ');
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  const auto begins_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && columns_of(line) + 1 + columns_of(word) > width) {
      lines.push_back(std::exchange(line, ""));
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + gap(text, width);
}

std::string right_aligned(std::string_view text, std::size_t width) {
  return gap(text, width) + std::string(text);
}

}  // namespace imstorm
