#pragma once

#include <cstdint>
#include <set>
#include <tuple>
#include <utility>

#include "model/history/event.h"
#include "model/invariants/position_set.h"
#include "model/invariants/sorted_blocks.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Which messages and which positions each installation consumed. As long as every message has one
/// position, as it should, a device that consumes in order costs one run per conversation.
class ConsumedSet {
 public:
  struct Again {
    bool message = false;   ///< this installation had consumed the message before
    bool position = false;  ///< ... or something at that position of that lineage
  };
  /// REQUIRES: a Consumed event.
  Again add(const Event& consumed);

  bool has(InstId inst, Cmid cmid) const;

 private:
  struct Place {
    ConvId conv;
    Seq seq;
  };
  using Position = std::tuple<ConvId, Lineage, Seq>;

  bool usual(const Event& consumed);

  // The first consumption of a message at a position that is new as well pairs the two for ever;
  // what agrees with the pairs is in usual_, everything else in the two odd sets. Numbers and
  // positions count 1, 2, ..., so what belongs to one is mostly found in the place that it says.
  DenseVector<InstId, BlockMap<std::uint32_t, Place>> place_of_;  // by Cmid
  DenseVector<ConvId, BlockMap<Seq, Cmid>> at_;
  Grid<InstId, ConvId, PositionSet> usual_;
  std::set<std::pair<InstId, Cmid>> odd_messages_;
  std::set<std::pair<InstId, Position>> odd_positions_;
};

}  // namespace imstorm
