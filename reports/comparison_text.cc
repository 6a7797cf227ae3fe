// Two designs side by side, as text and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/comparison.h"
#include "reports/figures.h"
#include "reports/inert.h"
#include "reports/json.h"
#include "reports/page.h"
#include "reports/wrap.h"

namespace imstorm {
namespace {

constexpr std::size_t kValueMost = 28;  // columns of a value; longer settings are cut

std::string cut(const std::string& text) {
  return columns_of(text) <= kValueMost ? text : text.substr(0, kValueMost - 3) + "...";
}

struct Columns {
  std::size_t name = 0, value = 1;
  explicit Columns(const std::vector<ComparedFigure>& rows) {
    for (const ComparedFigure& row : rows) {
      name = std::max(name, columns_of(row.name));
      value = std::max({value, columns_of(row.a), columns_of(row.b)});
    }
  }
  std::string line(const ComparedFigure& row) const {
    const std::string text =
        fmt::format("{}  {}  {}  {}", padded(row.name, name), right_aligned(row.a, value),
                    right_aligned(row.b, value), right_aligned(row.change, 8));
    return text.substr(0, text.find_last_not_of(' ') + 1);
  }
};

void settings(std::vector<ComparedFigure>& rows, const Comparison& c) {
  for (const auto& [key, values] : different_settings(c)) {
    rows.push_back({"Settings", key, cut(values.first), cut(values.second), ""});
  }
}

void heading(Paper& page, const Comparison& c) {
  page.hanging("COMPARED  ", Tone::Strong, compared_headline(c));
  page.paragraph(fmt::format("two designs, {} each, {}", counted(c.a.runs, "run"),
                             c.apart.empty() ? "on the same decisions" : "with the same seeds"));
  page.hanging("A  ", Tone::Strong, inert(c.label_a));
  page.hanging("B  ", Tone::Strong, inert(c.label_b));
  page.blank();
}

}  // namespace

std::string text_comparison(const Comparison& comparison, const Style& style, std::size_t width,
                            int exit_code) {
  Paper page(style, std::max<std::size_t>(width, 80));
  heading(page, comparison);
  std::vector<ComparedFigure> rows;
  settings(rows, comparison);
  const std::vector<ComparedFigure> figures = compared_figures(comparison);
  rows.insert(rows.end(), figures.begin(), figures.end());
  const Columns columns(rows);
  page.row("", columns.line({"", "", "A", "B", "B to A"}));
  std::string group;
  for (const ComparedFigure& row : rows) {
    if (row.group != group) page.paragraph(row.group, Tone::Strong);
    group = row.group;
    page.row("", inert(columns.line(row)));
  }
  page.blank();
  for (const std::string& note : compared_notes(comparison)) {
    page.entry("Note", note, Tone::Doubt);
  }
  for (const Result* side : {&comparison.a, &comparison.b}) {
    page.row("Replay", inert(side->replay));
  }
  page.paragraph(fmt::format("A {}, B {} | {}, {} events | exit {}",
                             kOutcomeNames[static_cast<std::size_t>(comparison.a.outcome)],
                             kOutcomeNames[static_cast<std::size_t>(comparison.b.outcome)],
                             counted(comparison.a.runs + comparison.b.runs, "run"),
                             grouped(comparison.a.events + comparison.b.events), exit_code),
                 Tone::Strong);
  return page.take();
}

std::string json_comparison(const Comparison& comparison) {
  using Json = nlohmann::ordered_json;
  Json settings = Json::object();
  for (const auto& [key, values] : different_settings(comparison)) {
    settings[key] = {{"a", values.first}, {"b", values.second}};
  }
  Json figures = Json::array();
  for (const ComparedFigure& row : compared_figures(comparison)) {
    figures.push_back({{"group", row.group},
                       {"name", row.name},
                       {"a", row.a},
                       {"b", row.b},
                       {"change", row.change}});
  }
  Json json = {
      {"schema", kComparisonSchema},
      {"headline", compared_headline(comparison)},
      {"notes", compared_notes(comparison)},
      {"replay", comparison.replay},
      {"labels", {{"a", comparison.label_a}, {"b", comparison.label_b}}},
      {"settings", std::move(settings)},
      {"figures", std::move(figures)},
  };
  // The results as they are: their tables are lines, not trees.
  std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace);
  text.resize(text.size() - 2);
  text += fmt::format(",\n  \"a\": {},\n  \"b\": {}", json_report(comparison.a),
                      json_report(comparison.b));
  if (comparison.shown_a && comparison.shown_b) {
    text += fmt::format(",\n  \"shown\": {{\"a\": {}, \"b\": {}}}",
                        json_report(*comparison.shown_a), json_report(*comparison.shown_b));
  }
  return text + "\n}\n";
}

}  // namespace imstorm
