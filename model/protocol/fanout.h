#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/protocol/backoff.h"
#include "model/types/frames.h"
#include "sim/core/fifo.h"

namespace imstorm {

/// The outbox of one conversation while its writer copies messages to the members' inboxes: a
/// position is done when every member who sees it has answered, and nothing is done before what
/// stands before it (rule M2).
class Fanout {
 public:
  static constexpr std::size_t kJobsMax = 1'000;  ///< what comes on top is read from the log later

  struct Job {
    Entry entry;
    std::vector<UserId> waiting;  ///< who has not answered; nobody: it is done
    bool begun = false;
  };

  /// Everything up to `done` is in every inbox.
  void begin(Seq done) {
    stop();
    done_ = last_ = done;
    active_ = true;
  }
  void stop() {
    active_ = reading_ = false;
    jobs_.clear();
  }
  bool active() const { return active_; }
  bool idle() const { return jobs_.empty(); }

  /// What was just committed, if it is the next one.
  void add(const Entry& entry) {
    if (entry.seq == last_.next()) read(entry);
  }
  /// What the log has next, whatever is missing before it.
  void read(const Entry& entry) {
    if (!active_ || entry.seq <= last_ || jobs_.size() >= kJobsMax) return;
    last_ = entry.seq;
    jobs_.push_back({entry, {}, false});
  }
  /// The log has nothing up to there. REQUIRES: idle.
  void skip(Seq upto) { done_ = last_ = std::max(last_, upto); }

  /// Takes over an answer. True if that moved done().
  bool answered(UserId user, Seq seq) {
    for (Job& job : jobs_) {
      if (job.entry.seq == seq && job.begun) std::erase(job.waiting, user);
    }
    return advance();
  }
  bool advance() {
    const Seq before = done_;
    while (!jobs_.empty() && jobs_.front().begun && jobs_.front().waiting.empty()) {
      done_ = jobs_.front().entry.seq;
      jobs_.pop_front();
    }
    return done_ > before;
  }

  Fifo<Job>& jobs() { return jobs_; }
  std::size_t size() const { return jobs_.size(); }
  Seq done() const { return done_; }
  Seq last() const { return last_; }
  bool& reading() { return reading_; }

  Backoff backoff;
  std::uint32_t generation = 0;
  bool armed = false;

 private:
  bool active_ = false;
  bool reading_ = false;  // a page of the log is on its way
  Seq done_;              // every member has everything up to here
  Seq last_;              // the newest position in jobs_
  Fifo<Job> jobs_;        // invariant: within (done_, last_], ascending
};

}  // namespace imstorm
