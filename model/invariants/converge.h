#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/invariants/absences.h"
#include "model/invariants/breach.h"
#include "model/invariants/cmid_table.h"
#include "model/invariants/entitlement.h"
#include "model/invariants/installations.h"
#include "model/invariants/invariant.h"
#include "model/invariants/position_set.h"
#include "sim/core/dense.h"

namespace imstorm {

/// After settling, each device of a conversation has consumed exactly what the server accepted, in
/// the order of positions: as far as its user may see it and it was not told that it is gone, nor
/// given up for ever where the scenario permits that. Of several messages that the server accepted
/// at one position, the first counts; of the copies of one message in several lineages, any.
class Converge final : public Law<Converge> {
 public:
  std::string_view name() const override { return "converge"; }
  std::string_view promise() const override {
    return "In the end all devices of a conversation show the same list, and it is the server's.";
  }
  LawKind kind() const override { return LawKind::Liveness; }
  KindSet sees() const override {
    return {EventKind::Joined,   EventKind::Left,     EventKind::Installed, EventKind::Wiped,
            EventKind::Gone,     EventKind::Accepted, EventKind::Consumed,  EventKind::Resynced,
            EventKind::Forked,   EventKind::Rebuilt,  EventKind::GivenUp,   EventKind::Connected,
            EventKind::Permitted};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return false; }  // the run may be cut short

 private:
  /// An Accepted event without what follows from its place in server_.
  struct Entry {
    std::size_t position = 0;
    Instant at;
    Cmid cmid;
    Msgid msgid;
    BodyId body;
    UserId user;
    Seq copy;  // where it was accepted in the lineage before; 0: in none
  };
  /// One installation's list of one conversation.
  struct View {
    Seq last;
    PositionSet held;
    std::uint32_t diverged = kAgrees;  // index into divergences_
  };
  struct Findings;
  using Log = FlatMap<Seq, Entry>;

  static constexpr std::uint32_t kAgrees = ~std::uint32_t{0};

  void accepted(std::size_t position, const Event& event);
  void resynced(const Event& event);
  void consumed(std::size_t position, const Event& event);
  void judge(ConvId conv, const Entitlement::Intervals& intervals,
             const Installations::OnDevice& device, Findings& findings) const;
  std::string told(const Findings& findings, const Names& names) const;
  static Witness witness(ConvId conv, Seq seq, const Entry& entry);

  struct Copies;
  static Copies copies(const Log& log, const View& view, Seq from, Seq wanted);
  bool excused(InstId inst, ConvId conv, const View* view, Seq seq) const;

  DenseVector<ConvId, Log> server_;
  struct Place {
    ConvId conv;
    Lineage lineage;
    Seq seq;
  };
  CmidTable<Place> newest_copy_;  // by cmid
  Grid<InstId, ConvId, View> views_;
  std::vector<Witness> divergences_;  // the first of each view that has one
  Grid<InstId, ConvId, Seq> gone_;
  Grid<InstId, ConvId, PositionSet> left_out_;  // of the lineage that it is in
  Entitlement entitlement_;
  Installations installations_;
  Absences absences_;
};

}  // namespace imstorm
