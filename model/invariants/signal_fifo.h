#pragma once

#include <string>

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/signal_group.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per (app of a device, sending installation, conversation or none): signals are shown in the
/// order in which they were given, each at most once. Any of them may be missing. An app that was
/// started again has been shown nothing. A signal that nobody gave, or that was given to others, or
/// to or by somebody outside the group, is a breach as well: it has no place in the order.
class SignalFifo final : public Law<SignalFifo> {
 public:
  std::string_view name() const override { return "signal-fifo"; }
  std::string_view promise() const override {
    return "Signals of one sender reach a running app in the order of sending; some may be lost, "
           "none "
           "comes late or twice.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  LawTopic topic() const override { return LawTopic::Signals; }
  KindSet sees() const override {
    return {EventKind::Joined,  EventKind::Left,   EventKind::Signalled, EventKind::SignalReceived,
            EventKind::Crashed, EventKind::Forked, EventKind::Rebuilt};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  struct Signal {
    std::uint64_t number = 0;  // 1, 2, ... over all signals of the run
    InstId from;
    DeviceId device;
    ConvId conv;
    UserId to;
    UserId by;
    Instant at;
  };
  struct Line {
    std::uint64_t highest = 0;  // number
    Witness of_highest;
  };
  struct Sender {
    InstId inst;
    ConvId conv;
    friend auto operator<=>(const Sender&, const Sender&) = default;
  };

  void given(const Event& event);
  void received(std::size_t position, const Event& event);
  /// A user is outside the group, when it is shown and as far as a change may have been heard of
  /// when it was given.
  bool is_out(const Signal& signal, UserId user) const;
  bool for_it(const Signal& signal, const Event& shown) const;
  std::string stray(const Event& shown, const Names& names) const;

  IdTable<Signal> signals_;  // by BodyId
  DenseVector<ConvId, SignalGroup> groups_;
  std::uint64_t given_ = 0;
  Grid<DeviceId, Sender, Line> lines_;  // receiver; sender
  std::uint64_t exercised_ = 0;
  Breach breach_;
  bool by_outsider_ = false;  // the first breach
};

}  // namespace imstorm
