#include "reports/comparison.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/cost.h"
#include "reports/figures.h"

namespace imstorm {
namespace {

std::string_view name_of(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

/// "+12 %" of b against a, rounded to whole percents; "=" if nothing changed.
std::string change(std::uint64_t a, std::uint64_t b) {
  if (a == b) return "=";
  if (a == 0) return "new";
  const std::uint64_t gap = a > b ? a - b : b - a;
  const std::uint64_t percent = (gap * 100 + a / 2) / a;
  if (percent == 0) return b > a ? "+<1 %" : "-<1 %";
  return fmt::format("{}{} %", b > a ? '+' : '-', grouped(percent));
}

class Table {
 public:
  void row(std::string group, std::string name, std::string a, std::string b, std::string delta) {
    rows_.push_back(
        {std::move(group), std::move(name), std::move(a), std::move(b), std::move(delta)});
  }
  void count(const char* group, std::string name, std::uint64_t a, std::uint64_t b) {
    if (a != 0 || b != 0) row(group, std::move(name), grouped(a), grouped(b), change(a, b));
  }
  void length(const std::string& group, const char* name, std::uint64_t a, std::uint64_t b) {
    if (a != 0 || b != 0) row(group, name, length_of(a), length_of(b), change(a, b));
  }
  /// Of lengths that may not be known, as 0: then nothing changed that could be said.
  void known_length(const std::string& group, const char* name, std::uint64_t a, std::uint64_t b) {
    if (a != 0 && b != 0) return length(group, name, a, b);
    const auto text = [](std::uint64_t n) { return n == 0 ? "unknown" : length_of(n); };
    if (a != 0 || b != 0) row(group, name, text(a), text(b), "");
  }
  /// part / whole, compared in thousandths.
  void share(const char* group, const UnitCost& of_a, const UnitCost& of_b) {
    const auto thousandths = [](const UnitCost& unit) {
      return unit.whole == 0 ? 0 : unit.part * 1'000 / unit.whole;
    };
    row(group, of_a.name, of_a.text(), of_b.text(), change(thousandths(of_a), thousandths(of_b)));
  }
  std::vector<ComparedFigure> take() { return std::move(rows_); }

 private:
  std::vector<ComparedFigure> rows_;
};

const Result::Law* law_of(const Result& result, const std::string& name) {
  for (const Result::Law& law : result.laws) {
    if (law.name == name) return &law;
  }
  return nullptr;
}

std::string outcome_in(const Result& result, const std::string& law) {
  const Result::Law* found = law_of(result, law);
  return found == nullptr ? "not judged" : std::string(name_of(found->verdict.outcome));
}

void verdicts(Table& table, const Comparison& c) {
  table.row("Verdict", "all laws", std::string(name_of(c.a.outcome)),
            std::string(name_of(c.b.outcome)), "");
  std::vector<std::string> names;
  for (const Result* side : {&c.a, &c.b}) {
    for (const Result::Law& law : side->laws) {
      if (std::find(names.begin(), names.end(), law.name) == names.end()) {
        names.push_back(law.name);
      }
    }
  }
  for (const std::string& name : names) {
    const std::string a = outcome_in(c.a, name);
    const std::string b = outcome_in(c.b, name);
    if (a != b) table.row("Verdict", name, a, b, "");
  }
}

/// Laws that are broken in the first, and judged and not broken in the second.
std::vector<std::string> breaks_alone(const Result& first, const Result& second) {
  std::vector<std::string> names;
  for (const Result::Law& law : first.laws) {
    const Result::Law* other = law_of(second, law.name);
    if (law.verdict.outcome != Outcome::Broken || other == nullptr) continue;
    if (other->verdict.outcome != Outcome::Broken) names.push_back(law.name);
  }
  return names;
}

/// "a, b and 3 more".
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kNamedMax = 3;
  std::string text = names.front();
  for (std::size_t i = 1; i < names.size() && i < kNamedMax; ++i) {
    text += (i + 1 == names.size() ? " and " : ", ") + names[i];
  }
  if (names.size() > kNamedMax) text += fmt::format(" and {} more", names.size() - kNamedMax);
  return text;
}

void costs(Table& table, const Comparison& c) {
  const Result::Cost& a = c.a.cost;
  const Result::Cost& b = c.b.cost;
  table.count("Work", "messages sent", c.a.messages, c.b.messages);
  table.count("Work", "messages consumed", a.deliveries, b.deliveries);
  for (const UnitCost& unit : unit_costs(a)) table.share("Cost", unit, unit_cost(b, unit.name));
  table.count("Cost", "client packets in all", a.client_packets, b.client_packets);
  table.count("Cost", "packets between servers", a.packets - a.client_packets,
              b.packets - b.client_packets);
  table.count("Cost", "bytes", a.bytes, b.bytes);
  for (std::size_t i = 0; i < a.client_by_kind.size() && i < b.client_by_kind.size(); ++i) {
    table.count("Client packets", a.client_by_kind[i].first, a.client_by_kind[i].second,
                b.client_by_kind[i].second);
  }
}

void times(Table& table, const Comparison& c) {
  for (std::size_t i = 0; i < c.a.latency.size() && i < c.b.latency.size(); ++i) {
    const Result::Latency& a = c.a.latency[i];
    const Result::Latency& b = c.b.latency[i];
    table.length(a.name, "p50", a.p50, b.p50);
    table.length(a.name, "p90", a.p90, b.p90);
    table.length(a.name, "p99", a.p99, b.p99);
    table.length(a.name, "max", a.max, b.max);
    if (a.name == "sent to consumed") {
      table.known_length(a.name, "by arithmetic", c.predicted_a, c.predicted_b);
    }
  }
}

}  // namespace

std::vector<ComparedFigure> compared_figures(const Comparison& comparison) {
  Table table;
  verdicts(table, comparison);
  costs(table, comparison);
  times(table, comparison);
  return table.take();
}

namespace {

std::string outcome_of(const Comparison& c) {
  const std::vector<std::string> a = breaks_alone(c.a, c.b);
  const std::vector<std::string> b = breaks_alone(c.b, c.a);
  if (!a.empty() && !b.empty()) {
    return fmt::format("A breaks {}, B breaks {}", listed(a), listed(b));
  }
  if (!b.empty()) return fmt::format("B breaks {}, which A keeps", listed(b));
  if (!a.empty()) return fmt::format("A breaks {}, which B keeps", listed(a));
  const std::string both =
      c.a.outcome == c.b.outcome
          ? fmt::format("Both: {}", name_of(c.a.outcome))
          : fmt::format("A: {}, B: {}", name_of(c.a.outcome), name_of(c.b.outcome));
  const std::string trips_a = unit_cost(c.a.cost, "round trips per message").text();
  const std::string trips_b = unit_cost(c.b.cost, "round trips per message").text();
  if (trips_a == trips_b)
    return both + fmt::format("; {} round trips per message in both", trips_a);
  return both + fmt::format("; {} round trips per message in A, {} in B", trips_a, trips_b);
}

}  // namespace

std::string compared_headline(const Comparison& c) {
  const std::string outcome = outcome_of(c);
  return c.apart.empty() ? outcome : fmt::format("Not in the same world: {}", outcome);
}

std::vector<std::pair<std::string, std::pair<std::string, std::string>>> different_settings(
    const Comparison& comparison) {
  std::vector<std::pair<std::string, std::pair<std::string, std::string>>> different;
  for (const auto& [key, value] : comparison.a.config) {
    const auto other =
        std::find_if(comparison.b.config.begin(), comparison.b.config.end(),
                     [&key = key](const auto& setting) { return setting.first == key; });
    if (other == comparison.b.config.end() || other->second == value || key == "seed") continue;
    different.push_back({key, {value, other->second}});
  }
  return different;
}

}  // namespace imstorm
