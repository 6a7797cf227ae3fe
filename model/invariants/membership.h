#pragma once

#include <vector>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Who may see what of one conversation, as far as Joined and Left told: each membership is an
/// interval of positions, and joining again adds one. A lineage that forks begins with those who
/// were members at the fork: who joined behind it is none there, who left behind it still is. What
/// a server that was left behind says of its own lineage later changes that one only.
class Membership {
 public:
  struct Interval {
    Seq above;                    ///< sees positions > above
    Seq upto{~std::uint64_t{0}};  ///< ... and <= upto
    bool founder = false;         ///< ... since before the first one, which no lineage leaves out
    bool covers(Seq seq) const { return above < seq && seq <= upto; }
    friend bool operator==(const Interval&, const Interval&) = default;
  };
  using Intervals = std::vector<Interval>;

  /// REQUIRES: Joined, Left, Forked or Rebuilt, as Lineages lays them.
  void observe(const Event& event);

  /// In the newest lineage, as far as it was told by now.
  bool is_in(UserId user) const;
  /// Everybody who was ever in the conversation, by id.
  const FlatMap<UserId, Intervals>& users() const { return users_; }

 private:
  Seq end_of(Seq seq) const;
  static void leave(Intervals& intervals, Seq last, Seq end);
  static void fork(Intervals& intervals, Seq fork, Seq begin);

  FlatMap<UserId, Intervals> users_;
  std::vector<Seq> begins_;  // of the lineages after the first: each has the places above, up to
                             // the next one's
};

}  // namespace imstorm
