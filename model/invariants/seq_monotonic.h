#pragma once

#include "model/invariants/breach.h"
#include "model/invariants/taken.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per (conversation, lineage): each commit's position is above all earlier ones.
class SeqMonotonic final : public Law<SeqMonotonic> {
 public:
  std::string_view name() const override { return "seq-monotonic"; }
  std::string_view promise() const override {
    return "Each message of a conversation gets a number of its own, above all that were given "
           "before.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override { return {EventKind::Accepted}; }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  struct Newest {
    bool any = false;
    TakenMessage highest;
  };
  Grid<ConvId, Lineage, Newest> newest_;
  std::uint64_t exercised_ = 0;
  Breach breach_;
};

}  // namespace imstorm
