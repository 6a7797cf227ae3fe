#pragma once

#include <optional>

#include "model/invariants/breach.h"
#include "model/invariants/position_set.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Per (device, conversation): when a device holds a position, or needs nothing up to it any more,
/// all positions from the conversation's first up to there are decided (of any lineage): by a
/// message or by an explicit hole, which stays one; save those that it was told are gone, and those
/// that its lineage leaves out. The first
/// is the lowest that the history ever decides, so a recorded history may begin in the middle, and
/// a position that is decided behind its readers still shows.
class SeqGap final : public Law<SeqGap> {
 public:
  std::string_view name() const override { return "seq-gap"; }
  std::string_view promise() const override {
    return "Nobody is shown what comes after a number whose fate is not yet decided.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override {
    return {EventKind::Accepted, EventKind::Received, EventKind::Consumed, EventKind::Cursor,
            EventKind::Gone,     EventKind::Voided,   EventKind::Resynced};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  static constexpr Seq kNone{~std::uint64_t{0}};
  struct Conversation {
    Seq first = kNone;
    PositionSet decided;
    PositionSet voided;             // explicit holes among them
    PositionSet passed;             // undecided positions below `first` that a reader passed
    std::optional<Witness> passer;  // the one that got furthest
  };

  /// Of those who were told of something: what their lineage leaves out holds nothing for them.
  struct Reader {
    Seq gone;
    Seq sound;  // what is up to here has been looked at
    PositionSet left_out;
  };

  void resynced(const Event& event);
  void accepted(std::size_t position, const Event& event);
  void decided(std::size_t position, const Event& event, Seq first);
  void passes(std::size_t position, const Event& event);
  void pass(Conversation& conversation, const Reader* reader, Seq from, Seq last);
  static Seq first_hole(const Conversation& conversation, const Reader* reader, Seq from, Seq last);
  void breach(Seq hole, std::initializer_list<Witness> shown);

  DenseVector<ConvId, Conversation> conversations_;
  Grid<InstId, ConvId, Reader> readers_;
  std::uint64_t exercised_ = 0;
  Breach breach_;
  Seq hole_;  // of the first breach
};

}  // namespace imstorm
