#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "model/history/event.h"
#include "model/invariants/position_set.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Which places in a conversation its newest lineage leaves out, and whether the scenario permits
/// what did that. A permission explains a message only if the last place that it was accepted at is
/// among them; who could have sent it again is the law's business.
class Overtaken {
 public:
  /// REQUIRES: a Forked, Rebuilt or Permitted event, as Lineages lays them.
  void observe(const Event& event) {
    if (event.kind == EventKind::Permitted) {
      if (event.value < permits_.size()) permits_[event.value] = true;
      return;
    }
    LeftOut& left_out = left_out_[event.conv];
    // Of the stretches of one event, the last one is new.
    const Seq known = left_out.begins.empty() ? Seq{} : left_out.begins.back().first;
    if (Seq{event.value} < event.seq && known < event.seq) {
      left_out.begins.emplace_back(event.seq, event.lineage);
    }
    if (event.lineage < left_out.newest) return;
    left_out.newest = event.lineage;
    if (event.value == event.seq.value) {  // what was said of places above is void
      for (PositionSet& row : left_out.rows) row.cut(event.seq);
      return;
    }
    const Permit by = event.kind == EventKind::Rebuilt ? Permit::Disks : Permit::Failover;
    left_out.rows[static_cast<std::size_t>(by)].add(Seq{event.value + 1}, event.seq);
  }

  /// The newest lineage does not have that place.
  bool has(ConvId conv, Seq seq) const {
    const LeftOut* left_out = left_out_.find(conv);
    return left_out != nullptr &&
           std::any_of(left_out->rows.begin(), left_out->rows.end(),
                       [seq](const PositionSet& row) { return row.has(seq); });
  }
  /// In which lineage the place was made; 0: in the first.
  Lineage home(ConvId conv, Seq seq) const {
    const LeftOut* left_out = left_out_.find(conv);
    if (left_out == nullptr) return Lineage{0};
    const auto next = std::lower_bound(left_out->begins.begin(), left_out->begins.end(), seq,
                                       [](const auto& begin, Seq s) { return begin.first < s; });
    return next == left_out->begins.begin() ? Lineage{0} : std::prev(next)->second;
  }
  /// What explains the loss of what was last accepted at `seq`; none: nothing that is permitted.
  std::optional<Permit> explains(ConvId conv, Seq seq) const {
    const LeftOut* left_out = left_out_.find(conv);
    for (std::size_t by = 0; left_out != nullptr && by < permits_.size(); ++by) {
      if (permits_[by] && left_out->rows[by].has(seq)) return static_cast<Permit>(by);
    }
    return std::nullopt;
  }

 private:
  struct LeftOut {
    Lineage newest;
    std::vector<std::pair<Seq, Lineage>> begins;            // the place before the first of each
    std::array<PositionSet, std::size(kPermitNames)> rows;  // by permit
  };
  DenseVector<ConvId, LeftOut> left_out_;
  std::array<bool, std::size(kPermitNames)> permits_{};
};

/// As a sentence goes on: "..., and the server lost it in a failover".
constexpr std::string_view how(Permit permit) {
  return permit == Permit::Disks ? "with its disks" : "in a failover";
}

}  // namespace imstorm
