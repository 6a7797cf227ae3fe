#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "tests/tidy/code.h"
#include "tests/tidy/rules.h"

namespace imstorm::tidy {

namespace {

struct Include {
  int line = 0;
  bool system = false;
  std::string path;
};

std::vector<Include> includes_of(const File& file) {
  std::vector<Include> includes;
  const std::vector<std::string> code = lines_of(code_only(file.text));
  const std::vector<std::string> raw = lines_of(file.text);
  for (std::size_t i = 0; i < code.size(); ++i) {
    const std::size_t hash = code[i].find_first_not_of(" \t");
    if (hash == std::string::npos || code[i][hash] != '#') continue;
    const std::size_t word = code[i].find("include", hash);
    if (word == std::string::npos) continue;
    const std::size_t open = raw[i].find_first_of("<\"", word);
    if (open == std::string::npos) continue;
    const bool system = raw[i][open] == '<';
    const std::size_t close = std::min(raw[i].find(system ? '>' : '"', open + 1), raw[i].size());
    includes.push_back(
        {static_cast<int>(i) + 1, system, raw[i].substr(open + 1, close - open - 1)});
  }
  return includes;
}

const Room* room_of(std::string_view path) {
  for (const Room& room : rooms()) {
    if (lies_in(path, room.path)) return &room;
  }
  return nullptr;
}

void check_own(const File& file, const Room& room, const Include& include,
               std::vector<Violation>& out) {
  if (lies_in(include.path, room.path) || lies_in_any(include.path, room.may_include)) return;
  if (room_of(include.path) == nullptr) {
    out.push_back({file.path, include.line, "includes",
                   fmt::format("\"{}\" is not in the house", include.path),
                   "write the path from the root, or <...> for a library"});
    return;
  }
  const std::string allowed = room.may_include.empty()
                                  ? "nothing but itself"
                                  : fmt::format("only {}", fmt::join(room.may_include, ", "));
  out.push_back({file.path, include.line, "includes",
                 fmt::format("{} includes \"{}\"", room.path, include.path),
                 fmt::format("it may include {}: move the code, or pass a value", allowed)});
}

void check_library(const File& file, const Include& include, std::vector<Violation>& out) {
  const auto& table = libraries();
  const auto library = std::find_if(table.begin(), table.end(), [&](const Library& candidate) {
    return include.path.starts_with(candidate.prefix);
  });
  if (library == table.end()) return;
  if (!lies_in_any(file.path, library->rooms)) {
    out.push_back({file.path, include.line, "libraries",
                   fmt::format("<{}> does not belong here", include.path),
                   fmt::format("its job is done in {}", fmt::join(library->rooms, ", "))});
  } else if (library->heavy && is_header(file.path)) {
    out.push_back({file.path, include.line, "libraries",
                   fmt::format("<{}> is heavy and stands in a header", include.path),
                   "include it in the .cc and keep its types out of the .h"});
  }
}

}  // namespace

void check_includes(const File& file, std::vector<Violation>& out) {
  const Room* room = room_of(file.path);
  if (room == nullptr) {
    out.push_back({file.path, 1, "includes", "this file stands in no room",
                   "move it into a room of tests/tidy/house.cc"});
    return;
  }
  for (const Include& include : includes_of(file)) {
    if (!include.system) {
      check_own(file, *room, include, out);
      continue;
    }
    check_library(file, include, out);
    for (const Ban& ban : header_bans()) {
      const bool banned =
          std::find(ban.words.begin(), ban.words.end(), include.path) != ban.words.end();
      if (banned && lies_in_any(file.path, ban.rooms)) {
        out.push_back({file.path, include.line, "bans", fmt::format("<{}> is banned", include.path),
                       ban.cure});
      }
    }
  }
}

}  // namespace imstorm::tidy
