#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "model/types/number_frames.h"
#include "sim/core/dense.h"
#include "sim/core/time.h"

namespace imstorm {

/// Numbers from blocks that the store lends to one server at a time, for as long as a lease lasts
/// (WeChat's seqsvr, where the keys of a block are a section). A lease goes by clocks, and these
/// may be wrong: then two servers use two blocks, of which the later one is above the earlier one.
class Section {
 public:
  /// The next number above `above`, or nothing: then the section must be asked for.
  std::optional<std::uint64_t> next(std::uint64_t key, std::uint64_t above, Instant now) {
    Row& row = rows_[key];
    row.next = std::max(row.next, above + 1);
    if (now >= row.until || row.next > row.last) return std::nullopt;
    return row.next++;
  }
  /// A number that none above has been given out, by whatever server, and that none up to it is
  /// given out from now on; at least `above`. Or nothing, likewise.
  std::optional<std::uint64_t> newest(std::uint64_t key, std::uint64_t above, Instant now) {
    Row& row = rows_[key];
    row.next = std::max(row.next, above + 1);
    if (now >= row.until) return std::nullopt;
    return row.next - 1;
  }
  /// What to ask the store for at this time, if anything: a lease that ends soon, or a block. It is
  /// then under way until answered or forgotten, or for as long as a lease.
  std::optional<Lease> wants(std::uint64_t key, std::uint32_t step, Duration lease, Instant now) {
    Row& row = rows_[key];
    const bool block = row.next > row.last;
    const bool soon = now + Duration{lease.ns / kEarly} >= row.until;
    const bool waits = row.under_way && now < row.asked + lease;
    if (waits || (!block && !soon)) return std::nullopt;
    row.under_way = true;
    row.asked = now;
    row.turn += 1;
    return Lease{key, step, row.next - 1, row.turn, block ? 0 : row.last};
  }
  /// The lease counts from when it was asked for: the store's begins later.
  void grant(const Leased& answer, Duration lease) {
    Row& row = rows_[answer.key];
    if (!row.under_way || answer.turn != row.turn) return;  // it speaks of an earlier question
    row.under_way = false;
    if (!answer.held) return;
    row.until = std::max(row.until, row.asked + lease);
    if (answer.count == 0) return;
    row.next = std::max(row.next, answer.first);
    row.last = answer.first + answer.count - 1;
  }
  /// What was asked may never be answered.
  void ask_again() {
    for (auto& [key, row] : rows_) row.under_way = false;
  }
  /// A new process, or a standby, has no block, and does not mix up answers to its predecessor with
  /// its own: the turn, which goes on, stands for one drawn by chance.
  void clear() {
    for (auto& [key, row] : rows_) row = Row{.turn = row.turn};
  }

 private:
  static constexpr std::int64_t kEarly = 3;  // renewed when a third of the lease is left

  struct Row {
    std::uint64_t next = 1;
    std::uint64_t last = 0;  // none left while next > last
    Instant until{};
    Instant asked{};
    std::uint32_t turn = 0;
    bool under_way = false;
  };
  FlatMap<std::uint64_t, Row> rows_;
};

}  // namespace imstorm
