// Processes come and go, and change: "remove logic-1 at 3s, gone after 2s"; disks are lost, and
// standbys take over.
#include <fmt/format.h>

#include "model/scenario/fault_parser.h"
#include "model/scenario/text.h"

namespace imstorm {
namespace {

/// What leaves is gone after this, unless the sentence says otherwise; what is replaced, after half
/// of the time until the other one is there.
constexpr Duration kGone = seconds(2);
constexpr Duration kBack = seconds(4);
constexpr std::int64_t kThreadsMax = 64;
/// A standby takes over after this: it is noticed that the other one is gone, and agreed upon.
constexpr Duration kTakesOver = seconds(15);

}  // namespace

std::vector<ProcessId> FaultParser::members() {
  const Word first = in_.peek();
  const std::vector<ProcessId> ids = some("a gateway or logic process");
  for (const ProcessId id : ids) {
    const auto& row = processes_.rows[id.index()];
    if (row.kind == ProcessKind::Gateway || row.kind == ProcessKind::Logic) continue;
    SentenceReader::wrong(
        first,
        fmt::format("{} is neither a gateway nor a logic process: it cannot come or go", row.name));
  }
  return ids;
}

void FaultParser::remove() {
  fault_.from = members();
  at();
  fault_.lasts = kGone;
  if (!in_.take(",")) return;
  in_.expect("gone");
  in_.expect("after");
  fault_.lasts = in_.duration();
}

/// Both times count from the beginning, for each process anew.
void FaultParser::replace() {
  fault_.from = members();
  at();
  fault_.lasts = kBack;
  bool said = false;
  while (in_.take(",")) {
    if (!said && in_.take("gone")) {
      said = true;
      in_.expect("after");
      fault_.amount = in_.duration();
      continue;
    }
    in_.expect("back");
    in_.expect("after");
    const Word word = in_.peek();
    fault_.lasts = in_.duration();
    if (said && fault_.lasts < fault_.amount) {
      SentenceReader::wrong(word, fmt::format("it is back after {}, before it is gone", word.text));
    }
    break;
  }
  if (!said) fault_.amount = fault_.lasts / 2;
  if (fault_.lasts < fault_.amount) fault_.lasts = fault_.amount;
}

/// All of one of these kinds.
std::vector<ProcessId> FaultParser::stores_or_ids(const char* what) {
  const bool ids = is(in_.peek(), ProcessKind::Ids);
  return ids ? all_of(ProcessKind::Ids, "an id service") : all_of(ProcessKind::Store, what);
}

/// "wipe store-1b at 3s if the others suffice, restart after 1s"
void FaultParser::wipe() {
  const bool store = is(in_.peek(), ProcessKind::Store);
  if (store || is(in_.peek(), ProcessKind::Ids)) {
    fault_.kind = FaultKind::WipeDisk;
    fault_.from = stores_or_ids("a store");
  } else {
    fault_.from = all_of(ProcessKind::Device, "a device, a store or an id service");
  }
  at();
  if (store && in_.take("if")) {
    for (const char* word : {"the", "others", "suffice"}) in_.expect(word);
    fault_.spares_majority = true;
  }
  restart();
}

/// "fail over ids-1 at 5s, taking 20s, 300ms behind"
void FaultParser::fail_over() {
  fault_.kind = FaultKind::FailOver;
  const bool store = is(in_.peek(), ProcessKind::Store);
  fault_.from = stores_or_ids("an id service or a store");
  at();
  if (store) return;
  fault_.lasts = kTakesOver;
  if (!in_.take(",")) return;
  if (in_.take("taking")) {
    fault_.lasts = in_.duration();
    if (!in_.take(",")) return;
  }
  fault_.amount = in_.duration();
  in_.expect("behind");
}

void FaultParser::resize() {
  const Word first = in_.peek();
  fault_.from = some("a server");
  for (const ProcessId id : fault_.from) {
    const auto& row = processes_.rows[id.index()];
    if (row.kind != ProcessKind::Device) continue;
    SentenceReader::wrong(first, fmt::format("{} is a device: it has no worker threads", row.name));
  }
  in_.expect("to");
  const Word word = in_.word("how many threads");
  const auto threads = read_count(word.text);
  if (!threads || *threads < 1 || *threads > kThreadsMax) {
    SentenceReader::wrong(
        word, fmt::format("threads must be between 1 and {}, found {}", kThreadsMax, word.text));
  }
  fault_.nth = static_cast<std::uint32_t>(*threads);
  if (!in_.take("thread")) in_.expect("threads");
  at();
}

}  // namespace imstorm
