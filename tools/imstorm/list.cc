#include "tools/imstorm/list.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "model/invariants/catalog.h"
#include "model/scenario/keys.h"
#include "model/scenario/parse.h"
#include "reports/inert.h"
#include "reports/page.h"
#include "reports/wrap.h"
#include "tools/imstorm/fault_help.h"

namespace imstorm {
namespace {

struct Item {
  std::string name;
  std::string text;
};

std::vector<Item> invariants() {
  std::vector<Item> items;
  for (const auto& law : all_laws()) {
    const std::string_view kind = law->kind() == LawKind::Safety ? "safety" : "liveness";
    items.push_back({std::string(law->name()), fmt::format("{} ({})", law->promise(), kind)});
  }
  return items;
}

std::vector<Item> faults() {
  std::vector<Item> items;
  for (std::size_t i = 0; i < kFaultKinds; ++i) {
    items.push_back({std::string(kFaultNames[i]), std::string(kFaultHelp[i])});
  }
  return items;
}

std::vector<Item> design_choices() {
  std::vector<Item> items;
  for (const PolicyRow& row : policies()) {
    std::string text = row.help;
    if (row.is_default) text += " (default)";
    if (!row.sound) text += fmt::format("; unsound: {}", row.breaks);
    if (!row.where.empty()) text += fmt::format("; only where {}", row.where);
    if (!row.seen.empty()) text += fmt::format("; seen: {}", row.seen);
    items.push_back({fmt::format("{} = {}", row.axis, row.value), text});
  }
  return items;
}

std::vector<Item> scenarios(const Environment& environment) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& folder : environment.scenario_folders) {
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator entry(folder, error), end;
         !error && entry != end; entry.increment(error)) {
      if (entry->path().extension() == ".toml") paths.push_back(entry->path());
    }
    if (!paths.empty()) break;
  }
  // Each folder before those in it.
  std::sort(paths.begin(), paths.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.parent_path(), a) < std::make_pair(b.parent_path(), b);
  });
  std::vector<Item> items;
  for (const std::filesystem::path& path : paths) {
    const ParseResult parsed = load_scenario(path.string());
    items.push_back(
        {inert(path.string()), parsed.scenario ? inert(parsed.scenario->title) : "(malformed)"});
  }
  return items;
}

void show(const std::vector<Item>& items, Streams& streams) {
  constexpr std::size_t kNameMost = 40;
  std::size_t width = 0;
  for (const Item& item : items) width = std::max(width, columns_of(item.name));
  width = std::min(width, kNameMost) + 2;
  Paper page(Style::plain(), streams.width);
  for (const Item& item : items) {
    const bool wide = columns_of(item.name) >= width;
    page.hanging(wide ? item.name + "  " : padded(item.name, width), Tone::Plain, item.text);
  }
  streams.out << page.take();
}

}  // namespace

ExitCode list(const std::string& what, const Environment& environment, Streams& streams) {
  if (what == "invariants") {
    show(invariants(), streams);
  } else if (what == "faults") {
    show(faults(), streams);
  } else if (what == "policies") {
    show(design_choices(), streams);
  } else {
    const std::vector<Item> found = scenarios(environment);
    if (found.empty()) {
      streams.err << "imstorm: no scenarios here; `imstorm new NAME` writes one\n";
      return ExitCode::NotFound;
    }
    show(found, streams);
  }
  return ExitCode::Holds;
}

}  // namespace imstorm
