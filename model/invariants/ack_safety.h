#pragma once

#include <set>
#include <tuple>

#include "model/invariants/breach.h"
#include "model/invariants/cmid_table.h"
#include "model/invariants/invariant.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Nobody acknowledges what a crash can still undo: "sent" is said only of what the server
/// committed at that place before, and of what is still there after everything volatile was lost.
class AckSafety final : public Law<AckSafety> {
 public:
  std::string_view name() const override { return "ack-safety"; }
  std::string_view promise() const override {
    return "A message that was reported as sent survives every later crash.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override {
    return {EventKind::Sent, EventKind::Accepted, EventKind::Acked, EventKind::Probed};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  struct Message {
    BodyId body;
    ConvId conv;  ///< none: not committed
    Seq seq;
  };
  void accepted(const Event& event);
  void acked(std::size_t position, const Event& event);

  CmidTable<Message> messages_;
  std::set<std::tuple<Cmid, ConvId, Seq>> elsewhere_;  // committed once more, at another place
  Breach breach_;
  Message breached_;
  std::uint64_t exercised_ = 0;
};

}  // namespace imstorm
