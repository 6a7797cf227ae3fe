#pragma once

#include <cstdint>
#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/id_table.h"
#include "model/invariants/position_set.h"
#include "model/invariants/sorted_blocks.h"
#include "model/invariants/taken.h"
#include "sim/core/boxed.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per (device, conversation): what the sender of a reply had shown before it sent it is not shown
/// after the reply. A reply is a message whose sender, the installation, had shown one of somebody
/// else. (Causal order by writes that follow reads. Between messages of one sender it is
/// sender-fifo's business; a reply that it showed in another lineage, save where both have it,
/// says nothing of what it shows in this one; a message that is never shown is no-loss's, and a
/// second consumption exactly-once's.)
class CausalOrder final : public Law<CausalOrder> {
 public:
  std::string_view name() const override { return "causal-order"; }
  std::string_view promise() const override {
    return "A reply never appears before a message that its sender had seen.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  LawTopic topic() const override { return LawTopic::Replies; }
  KindSet sees() const override {
    return {EventKind::Sent, EventKind::Consumed, EventKind::Resynced};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  static constexpr std::uint32_t kNoReply = ~std::uint32_t{0};

  struct Message {
    ConvId conv;  // that it was sent to; none: it was not
    std::uint32_t reply = kNoReply;
    Seq first_seen,
        last_seen;             // numbers, if it is a reply: all that its sender had seen is between
    ConvId shown_in;           // where `number` counts; none: it was never shown
    Lineage lineage;           // likewise
    std::uint32_t number = 0;  // of what was shown anywhere: 1, 2, ... as it was first shown
  };
  struct Reply {
    Witness sent;
    Seq last_seen;  // the highest number that its sender had seen
  };
  struct Shown {
    std::uint32_t reply = kNoReply;
    Lineage lineage;
    TakenMessage taken;
  };
  struct Line {
    PositionSet shown;    // numbers
    bool others = false;  // one of them is somebody else's
    Seq seen;             // the highest number that the sender of a reply in it had seen
    /// What it showed below the highest number that it had shown, after its first reply: how many
    /// replies there were by then. So what a sender had seen at a reply needs no copy.
    Boxed<BlockMap<Seq, std::uint32_t>> late;
    bool replied = false;
    /// By sender: of its replies that are shown, the one sent last. All that its sender had seen
    /// at one before it had seen by then.
    FlatMap<InstId, Shown> last;
  };

  std::uint32_t& number_of(Message& message, const Event& event);
  void sent(std::size_t position, const Event& event);
  void consumed(std::size_t position, const Event& event);
  void resynced(const Event& event);
  void note_reply(std::size_t position, const Event& event, const Message& reply, Line& line);
  bool had_seen(std::uint32_t reply, Seq number) const;
  void late(std::size_t position, const Event& event, Seq number, const Line& line);

  DenseVector<ConvId, std::uint32_t> numbers_;  // given out
  IdTable<Message> messages_;                   // by Cmid
  IdTable<std::uint32_t> copies_;               // numbers of what is shown elsewhere, too
  std::vector<Reply> replies_;
  Grid<InstId, ConvId, Line> lines_;
  std::uint64_t exercised_ = 0;
  Breach breach_;
};

}  // namespace imstorm
