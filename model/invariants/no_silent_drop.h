#pragma once

#include "model/invariants/absence.h"
#include "model/invariants/breach.h"
#include "model/invariants/invariant.h"
#include "model/invariants/overtaken.h"
#include "model/invariants/sent_note.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Every message that an app handed over ends as consumed by somebody or as rejected. A message
/// whose device was wiped before it was told "sent" may be lost.
class NoSilentDrop final : public Law<NoSilentDrop> {
 public:
  std::string_view name() const override { return "no-silent-drop"; }
  std::string_view promise() const override {
    return "Every message that is sent arrives or is reported as not sent; none just disappears.";
  }
  LawKind kind() const override { return LawKind::Liveness; }
  KindSet sees() const override {
    return {EventKind::Sent,      EventKind::Acked,    EventKind::Rejected, EventKind::Consumed,
            EventKind::Wiped,     EventKind::Accepted, EventKind::Forked,   EventKind::Rebuilt,
            EventKind::Permitted, EventKind::GivenUp};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return false; }  // it may still arrive

 private:
  struct Fate {
    SentNote note;
    bool sent = false;
    bool acked = false;
    bool ended = false;     // consumed or rejected
    bool wiped = false;     // with its device, before it was acknowledged
    bool orphaned = false;  // its device was wiped after that
    Seq place;              // the last one that it was accepted at
  };

  std::optional<Permit> explained(const Fate& fate) const;

  Grid<InstId, std::uint32_t, Fate> fates_;
  Overtaken overtaken_;
  Absence absence_;
  std::uint64_t exercised_ = 0;
};

}  // namespace imstorm
