#pragma once

#include <vector>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Which positions of a conversation a user may see, as far as Joined and Left told: each
/// membership is an interval of positions, and joining again adds one.
class Entitlement {
 public:
  struct Interval {
    Seq above;                    ///< sees positions > above
    Seq upto{~std::uint64_t{0}};  ///< ... and <= upto
    friend bool operator==(const Interval&, const Interval&) = default;
  };
  using Intervals = std::vector<Interval>;

  /// REQUIRES: Joined or Left.
  void observe(const Event& event);

  bool sees(UserId user, ConvId conv, Seq seq) const;
  static bool covers(const Intervals& intervals, Seq seq);
  /// Everybody who was ever in the conversation, by id.
  const FlatMap<UserId, Intervals>* members(ConvId conv) const { return members_.find(conv); }

 private:
  DenseVector<ConvId, FlatMap<UserId, Intervals>> members_;
};

}  // namespace imstorm
