#include "model/invariants/consumed_set.h"

namespace imstorm {

bool ConsumedSet::usual(const Event& e) {
  if (e.lineage != Lineage{}) return false;
  const Cmid* there = at_.find(e.conv, e.seq);
  const Place* place = place_of_.find(e.cmid.inst, e.cmid.n);
  if (there != nullptr) return *there == e.cmid;
  if (place != nullptr) return false;
  at_.at(e.conv, e.seq) = e.cmid;
  place_of_.at(e.cmid.inst, e.cmid.n) = Place{e.conv, e.seq};
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
  if (const Place* place = place_of_.find(cmid.inst, cmid.n); place != nullptr) {
    const PositionSet* positions = usual_.find(inst, place->conv);
    if (positions != nullptr && positions->has(place->seq)) return true;
  }
  return !odd_messages_.empty() && odd_messages_.count({inst, cmid}) != 0;
}

}  // namespace imstorm
