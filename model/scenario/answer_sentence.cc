#include "model/scenario/answer_sentence.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <optional>
#include <vector>

#include "model/scenario/nearest.h"
#include "model/scenario/sentence_reader.h"
#include "model/scenario/text.h"
#include "sim/core/hash.h"

namespace imstorm {
namespace {

using Word = SentenceReader::Word;

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
/// Sockets between two servers that a sentence knows by name.
constexpr std::uint32_t kSocketsMax = 64;

struct ChoiceWord {
  Choice choice;
  std::string_view word;
};
/// Those that a run asks; the rest is drawn before it and spelled out otherwise.
constexpr ChoiceWord kChoiceWords[] = {
    {Choice::Latency, "latency"},
    {Choice::Loss, "loss"},
    {Choice::Duplicate, "duplicate"},
    {Choice::Reorder, "reorder"},
    {Choice::BreakSuffix, "break-suffix"},
    {Choice::ServiceTime, "service-time"},
    {Choice::SyncTime, "sync-time"},
    {Choice::CrashAtSync, "crash-at-sync"},
    {Choice::SurvivingWrites, "lost-writes"},
    {Choice::TimerJitter, "timer-jitter"},
    {Choice::GatewayPick, "gateway-pick"},
    {Choice::Workload, "workload"},
    {Choice::StormLength, "downtime"},
    {Choice::StormDetail, "detail"},
    {Choice::ReconnectTime, "reconnect-time"},
    {Choice::CommitFate, "commit-fate"},
};

/// Decisions that are about the how-manieth of something that the place does itself.
struct CountedWord {
  Choice choice;
  std::string_view word;
  std::uint64_t subject;
  bool by_subject;  ///< the subject counts, and there is one attempt only
};
constexpr CountedWord kCountedWords[] = {
    {Choice::GatewayPick, "retry", 0, false},
    {Choice::SurvivingWrites, "crash", 0, true},
    {Choice::TimerJitter, "connection", 1, false},  // the numbers of a device's timers
    {Choice::TimerJitter, "sync", 3, false},
};

std::string text_of_subject(const Address& address) {
  for (const CountedWord& known : kCountedWords) {
    if (known.choice != address.choice) continue;
    const std::uint64_t nth = known.by_subject ? address.subject : address.attempt;
    const std::uint64_t other = known.by_subject ? address.attempt : address.subject;
    if (other != known.subject || nth == 0 || nth > std::numeric_limits<std::uint32_t>::max()) {
      continue;
    }
    return fmt::format("its {} {}", ordinal(static_cast<std::uint32_t>(nth)), known.word);
  }
  return fmt::format("{:016x}.{}", address.subject, address.attempt);
}

std::uint64_t key_of(const ProcessTable& processes, std::size_t index) {
  return hash_text(processes.rows[index].name);
}

/// "logic-1", "gateway-1~logic-1" (a connection), "gateway-1~logic-1~2" (their second socket).
/// Nothing if nobody is called so.
std::optional<std::uint64_t> place_called(std::string_view text, const ProcessTable& processes) {
  if (const ProcessId one = processes.find(text)) return key_of(processes, one.index());
  const std::size_t first = text.find('~');
  if (first == std::string_view::npos) return {};
  const std::size_t second = text.find('~', first + 1);
  const ProcessId a = processes.find(text.substr(0, first));
  const ProcessId b = processes.find(text.substr(first + 1, second - first - 1));
  if (!a || !b) return {};
  const std::uint64_t names = hash_mix(key_of(processes, a.index()), key_of(processes, b.index()));
  if (second == std::string_view::npos) return names;
  const auto socket = read_count(text.substr(second + 1));
  if (!socket || *socket < 1 || *socket > kSocketsMax) return {};
  return hash_mix(names, static_cast<std::uint64_t>(*socket) - 1);
}

std::string name_of_place(std::uint64_t place, const ProcessTable& processes) {
  const std::size_t count = processes.rows.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (key_of(processes, i) == place) return processes.rows[i].name;
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      const std::uint64_t names = hash_mix(key_of(processes, i), key_of(processes, j));
      const std::string pair = processes.rows[i].name + "~" + processes.rows[j].name;
      if (names == place) return pair;
      const bool servers = processes.rows[i].kind != ProcessKind::Device &&
                           processes.rows[j].kind != ProcessKind::Device;
      for (std::uint32_t s = 0; servers && s < kSocketsMax; ++s) {
        if (hash_mix(names, s) == place) return fmt::format("{}~{}", pair, s + 1);
      }
    }
  }
  return fmt::format("0x{:016x}", place);
}

std::string text_of_value(std::uint64_t value) {
  if (value == kMost) return "most";
  const Ratio share{static_cast<std::uint32_t>((value >> 32) * kAlways.ppm >> 32)};
  if (value_of_share(share) == value) return to_text(share);
  return fmt::format("0x{:016x}", value);
}

