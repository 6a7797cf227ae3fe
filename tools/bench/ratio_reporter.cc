#include "tools/bench/ratio_reporter.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <string_view>

namespace imstorm::bench {
namespace {

constexpr std::string_view kOurs = "phold/event_queue/";
constexpr std::string_view kTheirs = "phold/std_priority_queue/";
constexpr std::string_view kKernel = "kernel/";
constexpr std::string_view kChat = "chat/";

constexpr double kChatMost = 5.0;

/// How many times as fast as std::priority_queue the event queue is meant to be, at least.
std::optional<double> queue_least(double pending) {
  if (pending == 1e3) return 1.4;
  if (pending == 1e6) return 3.0;
  return std::nullopt;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

double size_in(const std::string& name) {
  const auto slash = name.rfind('/');
  return slash == std::string::npos ? 0 : std::atof(name.c_str() + slash + 1);
}

const char* verdict(bool met) { return met ? "met" : "MISSED"; }

}  // namespace

void RatioReporter::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    const auto rate = run.counters.find("items_per_second");
    if (run.error_occurred || run.run_type != Run::RT_Iteration || rate == run.counters.end()) {
      continue;
    }
    // Without "/repeats:3" and the like.
    const std::string name =
        run.run_name.function_name + (run.run_name.args.empty() ? "" : "/" + run.run_name.args);
    const auto pending = run.counters.find("pending");
    const Cost cost{1e9 / rate->second.value,
                    pending == run.counters.end() ? size_in(name) : pending->second.value};
    const auto [known, fresh] = costs_.emplace(name, cost);
    if (!fresh && cost.ns_per_event < known->second.ns_per_event) known->second = cost;
  }
}

void RatioReporter::Finalize() {
  print_queue_ratios();
  print_chat_ratios();
  ConsoleReporter::Finalize();
}

void RatioReporter::print_queue_ratios() {
  bool first = true;
  for (const auto& [name, ours] : costs_) {
    if (!starts_with(name, kOurs)) continue;
    const std::string workload = name.substr(kOurs.size());
    const auto theirs = costs_.find(std::string(kTheirs) + workload);
    if (theirs == costs_.end()) continue;
    if (first) {
      GetOutputStream()
          << "\nPHOLD, ns an event: event queue, std::priority_queue, times as fast\n";
    }
    first = false;
    const double ratio = theirs->second.ns_per_event / ours.ns_per_event;
    GetOutputStream() << fmt::format("  {:<28} {:7.1f} {:7.1f} {:6.2f}", workload,
                                     ours.ns_per_event, theirs->second.ns_per_event, ratio);
    if (const auto least = queue_least(ours.pending)) {
      GetOutputStream() << fmt::format("  at least {:.1f}: {}", *least, verdict(ratio >= *least));
    }
    GetOutputStream() << '\n';
  }
}

void RatioReporter::print_chat_ratios() {
  bool first = true;
  for (const auto& [name, chat] : costs_) {
    if (!starts_with(name, kChat)) continue;
    const auto kernel = kernel_at(chat.pending);
    if (!kernel) continue;
    if (first)
      GetOutputStream() << "\nns an event: chat path, bare kernel on PHOLD, times the cost\n";
    first = false;
    const double ratio = chat.ns_per_event / *kernel;
    GetOutputStream() << fmt::format(
        "  {:<28} {:7.1f} {:7.1f} {:6.2f}  at most {:.1f} with {:.0f} pending: {}\n", name,
        chat.ns_per_event, *kernel, ratio, kChatMost, chat.pending, verdict(ratio <= kChatMost));
  }
}

std::optional<double> RatioReporter::kernel_at(double pending) const {
  std::map<double, double> by_size;
  for (const auto& [name, cost] : costs_) {
    if (starts_with(name, kKernel)) by_size[cost.pending] = cost.ns_per_event;
  }
  if (by_size.empty()) return std::nullopt;
  const auto above = by_size.lower_bound(pending);
  if (above == by_size.end()) return by_size.rbegin()->second;
  if (above == by_size.begin()) return above->second;
  const auto below = std::prev(above);
  const double part = std::log(pending / below->first) / std::log(above->first / below->first);
  return below->second + part * (above->second - below->second);
}

}  // namespace imstorm::bench
