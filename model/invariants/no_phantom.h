#pragma once

#include "model/invariants/breach.h"
#include "model/invariants/cmid_table.h"
#include "model/invariants/entitlement.h"
#include "model/invariants/invariant.h"
#include "model/invariants/sent_note.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Nothing is consumed that nobody sent, or otherwise than it was sent, or by an outsider.
class NoPhantom final : public Law<NoPhantom> {
 public:
  std::string_view name() const override { return "no-phantom"; }
  std::string_view promise() const override {
    return "Nobody sees a message that nobody sent, or one of a conversation that they are not in.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override {
    return {EventKind::Joined,   EventKind::Left,   EventKind::Sent,
            EventKind::Consumed, EventKind::Forked, EventKind::Rebuilt};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  void consumed(std::size_t position, const Event& event);

  CmidTable<SentNote> sent_;  // the first Sent of each cmid
  Entitlement entitlement_;
  Breach breach_;
  std::uint64_t exercised_ = 0;
};

}  // namespace imstorm
