#include "tests/tidy/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace imstorm::tidy {

namespace {

namespace fs = std::filesystem;

bool is_left_out(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  const bool hidden = name.starts_with('.') && name != ".ci";
  return hidden || path.starts_with("build") || path == "tests/fuzz/corpus" || path == "LICENSE" ||
         name == "__pycache__" || name == "node_modules";
}

}  // namespace

std::string describe(const Violation& violation) {
  return fmt::format("{}:{}: {}; {}", violation.file, violation.line, violation.what,
                     violation.cure);
}

std::vector<File> read_tree(const std::string& root) {
  std::vector<File> files;
  auto entry = fs::recursive_directory_iterator(root);
  for (const auto end = fs::end(entry); entry != end; ++entry) {
    const std::string path = fs::relative(entry->path(), root).generic_string();
    if (is_left_out(path)) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file()) continue;
    std::ostringstream text;
    text << std::ifstream(entry->path(), std::ios::binary).rdbuf();
    if (text.str().find('\0') == std::string::npos) files.push_back({path, text.str()});
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

bool is_header(std::string_view path) { return path.ends_with(".h"); }
bool is_code(std::string_view path) { return is_header(path) || path.ends_with(".cc"); }

bool lies_in(std::string_view path, std::string_view room) {
  return path.starts_with(room) && (path.size() == room.size() || path[room.size()] == '/');
}

bool lies_in_any(std::string_view path, const std::vector<std::string>& rooms) {
  return std::any_of(rooms.begin(), rooms.end(),
                     [&](const std::string& room) { return lies_in(path, room); });
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace imstorm::tidy
