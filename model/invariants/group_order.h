#pragma once

#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/position_set.h"
#include "model/invariants/precedence.h"
#include "model/invariants/taken.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per conversation: what one device takes next after a message comes after it for everybody, and
/// that must not lead back to the message. Agreement of each two members would not be enough: three
/// can form a cycle that no two of them show. What it took in another lineage says nothing of what
/// comes after it in this one, save what both have. A second consumption is exactly-once's
/// business.
class GroupOrder final : public Law<GroupOrder> {
 public:
  std::string_view name() const override { return "group-order"; }
  std::string_view promise() const override {
    return "Any two devices consume the messages they share in the same order.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override { return {EventKind::Consumed, EventKind::Resynced}; }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  /// One device took `first` and then `then`.
  struct Step {
    DeviceId device;
    InstId inst;
    ConvId conv;
    TakenMessage first;
    TakenMessage then;
  };
  struct Message {
    Precedence::Node node = Precedence::kNone;
    std::uint32_t consumers = 0;
    InstId first;  // of them
  };
  struct Conversation {
    IdTable<Message> messages;  // by Cmid
    Precedence order;
    std::vector<Step> steps;  // by pair of the order: who showed it first
  };
  struct Line {
    PositionSet shown;        // nodes + 1
    bool has_shared = false;  // one of them was shown elsewhere, too
    Precedence::Node last_node = Precedence::kNone;
    TakenMessage last;
  };

  void consumed(std::size_t position, const Event& event);
  void resynced(const Event& event);
  void shared(Line& line);
  void contradiction(const Conversation& conversation);

  DenseVector<ConvId, Conversation> conversations_;
  Grid<InstId, ConvId, Line> lines_;
  std::uint64_t exercised_ = 0;
  Breach breach_;
  std::vector<Step> circle_;  // of the first breach
};

}  // namespace imstorm
