#pragma once

#include <cstdint>
#include <vector>

#include "model/history/event.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Lays the lineages of each conversation behind each other on one line of positions, so that a law
/// may speak of one order: what two lineages have in common has one place, and what was appended
/// after they parted has places of its own, above all before. A history without forks keeps its
/// numbers.
class Lineages {
 public:
  /// Notes where lineages begin and how far they get. REQUIRES: called for every event, in order.
  void observe(const Event& event);
  /// True once there is more than one lineage anywhere.
  bool any() const { return any_; }
  /// The event with its positions on the line, and as its lineage the one in which its position was
  /// made. REQUIRES: neither Forked, Rebuilt nor Resynced.
  Event on_line(const Event& event) const;
  /// What a Forked, Rebuilt or Resynced event says of places: for each stretch that its lineage
  /// leaves out, the newest first, one such event with the last place as `seq` and the place before
  /// the first as `value`. A Forked or Rebuilt one says by its kind what made the stretch.
  std::vector<Event> left_out(const Event& event) const;

 private:
  /// The places between the end of one lineage and the beginning of the next: room for what a
  /// server that was left behind still accepts.
  static constexpr std::uint64_t kRoom = 1'000'000'000;

  struct Branch {  // one lineage of one conversation
    Lineage id;
    Lineage from;
    Seq fork;                // the last position that it shares with `from`
    EventKind by{};          // Forked or Rebuilt
    std::uint64_t base = 0;  // its position fork + n is at base + n
  };
  struct Conversation {
    std::vector<Branch> lineages;  // without the first one
    std::uint64_t last = 0;        // the last place that is taken
  };
  struct Place {
    Seq seq;
    Lineage home;
  };
  static const Branch* find(const Conversation& conv, Lineage id);
  static Place place(const Conversation& conv, Lineage id, Seq seq, bool up_to);

  DenseVector<ConvId, Conversation> conversations_;
  bool any_ = false;
};

}  // namespace imstorm
