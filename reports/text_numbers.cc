#include "reports/text_numbers.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/cost.h"
#include "reports/figures.h"
#include "reports/wrap.h"

namespace imstorm {
namespace {

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ", ") + item;
}

void latency(Paper& page, const Result& r) {
  std::size_t name = 0;
  for (const Result::Latency& series : r.latency) name = std::max(name, columns_of(series.name));
  for (const Result::Latency& series : r.latency) {
    if (series.count == 0) continue;
    std::string line = padded(series.name, name);
    const auto add = [&line](std::string_view what, std::uint64_t ns) {
      line += fmt::format("  {} {}", what, right_aligned(length_of(ns), 7));
    };
    add("p50", series.p50);
    add("p90", series.p90);
    add("p99", series.p99);
    add("max", series.max);
    // Alignment is worth more than wrapping here: the spaces must stay.
    page.row("Latency", line);
  }
}

void cost(Paper& page, const Result& r) {
  if (r.cost.packets == 0) return;
  std::string text =
      fmt::format("{}, {}", counted(r.cost.packets, "packet"), counted(r.cost.bytes, "byte"));
  if (r.cost.messages != 0) {
    text += fmt::format(", {} round trips per message, {} per delivery",
                        unit_cost(r.cost, "round trips per message").text(),
                        unit_cost(r.cost, "round trips per delivery").text());
  }
  page.entry("Cost", text);
}

}  // namespace

void fault_summary(Paper& page, const Result& r, bool verbose) {
  const std::size_t all = r.fault_sentences.size();
  const std::size_t shown = verbose ? all : std::min(all, kFaultLinesMax);
  for (std::size_t i = 0; i < shown; ++i) page.entry("Faults", r.fault_sentences[i], Tone::Fault);
  if (shown < all) {
    page.entry("Faults", fmt::format("and {} more (-v tells all)", grouped(all - shown)),
               Tone::Faint);
  }
  std::string effective;
  std::string idle;
  for (const Result::FaultCount& fault : r.faults) {
    if (fault.injected == 0) continue;
    if (fault.effective == 0) {
      append(idle, fmt::format("{} (injected {}x)", fault.kind, grouped(fault.injected)));
    } else {
      append(effective, fmt::format("{} {} of {}", fault.kind, grouped(fault.effective),
                                    grouped(fault.injected)));
    }
  }
  if (!effective.empty()) page.entry("Effective", effective);
  if (!idle.empty()) page.entry("No effect", idle, Tone::Doubt);
}

void number_summary(Paper& page, const Result& r, bool verbose) {
  for (const Result::Limit& limit : r.limits) {
    page.entry("Limits",
               limit.times == 1 ? limit.what
                                : fmt::format("{} ({} times)", limit.what, grouped(limit.times)),
               Tone::Doubt);
  }
  latency(page, r);
  cost(page, r);
  if (!verbose) return;
  std::string kinds;
  for (const auto& [kind, packets] : r.cost.by_kind) {
    if (packets != 0) append(kinds, fmt::format("{} {}", kind, grouped(packets)));
  }
  if (!kinds.empty()) page.entry("Packets", kinds);
  for (const auto& [key, value] : r.config)
    page.entry("Settings", fmt::format("{} = {}", key, value));
}

}  // namespace imstorm
