#pragma once

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/position_set.h"
#include "model/invariants/taken.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per (device, conversation, sender): first consumptions follow the order of the sender's calls to
/// send, within each lineage. A message that nobody sent is no-phantom's business, a second
/// consumption exactly-once's.
class SenderFifo final : public Law<SenderFifo> {
 public:
  std::string_view name() const override { return "sender-fifo"; }
  std::string_view promise() const override {
    return "Messages of one sender appear in a conversation in the order of sending, on every "
           "device.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override {
    return {EventKind::Sent, EventKind::Consumed, EventKind::Resynced};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  struct Message {
    ConvId conv;
    std::uint32_t number = 0;  // 1, 2, ... per (sender, conversation)
    BodyId body;
    DeviceId device;
  };
  struct Line {
    PositionSet shown;  // numbers
    std::uint32_t highest = 0;
    TakenMessage of_highest;
  };

  void sent(const Event& event);
  void consumed(std::size_t position, const Event& event);
  void resynced(const Event& event);

  IdTable<Message> messages_;  // by Cmid
  Grid<InstId, ConvId, std::uint32_t> sent_;
  Grid<InstId, ConvId, FlatMap<InstId, Line>> lines_;  // by consumer, conversation, and sender
  std::uint64_t exercised_ = 0;
  Breach breach_;
};

}  // namespace imstorm
