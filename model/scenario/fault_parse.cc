#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/fault_parser.h"
#include "model/scenario/nearest.h"
#include "model/scenario/text.h"

namespace imstorm {
namespace {

/// Crashed and killed processes come back after this, unless the sentence says otherwise.
constexpr Duration kRestart = seconds(1);
/// No clock runs faster or slower than this.
constexpr std::int64_t kDriftMax = 500'000;

}  // namespace

std::string FaultParser::unexpected(const Word& word) {
  return fmt::format("'{}' is not expected here", word.text);
}

Fault FaultParser::parse() {
  const Word verb = in_.word("a fault");
  for (const Verb& known : kVerbs) {
    if (verb.text != known.word) continue;
    fault_.kind = known.kind;
    (this->*known.rest)();
    if (!in_.at_end()) SentenceReader::wrong(in_.peek(), unexpected(in_.peek()));
    return fault_;
  }
  std::vector<std::string> words;
  for (const Verb& known : kVerbs) words.emplace_back(known.word);
  SentenceReader::wrong(verb, fmt::format("there is no fault '{}'", verb.text),
                        did_you_mean(verb.text, words));
}

const FaultParser::Verb FaultParser::kVerbs[26] = {
    {"drop", FaultKind::Drop, &FaultParser::packet},
    {"duplicate", FaultKind::Duplicate, &FaultParser::packet},
    {"delay", FaultKind::Delay, &FaultParser::packet},
    {"loss", FaultKind::Loss, &FaultParser::rate},
    {"duplication", FaultKind::Duplication, &FaultParser::rate},
    {"reordering", FaultKind::Reordering, &FaultParser::rate},
    {"break", FaultKind::Break, &FaultParser::cut},
    {"half-open", FaultKind::HalfOpen, &FaultParser::cut},
    {"partition", FaultKind::Partition, &FaultParser::partition},
    {"crash", FaultKind::Crash, &FaultParser::crash},
    {"pause", FaultKind::Pause, &FaultParser::pause},
    {"slow", FaultKind::SlowDisk, &FaultParser::slow_disk},
    {"step", FaultKind::ClockStep, &FaultParser::step_clock},
    {"drift", FaultKind::ClockDrift, &FaultParser::drift_clock},
    {"take", FaultKind::Offline, &FaultParser::offline},
    {"kill", FaultKind::Kill, &FaultParser::kill},
    {"wipe", FaultKind::Wipe, &FaultParser::wipe},
    {"fail", FaultKind::CommitFailsBefore, &FaultParser::fail},
    {"crawl", FaultKind::CommitCrawls, &FaultParser::crawl_commits},
    {"flush", FaultKind::CacheFlush, &FaultParser::flush_cache},
    {"lose", FaultKind::LoseCache, &FaultParser::lose_cache},
    {"reinstall", FaultKind::Reinstall, &FaultParser::kill},
    {"add", FaultKind::Join, &FaultParser::add},
    {"remove", FaultKind::Leave, &FaultParser::remove},
    {"replace", FaultKind::Replace, &FaultParser::replace},
    {"resize", FaultKind::Resize, &FaultParser::resize}};

void FaultParser::span() {
  in_.expect("from");
  fault_.at = instant();
  if (in_.take("for")) {
    fault_.lasts = in_.duration();
    return;
  }
  in_.expect("to");
  const Word end = in_.peek();
  const Instant until = instant();
  if (until < fault_.at) {
    SentenceReader::wrong(end, fmt::format("it ends at {}, before it begins", end.text));
  }
  fault_.lasts = until - fault_.at;
}

void FaultParser::restart() {
  fault_.lasts = kRestart;
  if (!in_.take(",")) return;
  if (in_.peek().text != "losing") {
    in_.expect("restart");
    in_.expect("after");
    fault_.lasts = in_.duration();
    if (!in_.take(",")) return;
  }
  fault_.losing = in_.lost_writes();
}

void FaultParser::ppm() {
  const Word word = in_.word("a drift");
  std::string_view digits = word.text;
  constexpr std::string_view unit = "ppm";
  const bool has_unit =
      digits.size() > unit.size() && digits.substr(digits.size() - unit.size()) == unit;
  if (has_unit) digits.remove_suffix(unit.size());
  const auto value = read_count(digits);
  if (!has_unit || !value) {
    SentenceReader::wrong(word, fmt::format("'{}' is not a drift such as 500ppm", word.text));
  }
  if (*value < -kDriftMax || *value > kDriftMax) {
    SentenceReader::wrong(word, fmt::format("drift must be between -{0}ppm and {0}ppm, found {1}",
                                            kDriftMax, word.text));
  }
  fault_.ppm = static_cast<std::int32_t>(*value);
}

std::vector<std::string> FaultParser::process_names() const {
  std::vector<std::string> names;
  for (const auto& row : processes_.rows) names.push_back(row.name);
  return names;
}

void FaultParser::name(std::vector<ProcessId>& ids) {
  const Word word = in_.word("a process");
  if (word.text.find('*') != std::string::npos) {
    const auto found = processes_like(word.text, processes_);
    if (found.empty()) {
      SentenceReader::wrong(word, fmt::format("no process is called like '{}'", word.text));
    }
    ids.insert(ids.end(), found.begin(), found.end());
    return;
  }
  const ProcessId id = processes_.find(word.text);
  if (!id) {
    SentenceReader::wrong(word, fmt::format("there is no process '{}'", word.text),
                          did_you_mean(word.text, process_names()));
  }
  ids.push_back(id);
}

std::vector<ProcessId> FaultParser::side() {
  std::vector<ProcessId> ids;
  if (in_.take("any")) return ids;
  name(ids);
  while (in_.take(",")) name(ids);
  return ids;
}

/// What is struck one by one must be named.
std::vector<ProcessId> FaultParser::some(const char* what) {
  const Word first = in_.peek();
  std::vector<ProcessId> ids = side();
  if (ids.empty()) {
    SentenceReader::wrong(first, fmt::format("it must say which one: {}", what),
                          "by its name, or all of a kind: gateway-*, store-*, alice.*");
  }
  return ids;
}

/// Does a name, or a pattern of names, begin a list of such processes?
bool FaultParser::is(const Word& word, ProcessKind kind) const {
  const auto found = processes_like(word.text, processes_);
  return !found.empty() && processes_.rows[found.front().index()].kind == kind;
}

std::vector<ProcessId> FaultParser::all_of(ProcessKind kind, const char* what) {
  const Word first = in_.peek();
  const std::vector<ProcessId> ids = some(what);
  for (const ProcessId id : ids) {
    const auto& row = processes_.rows[id.index()];
    if (row.kind != kind) {
      SentenceReader::wrong(first, fmt::format("{} is not {}", row.name, what));
    }
  }
  return ids;
}

void FaultParser::path() {
  fault_.from = side();
  fault_.both_ways = in_.peek().text != "->";
  if (!in_.take("->") && !in_.take("<->")) return;
  const Word second = in_.peek();
  fault_.to = side();
  if (fault_.from.size() != 1 || fault_.from != fault_.to) return;
  SentenceReader::wrong(second, fmt::format("{} has no connection to itself",
                                            processes_.rows[fault_.to.front().index()].name));
}

void FaultParser::partition() {
  fault_.from = side();
  fault_.both_ways = in_.peek().text != "->";
  if (in_.take("->") || in_.take("|")) {
    const Word second = in_.peek();
    fault_.to = side();
    for (const ProcessId id : fault_.to) {
      if (std::find(fault_.from.begin(), fault_.from.end(), id) == fault_.from.end()) continue;
      SentenceReader::wrong(second,
                            fmt::format("{} is on both sides", processes_.rows[id.index()].name));
    }
  }
  span();
}

/// "commits of store-1 from 1s to 5s at 10%"
void FaultParser::commits() {
  in_.expect("commits");
  in_.expect("of");
  if (!in_.take("any")) fault_.from = stores_or_ids("a store or an id service");
  span();
  in_.expect("at");
  share();
}

void FaultParser::share() {
  const Word word = in_.word("a share");
  const auto ppm = read_ppm(word.text);
  if (!ppm) {
    SentenceReader::wrong(word, fmt::format("'{}' is not a share such as 5% or 0.05", word.text));
  }
  if (*ppm < 0 || *ppm > kAlways.ppm) {
    SentenceReader::wrong(
        word, fmt::format("the share must be between 0% and 100%, found {}", word.text));
  }
  fault_.rate = {static_cast<std::uint32_t>(*ppm)};
}

void FaultParser::rate() {
  share();
  if (fault_.kind == FaultKind::Reordering) {
    in_.expect("by");
    fault_.amount = in_.duration();
  }
  in_.expect("on");
  path();
  span();
}

HostId FaultParser::host(const Word& word) const {
  const HostId host = processes_.find_host(word.text);
  if (!host) {
    SentenceReader::wrong(word, fmt::format("there is no host '{}'", word.text),
                          did_you_mean(word.text, processes_.hosts));
  }
  return host;
}

void FaultParser::crash() {
  const std::string name = in_.peek().text;
  if (in_.take("host")) {
    fault_.kind = FaultKind::HostCrash;
    fault_.host = host(in_.word("a host"));
  } else if (!processes_.find(name) && processes_.find_host(name)) {
    fault_.kind = FaultKind::HostCrash;
    fault_.host = host(in_.next());
  } else {
    fault_.from = some("a process");
  }
  in_.expect("at");
  if (fault_.kind == FaultKind::Crash && in_.take("its")) {
    fault_.kind = FaultKind::CrashAtSync;
    const Word word = in_.word("which sync");
    const auto n = read_ordinal(word.text);
    if (!n) {
      SentenceReader::wrong(word,
                            fmt::format("'{}' is not an ordinal such as 1st or 12th", word.text));
    }
    fault_.nth = *n;
    in_.expect("sync");
    if (in_.take("after")) fault_.at = instant();
  } else {
    fault_.at = instant();
  }
  restart();
}

std::variant<Fault, SentenceError> parse_fault(std::string_view sentence,
                                               const ProcessTable& processes,
                                               const MessageNames& messages) {
  try {
    return FaultParser(sentence, processes, messages).parse();
  } catch (const SentenceError& error) {
    return error;
  }
}

}  // namespace imstorm
