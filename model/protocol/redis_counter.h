#pragma once

#include <cstdint>

#include "sim/core/dense.h"
#include "sim/core/fifo.h"
#include "sim/core/time.h"

namespace imstorm {

/// A Redis server's counters: INCR by key. What a crash or a failover takes back is the newest
/// increments, those after some instant: the last fsync of the append-only file (everysec), or what
/// the replica had received. So they are remembered for a while in the order in which they were
/// made, and undone.
class RedisCounter {
 public:
  /// How far back anything can be undone; older increments have reached file and replica.
  static constexpr Duration kHorizon = seconds(60);

  std::uint64_t value(std::uint64_t key) const {
    const std::uint64_t* found = values_.find(key);
    return found == nullptr ? 0 : *found;
  }
  /// INCR, from at least `above` on.
  std::uint64_t next(std::uint64_t key, std::uint64_t above, Instant now) {
    raise(key, above, now);
    set(key, value(key) + 1, now);
    return value(key);
  }
  /// The counter is at least `above` from now on.
  void raise(std::uint64_t key, std::uint64_t above, Instant now) {
    if (above > value(key)) set(key, above, now);
  }
  /// All that was counted after `until` is undone. False if that was nothing.
  bool rewind(Instant until) {
    bool undone = false;
    while (!made_.empty() && made_.back().at > until) {
      values_[made_.back().key] = made_.back().before;
      made_.erase(made_.end() - 1);
      undone = true;
    }
    return undone;
  }
  void restore(const FlatMap<std::uint64_t, std::uint64_t>& values) {
    values_ = values;
    made_.clear();
  }

 private:
  struct Made {
    Instant at;
    std::uint64_t key = 0;
    std::uint64_t before = 0;
  };
  void set(std::uint64_t key, std::uint64_t value, Instant now) {
    while (!made_.empty() && made_.front().at + kHorizon < now) made_.pop_front();
    std::uint64_t& row = values_[key];
    made_.push_back({now, key, row});
    row = value;
  }

  FlatMap<std::uint64_t, std::uint64_t> values_;
  Fifo<Made> made_;  // ascending by instant
};

}  // namespace imstorm
