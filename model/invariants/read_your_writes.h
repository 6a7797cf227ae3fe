#pragma once

#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/position_set.h"
#include "model/invariants/taken.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per (device, conversation): who was told "sent" at a position and asks after that instant is not
/// told that the newest position is an older one; and in the end, if the run becomes quiet, the
/// device that was told consumes its own message, unless its storage was destroyed or it was told
/// that the position is gone. The first acknowledgement says where the message is. (Asking at the
/// very instant of the acknowledgement does not count as after it.)
class ReadYourWrites final : public Law<ReadYourWrites> {
 public:
  std::string_view name() const override { return "read-your-writes"; }
  std::string_view promise() const override {
    return "A device that was told \"sent\" sees that message in its own view.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override {
    return {EventKind::Sent, EventKind::Acked, EventKind::Refreshed, EventKind::Consumed,
            EventKind::Gone, EventKind::Wiped, EventKind::Rejected};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  struct Device {
    bool wiped = false;
    PositionSet consumed;                     // numbers of its own messages
    FlatMap<std::uint32_t, Witness> waiting;  // told "sent", not consumed yet
  };

  void acked(std::size_t position, const Event& event);
  void refreshed(std::size_t position, const Event& event);
  void consumed(const Event& event);
  Breach unseen() const;

  IdTable<BodyId> bodies_;  // by Cmid
  DenseVector<InstId, Device> devices_;
  Grid<InstId, ConvId, std::vector<TakenMessage>>
      told_;  // the acknowledgements that raised the position
  Grid<InstId, ConvId, Seq> gone_;
  std::uint64_t exercised_ = 0;
  Breach breach_;
};

}  // namespace imstorm
