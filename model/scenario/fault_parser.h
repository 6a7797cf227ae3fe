#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/sentence_reader.h"

namespace imstorm {

/// Reads one sentence of [faults]: the verb says which method reads the rest, and those are made of
/// phrases that many sentences share. Errors are thrown as SentenceError.
class FaultParser {
 public:
  FaultParser(std::string_view sentence, const ProcessTable& processes,
              const MessageNames& messages)
      : in_(sentence), processes_(processes), messages_(messages) {}

  Fault parse();

 private:
  using Word = SentenceReader::Word;
  struct Verb {
    std::string_view word;
    FaultKind kind;
    void (FaultParser::*rest)();
  };
  static const Verb kVerbs[26];

  static std::string unexpected(const Word& word);

  // The rest of each sentence.
  void packet();
  void rate();
  void cut() {
    path();
    at();
  }
  void partition();
  void crash();
  void pause() {
    fault_.from = some("a process");
    span();
  }
  void slow_disk() {
    in_.expect("disk");
    pause();
    in_.expect("by");
    fault_.amount = in_.duration();
  }
  void step_clock() {
    in_.expect("clock");
    fault_.from = some("a process");
    at();
    in_.expect("by");
    fault_.amount = in_.duration(true);
  }
  void drift_clock() {
    in_.expect("clock");
    pause();
    in_.expect("by");
    ppm();
  }
  void offline() {
    fault_.from = devices();
    in_.expect("offline");
    span();
  }
  void lose_cache() {
    in_.expect("cache");
    in_.expect("of");
    kill();
  }
  void kill() {
    fault_.from = devices();
    at();
    restart();
  }

  void wipe();
  void fail() {
    if (in_.take("over")) return fail_over();
    fail_commits();
  }
  void fail_over();
  void fail_commits() {
    commits();
    if (in_.take("after")) {
      fault_.kind = FaultKind::CommitFailsAfter;
    } else {
      in_.expect("before");
    }
  }
  void crawl_commits() {
    commits();
    in_.expect("by");
    fault_.amount = in_.duration();
  }
  void flush_cache() {
    in_.expect("cache");
    in_.expect("of");
    fault_.from = some("a process");
    at();
  }

  void add() {
    fault_.from = members();
    at();
  }
  void remove();
  void replace();
  void resize();

  // The phrases they are made of.
  Instant instant() { return Instant{} + in_.duration(); }
  void at() {
    in_.expect("at");
    fault_.at = instant();
  }
  void commits();
  void share();
  void span();
  void restart();
  void ppm();
  std::vector<ProcessId> side();                  // "any" is none
  std::vector<ProcessId> some(const char* what);  // one at least
  bool is(const Word& word, ProcessKind kind) const;
  std::vector<ProcessId> devices() { return all_of(ProcessKind::Device, "a device"); }
  std::vector<ProcessId> members();
  std::vector<ProcessId> all_of(ProcessKind kind, const char* what);
  std::vector<ProcessId> stores_or_ids(const char* what);
  void name(std::vector<ProcessId>& ids);
  void path();
  void frame();
  bool tries();
  HostId host(const Word& word) const;
  std::vector<std::string> process_names() const;

  SentenceReader in_;
  const ProcessTable& processes_;
  const MessageNames& messages_;
  Fault fault_;
};

}  // namespace imstorm
