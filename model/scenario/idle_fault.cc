#include "model/scenario/idle_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace imstorm {
namespace {

bool has_a_span(FaultKind kind) {
  switch (kind) {
    case FaultKind::Loss:
    case FaultKind::Duplication:
    case FaultKind::Reordering:
    case FaultKind::Partition:
    case FaultKind::Pause:
    case FaultKind::SlowDisk:
    case FaultKind::ClockDrift:
    case FaultKind::Offline:
    case FaultKind::CommitFailsBefore:
    case FaultKind::CommitFailsAfter:
    case FaultKind::CommitCrawls:
      return true;
    default:
      return false;
  }
}

bool has_a_rate(FaultKind kind) {
  switch (kind) {
    case FaultKind::Loss:
    case FaultKind::Duplication:
    case FaultKind::Reordering:
    case FaultKind::CommitFailsBefore:
    case FaultKind::CommitFailsAfter:
    case FaultKind::CommitCrawls:
      return true;
    default:
      return false;
  }
}

bool has_an_amount(FaultKind kind) {
  switch (kind) {
    case FaultKind::Delay:
    case FaultKind::Reordering:
    case FaultKind::SlowDisk:
    case FaultKind::ClockStep:
    case FaultKind::CommitCrawls:
      return true;
    default:
      return false;
  }
}

bool is_on_a_path(FaultKind kind) {
  switch (kind) {
    case FaultKind::Drop:
    case FaultKind::Duplicate:
    case FaultKind::Delay:
    case FaultKind::Loss:
    case FaultKind::Duplication:
    case FaultKind::Reordering:
    case FaultKind::Break:
    case FaultKind::HalfOpen:
    case FaultKind::Partition:
      return true;
    default:
      return false;
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
  if (has_a_span(fault.kind) && fault.lasts.ns <= 0) return "it lasts 0s";
  if (has_a_rate(fault.kind) && fault.rate.ppm == 0) return "its share is 0%";
  if (has_an_amount(fault.kind) && fault.amount.ns == 0) return "it is by 0s";
  if (fault.kind == FaultKind::ClockDrift && fault.ppm == 0) return "it is by 0ppm";
  if (fault.kind == FaultKind::SlowDisk || fault.kind == FaultKind::CrashAtSync) {
    return why_without_a_disk(fault, processes);
  }
  return is_on_a_path(fault.kind) ? why_unconnected(fault, processes) : "";
}

}  // namespace imstorm
