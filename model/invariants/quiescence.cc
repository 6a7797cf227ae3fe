#include "model/invariants/quiescence.h"

#include <fmt/format.h>

namespace imstorm {

namespace {

std::string length_text(Duration d) {
  if (d.ns % 1'000'000'000 == 0) return fmt::format("{} s", d.ns / 1'000'000'000);
  if (d.ns % 1'000'000 == 0) return fmt::format("{} ms", d.ns / 1'000'000);
  return fmt::format("{} ns", d.ns);
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string still(const Event& e, const Names& names) {
  const std::string of = e.conv ? fmt::format(" of {}", names.of(e.conv)) : std::string();
  switch (e.what) {
    case Residue::Outbox:
      return fmt::format("has {} in its outbox", counted(e.value, "message", "messages"));
    case Residue::Pull:
      return fmt::format("waits for the answer to {}{}", counted(e.value, "pull", "pulls"), of);
    case Residue::Unconsumed:
      return fmt::format("holds {}{} that it was never permitted to show",
                         counted(e.value, "message", "messages"), of);
    case Residue::Offline:
      return "wants a session and has none";
    case Residue::Notify:
      return fmt::format("repeats {}{}", counted(e.value, "notification", "notifications"), of);
    case Residue::Permit:
      return fmt::format("repeats {}{}",
                         counted(e.value, "consumption notice", "consumption notices"), of);
    case Residue::Queue:
      return fmt::format("has {} in a run queue", counted(e.value, "input", "inputs"));
    case Residue::Retained:
      return fmt::format("keeps {}{} that every device has consumed",
                         counted(e.value, "log entry", "log entries"), of);
    case Residue::None:
      break;
  }
  return fmt::format("has {} waiting{}", counted(e.value, "thing", "things"), of);
}

}  // namespace

void Quiescence::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      ++sent_;
      return;
    case EventKind::Phase:
      if (event.value == static_cast<std::uint64_t>(Phase::Settle)) settling_since_ = event.at;
      return;
    case EventKind::Settled:
      settled_ = true;
      if (event.value != 0) return;
      break;
    default:
      break;  // any residue
  }
  breach_.add({Witness{position, event}});
}

Verdict Quiescence::verdict(const RunEnd& end, const Names& names) const {
  const bool busy_end = !end.quiet && breach_;
  Verdict verdict =
      ruling(kind(), busy_end ? RunEnd{end.complete, true} : end, settled_ ? sent_ : 0, breach_);
  if (verdict.outcome != Outcome::Broken) return verdict;
  const Event& e = breach_.first();
  if (e.kind == EventKind::Settled) {
    verdict.because = fmt::format("after {} of settling the system was still busy",
                                  length_text(e.at - settling_since_));
  } else {
    const auto who = e.device ? names.of(e.device) : names.of(e.process);
    verdict.because =
        fmt::format("{} still {} after everything was repaired", who, still(e, names));
    if (breach_.count() > 1) {
      verdict.because += fmt::format(
          " (and {})", counted(breach_.count() - 1, "more thing waits", "more things wait"));
    }
  }
  return verdict;
}

}  // namespace imstorm
