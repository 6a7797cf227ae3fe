#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/draw.h"
#include "sim/core/tally.h"

namespace imstorm {

/// A campaign is cut into batches of this many runs, by number: batch 2 has the runs from 512 on.
inline constexpr std::uint64_t kBatchRuns = 256;

enum class Guidance : std::uint8_t {
  Guided,  ///< a quarter of the runs are mutants of one that showed something new
  Blind,   ///< every run is independent
};

/// One batch: a small search of its own, which depends on nothing but the campaign's seed and its
/// number. So batches can be done in any order, by any thread, process or machine.
///
///   for (Batch batch(seed, 3, Guidance::Guided); !batch.done();) {
///     const Draw draw = batch.next();
///     batch.take(draw, behaviours_of(draw));
///   }
///
/// The first half of the runs is independent: so early nearly each shows something new, and a
/// mutant would only be a poorer one. Of the other half every second is a mutant: a run that showed
/// a behaviour which was new in this batch is kept, and some of its decisions are answered anew.
/// The later a run was kept, the likelier it is chosen.
class Batch {
 public:
  Batch(std::uint64_t campaign_seed, std::uint64_t number, Guidance guidance);

  std::uint64_t number() const { return number_; }
  std::uint64_t taken() const { return taken_; }
  bool done() const { return taken_ == kBatchRuns; }
  /// The number in the campaign of the run to do next.
  std::uint64_t run() const { return number_ * kBatchRuns + taken_; }
  /// The run to do next. REQUIRES: !done(). A mutant has mutations.
  Draw next() const;
  /// What it showed. Returns those behaviours that a TallyOfRuns must hear of: none that the batch
  /// has shown before, except the first two times by independent runs.
  std::vector<std::uint64_t> take(const Draw& draw, const std::vector<std::uint64_t>& behaviours);

 private:
  static constexpr std::size_t kKeptMax = 64;

  std::uint64_t seed_;
  std::uint64_t number_;
  Guidance guidance_;
  std::uint64_t taken_ = 0;
  std::vector<Draw> kept_;  // at most kKeptMax, the newest last
  Tally met_;               // behaviours, by all runs
  Tally met_independently_;
};

}  // namespace imstorm
