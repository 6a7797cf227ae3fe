#include "model/scenario/idle_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace imstorm {
namespace {

/// What says how much of a fault there is, and where it is.
struct Measures {
  bool span = false;    ///< Fault::lasts
  bool share = false;   ///< Fault::rate
  bool amount = false;  ///< Fault::amount
  bool path = false;    ///< between Fault::from and Fault::to
};

Measures measures_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::Drop:
    case FaultKind::Duplicate:
    case FaultKind::Break:
    case FaultKind::HalfOpen:
      return {.path = true};
    case FaultKind::Delay:
      return {.amount = true, .path = true};
    case FaultKind::Loss:
    case FaultKind::Duplication:
      return {.span = true, .share = true, .path = true};
    case FaultKind::Reordering:
      return {.span = true, .share = true, .amount = true, .path = true};
    case FaultKind::Partition:
      return {.span = true, .path = true};
    case FaultKind::Pause:
    case FaultKind::ClockDrift:
    case FaultKind::Offline:
      return {.span = true};
    case FaultKind::SlowDisk:
      return {.span = true, .amount = true};
    case FaultKind::ClockStep:
      return {.amount = true};
    case FaultKind::CommitFailsBefore:
    case FaultKind::CommitFailsAfter:
      return {.span = true, .share = true};
    case FaultKind::CommitCrawls:
      return {.span = true, .share = true, .amount = true};
    default:
      return {};
  }
}

bool has_a_disk(ProcessKind kind) {
  return kind != ProcessKind::Gateway && kind != ProcessKind::Logic;
}

std::string why_without_a_disk(const Fault& fault, const ProcessTable& processes) {
  for (const ProcessId id : fault.from) {
    if (has_a_disk(processes.rows[id.index()].kind)) return "";
  }
  return fmt::format("{} has no disk", processes.rows[fault.from.front().index()].name);
}

/// A device speaks with gateways only.
std::string why_unconnected(const Fault& fault, const ProcessTable& processes) {
  const auto all = [&](const std::vector<ProcessId>& side, auto is) {
    return !side.empty() && std::all_of(side.begin(), side.end(), [&](ProcessId id) {
      return is(processes.rows[id.index()].kind);
    });
  };
  const auto device = [](ProcessKind kind) { return kind == ProcessKind::Device; };
  const auto no_gateway = [](ProcessKind kind) { return kind != ProcessKind::Gateway; };
  const auto apart = [&](const std::vector<ProcessId>& a, const std::vector<ProcessId>& b) {
    return all(a, device) && all(b, no_gateway);
  };
  const bool never = apart(fault.from, fault.to) || apart(fault.to, fault.from);
  return never ? "devices have connections to gateways only" : "";
}

}  // namespace

std::string why_idle(const Fault& fault, const ProcessTable& processes) {
  const Measures measures = measures_of(fault.kind);
  if (measures.span && fault.lasts.ns <= 0) return "it lasts 0s";
  if (measures.share && fault.rate.ppm == 0) return "its share is 0%";
  if (measures.amount && fault.amount.ns == 0) return "it is by 0s";
  if (fault.kind == FaultKind::ClockDrift && fault.ppm == 0) return "it is by 0ppm";
  if (fault.kind == FaultKind::SlowDisk || fault.kind == FaultKind::CrashAtSync) {
    return why_without_a_disk(fault, processes);
  }
  return measures.path ? why_unconnected(fault, processes) : "";
}

}  // namespace imstorm
