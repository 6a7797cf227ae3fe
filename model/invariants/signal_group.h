#pragma once

#include <limits>

#include "model/history/event.h"
#include "model/invariants/membership.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Who is in a conversation and since when, for signals, which have no position: a change counts
/// once whoever passes signals on may be expected to have heard of it. Where a lineage forks, what
/// was said behind the fork is void.
class SignalGroup {
 public:
  /// So long a change may take to be heard of.
  static constexpr Duration kHeardWithin = seconds(2);

  /// REQUIRES: a Joined or Left event of this conversation. One of a lineage that is over changes
  /// nothing for good, but whoever passes signals on may go by it for a while.
  void observe(const Event& event) {
    members_.observe(event);
    Row& row = rows_[event.user];
    const bool joins = event.kind == EventKind::Joined;
    if (row.in == joins) return;
    row.in = members_.is_in(event.user);
    row.since = joins && event.seq == Seq{} ? kAlways : event.at;  // from the start
  }
  /// Calls `changed(user)` for all who are in the new lineage and were not in, or the other way
  /// round: for a while they count as neither. REQUIRES: a Forked or Rebuilt event of it.
  template <class Changed>
  void fork(const Event& event, const Changed& changed) {
    members_.observe(event);
    for (auto& [user, row] : rows_) {
      const bool in = members_.is_in(user);
      if (row.in == in) continue;
      row = {in, event.at};
      changed(user);
    }
  }

  /// A member, and long enough to be shown what is given at that time.
  bool is_in(UserId user, Instant given) const {
    const Row* row = rows_.find(user);
    return row != nullptr && row->in && heard(row->since, given);
  }
  /// No member, and long enough to be shown nothing that is given at that time. Of a conversation
  /// whose members are not known, nobody is outside.
  bool is_out(UserId user, Instant given) const {
    if (rows_.empty()) return false;
    const Row* row = rows_.find(user);
    return row == nullptr || (!row->in && heard(row->since, given));
  }

  template <class Visit>
  void each_in(Instant given, const Visit& visit) const {
    for (const auto& [user, row] : rows_) {
      if (row.in && heard(row.since, given)) visit(user);
    }
  }

 private:
  static constexpr Instant kAlways{std::numeric_limits<std::int64_t>::min()};

  struct Row {
    bool in = false;
    Instant since = kAlways;
  };
  static bool heard(Instant since, Instant given) {
    return since == kAlways || since + kHeardWithin <= given;
  }
  FlatMap<UserId, Row> rows_;
  Membership members_;
};

}  // namespace imstorm
