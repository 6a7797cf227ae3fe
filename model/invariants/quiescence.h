#pragma once

#include "model/invariants/breach.h"
#include "model/invariants/invariant.h"

namespace imstorm {

/// After settling nothing is retried for ever: the system becomes quiet, and nothing waits.
class Quiescence final : public Law<Quiescence> {
 public:
  std::string_view name() const override { return "quiescence"; }
  std::string_view promise() const override {
    return "Once everything is repaired, the system comes to rest: nothing is retried for ever.";
  }
  LawKind kind() const override { return LawKind::Liveness; }
  KindSet sees() const override {
    return {EventKind::Sent, EventKind::Phase, EventKind::Settled, EventKind::Residue};
  }
  void observe(std::size_t position, const Event& event) override;
  /// A run that did not settle breaks this law, where it leaves the other liveness laws undecided.
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return false; }  // a run that is cut short is undecided

 private:
  Instant settling_since_;
  std::uint64_t sent_ = 0;
  bool settled_ = false;  // Settled was seen, with whatever value
  Breach breach_;
};

}  // namespace imstorm
