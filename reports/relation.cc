#include "reports/relation.h"

#include <algorithm>
#include <numeric>

namespace imstorm {
namespace {

bool about_one_message(const Event& a, const Event& b) {
  return (a.cmid != Cmid{} && a.cmid == b.cmid) || (a.body && a.body == b.body);
}

bool share_a_message(const Verdict& a, const Verdict& b) {
  return std::any_of(a.witnesses.begin(), a.witnesses.end(), [&](const Witness& mine) {
    return std::any_of(b.witnesses.begin(), b.witnesses.end(), [&](const Witness& theirs) {
      return about_one_message(mine.event, theirs.event);
    });
  });
}

/// Without witnesses it is not known when: after all others.
std::size_t broken_at(const Verdict& verdict) {
  std::size_t at = verdict.witnesses.empty() ? SIZE_MAX : 0;
  for (const Witness& witness : verdict.witnesses) at = std::max(at, witness.position);
  return at;
}

}  // namespace

std::vector<std::uint32_t> explained_by(const std::vector<const Verdict*>& broken) {
  std::vector<std::uint32_t> order(broken.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return broken_at(*broken[a]) < broken_at(*broken[b]);
  });
  std::vector<std::uint32_t> explained(broken.size(), 0);
  for (auto later = order.begin(); later != order.end(); ++later) {
    const auto root = std::find_if(order.begin(), later, [&](std::uint32_t earlier) {
      return share_a_message(*broken[earlier], *broken[*later]);
    });
    if (root != later) explained[*later] = explained[*root] != 0 ? explained[*root] : *root + 1;
  }
  return explained;
}

}  // namespace imstorm
