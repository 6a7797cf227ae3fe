#pragma once

#include "model/invariants/breach.h"
#include "model/invariants/entitlement.h"
#include "model/invariants/position_set.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per (device, conversation): when the cursor moves over a position that the server has decided
/// and the device's user may see, the device holds it or was told that it is gone. (Positions that
/// are decided later are seq-gap's business.)
class CursorSound final : public Law<CursorSound> {
 public:
  std::string_view name() const override { return "cursor-sound"; }
  std::string_view promise() const override {
    return "A device never says \"I have everything up to here\" over a message that it does not "
           "have.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override {
    return {EventKind::Joined,   EventKind::Left,     EventKind::Installed, EventKind::Accepted,
            EventKind::Received, EventKind::Consumed, EventKind::Gone,      EventKind::Cursor,
            EventKind::Forgot,   EventKind::Resynced, EventKind::Forked,    EventKind::Rebuilt};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  struct Reader {
    Seq cursor;
    Seq gone;
    PositionSet held;
    PositionSet shown;     // what a lost cache does not take along
    PositionSet left_out;  // of the lineage that it is in
  };

  void resynced(const Event& event);
  void moved(std::size_t position, const Event& event);
  Seq first_unheld(const Reader& reader, const Event& cursor, UserId user) const;

  Entitlement entitlement_;
  DenseVector<InstId, UserId> user_of_;
  DenseVector<ConvId, PositionSet> decided_;
  Grid<InstId, ConvId, Reader> readers_;
  std::uint64_t exercised_ = 0;  // cursors that moved forward
  Breach breach_;
  Seq unheld_;  // of the first breach
};

}  // namespace imstorm
