#pragma once

#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/precedence.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per conversation: what one running app is shown next after a signal comes after it for
/// everybody, and that must not lead back to the signal, over however many devices. A repetition is
/// signal-fifo's business. What an app was shown before it was started again says nothing of what
/// follows.
class SignalGroupOrder final : public Law<SignalGroupOrder> {
 public:
  std::string_view name() const override { return "signal-group-order"; }
  std::string_view promise() const override {
    return "All members of a group see its signals in one order.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  LawTopic topic() const override { return LawTopic::Signals; }
  KindSet sees() const override { return {EventKind::SignalReceived, EventKind::Crashed}; }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  /// One device was shown `first` and then `then`.
  struct Step {
    Witness first;
    Witness then;
  };
  struct Signal {
    Precedence::Node node = Precedence::kNone;
    std::uint32_t receivers = 0;
    DeviceId first;          // of them
    std::uint32_t life = 0;  // of its app
  };
  struct Conversation {
    IdTable<Signal> signals;  // by BodyId
    Precedence order;
    std::vector<Step> steps;  // by pair of the order: who was shown it first
  };
  struct Line {
    bool begun = false;
    bool has_shared = false;  // one was shown elsewhere, too
    Witness last;
  };

  void shared(Line& line);
  void contradiction(const Conversation& conversation);

  DenseVector<ConvId, Conversation> conversations_;
  Grid<DeviceId, ConvId, Line> lines_;
  DenseVector<DeviceId, std::uint32_t> lives_;  // how often its app was started again
  Grid<DeviceId, BodyId, bool> shown_;
  std::uint64_t exercised_ = 0;
  Breach breach_;
  std::vector<Step> circle_;  // of the first breach
};

}  // namespace imstorm
