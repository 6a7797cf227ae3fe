#pragma once

#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/cmid_table.h"
#include "model/invariants/consumed_set.h"
#include "model/invariants/excuses.h"
#include "model/invariants/invariant.h"
#include "model/invariants/overtaken.h"
#include "sim/core/dense.h"

namespace imstorm {

/// What was acknowledged arrives at every device that may see it: at the storage that the device
/// has in the end. A device that was destroyed may miss it, and one that was told that a position
/// is gone, if its storage is younger than the message, or if it was, where the scenario permits
/// that, away for too long.
class NoLoss final : public Law<NoLoss> {
 public:
  std::string_view name() const override { return "no-loss"; }
  std::string_view promise() const override {
    return "A message that was reported as sent reaches every device of everybody who may see it.";
  }
  LawKind kind() const override { return LawKind::Liveness; }
  KindSet sees() const override {
    return {EventKind::Joined,   EventKind::Left,      EventKind::Installed, EventKind::Wiped,
            EventKind::Sent,     EventKind::Acked,     EventKind::Received,  EventKind::Consumed,
            EventKind::Gone,     EventKind::Accepted,  EventKind::Forked,    EventKind::Rebuilt,
            EventKind::GivenUp,  EventKind::Permitted, EventKind::Resynced,  EventKind::Connected,
            EventKind::Rejected, EventKind::Forgot};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return false; }  // it may still arrive

 private:
  struct Message {
    BodyId body;
    std::uint32_t acked : 1 = 0;
    std::uint32_t refused : 1 = 0;    // after that: submitted again in a later lineage
    std::uint32_t accepted : 30 = 0;  // position of the event that told of `place`; capped
    Seq place;                        // the newest one that it was accepted at
  };
  /// An Acked event without what follows from its place in acked_.
  struct Promise {
    std::size_t position = 0;
    Instant at;
    Cmid cmid;
    Seq seq;
    Msgid msgid;
    UserId user;
    DeviceId device;
    InstId inst;
  };
  struct Findings;

  void accepted(std::size_t position, const Event& event);
  void consumed(const Event& event);
  void acked(std::size_t position, const Event& event);
  void judge(ConvId conv, const Promise& promise, Findings& findings) const;
  Witness witness(ConvId conv, const Promise& promise) const;
  BodyId body_of(Cmid cmid) const;
  Seq newest_place(const Promise& promise) const;
  Excuses::Missed missed(ConvId conv, const Promise& promise) const;
  bool refused(Cmid cmid) const;
  std::string_view fate_at(InstId inst, Cmid cmid) const;
  std::optional<Permit> explained(ConvId conv, const Promise& promise) const;
  std::string why(const Findings& found, const Names& names) const;

  CmidTable<Message> messages_;
  DenseVector<ConvId, std::vector<Promise>> acked_;  // the first of each cmid
  ConsumedSet consumed_;
  Excuses excuses_;
  Overtaken overtaken_;
  ConsumedSet received_;                         // to tell "never got it" from "never shows it"
  DenseVector<InstId, std::uint8_t> lost_some_;  // of what it had received and not shown
};

}  // namespace imstorm
