#include "sim/search/batch.h"

#include <algorithm>

#include "sim/core/decision.h"
#include "sim/core/ensure.h"
#include "sim/core/hash.h"

namespace imstorm {

Batch::Batch(std::uint64_t campaign_seed, std::uint64_t number, Guidance guidance)
    : seed_(campaign_seed), number_(number), guidance_(guidance) {}

Draw Batch::next() const {
  ensure(!done(), "a batch has a next run until it is done");
  const std::uint64_t nth = run();
  const bool mutant =
      guidance_ == Guidance::Guided && taken_ >= kBatchRuns / 2 && nth % 2 == 1 && !kept_.empty();
  if (!mutant) return {chance_of(seed_, {Choice::CampaignRun, 0, nth, 0}), {}};
  const Decider decider = Decider::seeded(seed_);
  const std::uint64_t a = decider.below({Choice::Parent, 0, nth, 0}, kept_.size());
  const std::uint64_t b = decider.below({Choice::Parent, 0, nth, 1}, kept_.size());
  Draw draw = kept_[std::max(a, b)];
  draw.mutations.push_back(decider.draw({Choice::Mutation, 0, nth, 0}));
  return draw;
}

std::vector<std::uint64_t> Batch::take(const Draw& draw,
                                       const std::vector<std::uint64_t>& behaviours) {
  ensure(!done(), "a batch takes no more runs than it has");
  ++taken_;
  std::vector<std::uint64_t> told;
  bool shows_something_new = false;
  for (const std::uint64_t behaviour : behaviours) {
    // A behaviour's name has its meaning in its bits; a Tally wants them spread.
    const std::uint64_t name = hash_mix(behaviour, 1);
    const bool fresh = met_.next(name) == 1;
    const bool rare = draw.mutations.empty() && met_independently_.next(name) <= 2;
    shows_something_new = shows_something_new || fresh;
    if (fresh || rare) told.push_back(behaviour);
  }
  if (shows_something_new && draw.mutations.size() < Draw::kMutationsMax) {
    if (kept_.size() == kKeptMax) kept_.erase(kept_.begin());
    kept_.push_back(draw);
  }
  return told;
}

}  // namespace imstorm
