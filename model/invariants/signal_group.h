#pragma once

#include <limits>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Who is in a conversation and since when, for signals, which have no position: a change counts
/// once whoever passes signals on may be expected to have heard of it.
class SignalGroup {
 public:
  /// So long a change may take to be heard of.
  static constexpr Duration kHeardWithin = seconds(2);

  /// REQUIRES: a Joined or Left event of this conversation.
  void observe(const Event& event) {
    Row& row = rows_[event.user];
    const bool joins = event.kind == EventKind::Joined;
    if (row.in == joins) return;
    row.in = joins;
    row.since = joins && event.seq == Seq{} ? kAlways : event.at;  // from the start
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
};

}  // namespace imstorm
