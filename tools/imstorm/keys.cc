#include "tools/imstorm/keys.h"

#include <fmt/format.h>

#include <vector>

#include "model/scenario/keys.h"
#include "model/scenario/nearest.h"
#include "reports/inert.h"
#include "reports/page.h"

namespace imstorm {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// "count of entries, 1 to 1000, default 100".
std::string facts_of(const KeyRow& row) {
  std::string text = row.type;
  if (!row.unit.empty()) text += " of " + row.unit;
  if (!row.range.empty()) text += ", " + row.range;
  return fmt::format("{}, default {}", text,
                     row.default_value.empty() ? "none" : row.default_value);
}

}  // namespace

ExitCode keys(const KeysOptions& options, Streams& streams) {
  std::vector<std::string> names;
  bool any = false;
  Paper page(Style::plain(), streams.width);
  for (const KeyRow& row : key_table()) {
    names.push_back(row.name);
    if (!contains(row.name, options.pattern) && !contains(row.help, options.pattern)) continue;
    any = true;
    if (options.quiet) {
      page.paragraph(row.name);
    } else {
      page.paragraph(fmt::format("{}  ({})", row.name, facts_of(row)));
      page.hanging("    ", Tone::Plain, row.help);
    }
  }
  streams.out << page.take();
  if (any) return ExitCode::Holds;
  const std::string hint = did_you_mean(options.pattern, names);
  streams.err << fmt::format("imstorm: no key contains '{}'{}{}\n", inert(options.pattern),
                             hint.empty() ? "" : "; ", hint);
  return ExitCode::Usage;
}

}  // namespace imstorm
