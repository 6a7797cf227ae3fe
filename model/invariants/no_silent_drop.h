#pragma once

#include "model/invariants/breach.h"
#include "model/invariants/cmid_table.h"
#include "model/invariants/excuses.h"
#include "model/invariants/id_table.h"
#include "model/invariants/invariant.h"
#include "model/invariants/overtaken.h"
#include "model/invariants/sent_note.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Every message that an app handed over ends as consumed by somebody or as rejected, and not as
/// both: "not sent" is final, save where another lineage decided otherwise. A message may
/// be lost whose device was wiped before it was told "sent", and, where the scenario permits that,
/// one that a failover or lost disks took after that, or that was trimmed while nobody was there.
class NoSilentDrop final : public Law<NoSilentDrop> {
 public:
  std::string_view name() const override { return "no-silent-drop"; }
  std::string_view promise() const override {
    return "Every message that is sent arrives or is reported as not sent; none just disappears.";
  }
  LawKind kind() const override { return LawKind::Liveness; }
  KindSet sees() const override {
    return {EventKind::Joined,   EventKind::Left,      EventKind::Installed, EventKind::Wiped,
            EventKind::Sent,     EventKind::Accepted,  EventKind::Acked,     EventKind::Rejected,
            EventKind::Consumed, EventKind::Gone,      EventKind::Forked,    EventKind::Rebuilt,
            EventKind::GivenUp,  EventKind::Permitted, EventKind::Resynced,  EventKind::Connected};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return false; }  // it may still arrive

 private:
  struct Fate {
    SentNote note;
    bool sent = false;
    bool acked = false;
    bool shown = false;
    bool rejected = false;
    bool wiped = false;          // with its device, before it was acknowledged
    bool orphaned = false;       // its device was wiped after that
    std::uint32_t accepted = 0;  // position of the event that told of `place`; capped
    Seq place;                   // the newest one that it was accepted at
  };

  Fate& fate_of(const Event& event) { return fates_[event.cmid]; }
  void sent(std::size_t position, const Event& event);
  void accepted(std::size_t position, const Event& event);
  void rejected(const Event& event);
  void wiped(const Event& event);
  bool contradicts(Cmid cmid, const Fate& fate) const;
  std::optional<Permit> explained(const Fate& fate) const;

  CmidTable<Fate> fates_;
  IdTable<Lineage> rejected_in_;  // by Cmid: the newest one in which it was
  Overtaken overtaken_;
  Excuses excuses_;
  std::uint64_t exercised_ = 0;
};

}  // namespace imstorm