class AnswerParser {
 public:
  AnswerParser(std::string_view sentence, const ProcessTable& processes)
      : in_(sentence), processes_(processes) {}

  Answer parse() {
    choice();
    in_.expect("at");
    place();
    in_.expect("about");
    subject();
    in_.expect("is");
    value();
    if (!in_.at_end()) SentenceReader::wrong(in_.peek(), "the answer ends before this word");
    return answer_;
  }

 private:
  void choice() {
    const Word word = in_.word("a decision");
    std::vector<std::string> words;
    for (const ChoiceWord& known : kChoiceWords) {
      if (known.word == word.text) {
        answer_.address.choice = known.choice;
        return;
      }
      words.emplace_back(known.word);
    }
    SentenceReader::wrong(word, fmt::format("there is no decision '{}'", word.text),
                          did_you_mean(word.text, words));
  }

  void place() {
    const Word word = in_.word("a process or a connection");
    std::optional<std::uint64_t> found = place_called(word.text, processes_);
    if (!found && word.text.starts_with("0x")) found = read_seed(word.text);
    if (!found) {
      std::vector<std::string> names;
      for (const ProcessTable::Row& row : processes_.rows) names.push_back(row.name);
      SentenceReader::wrong(word, fmt::format("there is no process or connection '{}'", word.text),
                            did_you_mean(word.text, names));
    }
    answer_.address.place = *found;
  }

  /// "1st retry"
  void counted() {
    const Word which = in_.word("which time");
    const auto nth = read_ordinal(which.text);
    if (!nth) {
      SentenceReader::wrong(which,
                            fmt::format("'{}' is not an ordinal such as 1st or 12th", which.text));
    }
    const Word word = in_.word("what it is about");
    std::vector<std::string> words;
    for (const CountedWord& known : kCountedWords) {
      if (known.choice != answer_.address.choice) continue;
      words.emplace_back(known.word);
      if (known.word != word.text) continue;
      answer_.address.subject = known.by_subject ? *nth : known.subject;
      answer_.address.attempt = known.by_subject ? known.subject : *nth;
      return;
    }
    SentenceReader::wrong(word, fmt::format("it is not about a '{}'", word.text),
                          did_you_mean(word.text, words));
  }

  void subject() {
    if (in_.take("its")) return counted();
    const Word word = in_.word("what it is about");
    const char* begin = word.text.data();
    const char* end = begin + word.text.size();
    const auto hash = std::from_chars(begin, end, answer_.address.subject, 16);
    if (hash.ec == std::errc{} && hash.ptr != end && *hash.ptr == '.') {
      const auto time = std::from_chars(hash.ptr + 1, end, answer_.address.attempt);
      if (time.ec == std::errc{} && time.ptr == end) return;
    }
    SentenceReader::wrong(word, fmt::format("it is about something like 8f21ab34cd56ef78.0, found "
                                            "'{}'",
                                            word.text));
  }

  void value() {
    const Word word = in_.word("a value");
    if (word.text == "most") {
      answer_.value = kMost;
      return;
    }
    if (word.text.starts_with("0x")) {
      if (const auto read = read_seed(word.text)) {
        answer_.value = *read;
        return;
      }
    } else if (const auto ppm = read_ppm(word.text); ppm && *ppm >= 0 && *ppm <= kAlways.ppm) {
      answer_.value = value_of_share({static_cast<std::uint32_t>(*ppm)});
      return;
    }
    SentenceReader::wrong(word, fmt::format("an answer is 0% to 100%, most or a hexadecimal "
                                            "number, found '{}'",
                                            word.text));
  }

  SentenceReader in_;
  const ProcessTable& processes_;
  Answer answer_;
};

}  // namespace

std::uint64_t value_of_share(Ratio share) {
  if (share.ppm >= kAlways.ppm) return kMost;
  __extension__ using Wide = unsigned __int128;
  const Wide whole = (Wide{share.ppm} << 64) + kAlways.ppm - 1;
  // The least value of that share, in steps of 2^32: that is how fine durations are.
  const auto least = static_cast<std::uint64_t>(whole / kAlways.ppm);
  constexpr std::uint64_t step = std::uint64_t{1} << 32;
  return (least + step - 1) / step * step;
}

std::variant<Answer, SentenceError> parse_answer(std::string_view sentence,
                                                 const ProcessTable& processes) {
  try {
    return AnswerParser(sentence, processes).parse();
  } catch (const SentenceError& error) {
    return error;
  }
}

std::string describe(const Answer& answer, const ProcessTable& processes) {
  std::string_view choice = "decision";
  for (const ChoiceWord& known : kChoiceWords) {
    if (known.choice == answer.address.choice) choice = known.word;
  }
  return fmt::format("{} at {} about {} is {}", choice,
                     name_of_place(answer.address.place, processes),
                     text_of_subject(answer.address), text_of_value(answer.value));
}

}  // namespace imstorm
