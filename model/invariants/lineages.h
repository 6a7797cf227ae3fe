#pragma once

#include <cstdint>
#include <vector>

#include "model/history/event.h"
#include "model/invariants/invariant.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Lays the lineages of each conversation behind each other on one line of places, so that a law
/// may speak of one order: what two lineages have in common has one place, and what was appended
/// after they parted has places of its own, above all before. A history without forks keeps its
/// numbers.
///
/// Where lineages part, laws see no fork but stretches: one event (Forked, Rebuilt or Resynced) per
/// stretch of places that the event's lineage leaves out, with the last place as `seq` and the
/// place before the first as `value`, ascending. Ahead of them goes one of no length, whose `seq`
/// and `value` are the last place up to which nothing changes; what was said of places above it is
/// void.
/// - Forked, Rebuilt: compared with the newest lineage so far. The last stretch is the one that the
///   event makes; each is of the kind of the event that made it, and none is told that another of
///   its kind covers.
/// - Resynced: compared with the lineage in which the installation was. It is told as well where a
///   history does not say so, ahead of the first event of an installation in a newer lineage.
class Lineages {
 public:
  /// Appends to `out` what laws see of the event: with its places, and as its lineage the one in
  /// which its place was made; of Joined, 0 where the user was there before all else. REQUIRES:
  /// called for every event, in order, unless plain(event).
  void lay(const Event& event, std::vector<Event>& out);
  /// Laws see the event as it is, and nothing follows from it for others.
  bool plain(const Event& event) const { return !any_ && !kAlwaysLaid.has(event.kind); }

 private:
  static constexpr KindSet kAlwaysLaid{EventKind::Sent,    EventKind::Joined, EventKind::Accepted,
                                       EventKind::Voided,  EventKind::Forked, EventKind::Rebuilt,
                                       EventKind::Resynced};
  /// The places between the end of one lineage and the beginning of the next: room for what a
  /// server that was left behind still accepts.
  static constexpr std::uint64_t kRoom = 1'000'000'000;

  using Index = std::uint32_t;  // of a branch; 0: the lineage that began with the conversation
  static constexpr Index kFirst = 0;

  struct Branch {  // one lineage of one conversation
    Lineage id;
    Lineage first;           // the one that it goes back to in the end
    Seq fork;                // the last position that it shares with the one before it
    EventKind by{};          // Forked or Rebuilt
    std::uint64_t base = 0;  // its position fork + n is at base + n
    Index from = kFirst;
    Index up = kFirst;    // of those before it, the next one that has positions below `fork`
    Index jump = kFirst;  // one further up, so that a search takes logarithmic time
    std::uint32_t depth = 0;
  };
  struct Conversation {
    std::vector<Branch> branches{Branch{}};  // in the order of their beginning
    FlatMap<Lineage, Index> by_id;           // without the first one
    Lineage newest;                          // the highest number
    std::uint64_t last = 0;                  // the last place that is taken
    bool begun = false;                      // something was sent or accepted
  };
  struct Place {
    Seq seq;
    Lineage home;
  };
  static Index index_of(const Conversation& conv, Lineage id);
  static Index above(const Conversation& conv, Index at, Seq seq);
  static Place place(const Conversation& conv, Lineage id, Seq seq, bool up_to);
  static Seq fork_place(const Conversation& conv, Index at);
  static Seq common(const Conversation& conv, Index one, Index other);
  static void tell_common(Seq place, Event like, std::vector<Event>& out);

  bool branch_off(Conversation& conv, const Event& event);
  void forked(const Event& event, std::vector<Event>& out);
  void goes_over(const Event& event, std::vector<Event>& out);
  void voided(const Conversation& conv, Event event, std::vector<Event>& out) const;
  static Event on_line(const Conversation& conv, const Event& event);

  DenseVector<ConvId, Conversation> conversations_;
  Grid<InstId, ConvId, Index> reader_;  // in which lineage an installation is
  bool any_ = false;
};

}  // namespace imstorm
