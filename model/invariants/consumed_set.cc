#include "model/invariants/consumed_set.h"

namespace imstorm {

bool ConsumedSet::usual(const Event& e) {
  if (e.lineage != Lineage{}) return false;
  BlockMap<Seq, Cmid>& there = at_[e.conv];
  if (const Cmid* message = there.find_near(e.seq, e.seq.value - 1); message != nullptr)
    return *message == e.cmid;
  BlockMap<std::uint32_t, Place>& places = place_of_[e.cmid.inst];
  if (places.find_near(e.cmid.n, e.cmid.n - 1) != nullptr) return false;
  there[e.seq] = e.cmid;
  places[e.cmid.n] = Place{e.conv, e.seq};
  return true;
}

ConsumedSet::Again ConsumedSet::add(const Event& e) {
  const std::pair<InstId, Position> position{e.inst, {e.conv, e.lineage, e.seq}};
  Again again;
  again.message = has(e.inst, e.cmid);
  again.position = odd_positions_.count(position) != 0;
  if (e.lineage == Lineage{} && !again.position) {
    const PositionSet* positions = usual_.find(e.inst, e.conv);
    again.position = positions != nullptr && positions->has(e.seq);
  }
  if (usual(e)) {
    usual_.at(e.inst, e.conv).add(e.seq);
  } else {
    odd_messages_.emplace(e.inst, e.cmid);
    odd_positions_.insert(position);
  }
  return again;
}

bool ConsumedSet::has(InstId inst, Cmid cmid) const {
  const auto* places = place_of_.find(cmid.inst);
  const Place* place = places == nullptr ? nullptr : places->find_near(cmid.n, cmid.n - 1);
  if (place != nullptr) {
    const PositionSet* positions = usual_.find(inst, place->conv);
    if (positions != nullptr && positions->has(place->seq)) return true;
  }
  return !odd_messages_.empty() && odd_messages_.count({inst, cmid}) != 0;
}

}  // namespace imstorm
