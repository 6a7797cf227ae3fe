#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "sim/search/batch.h"

namespace imstorm {

inline constexpr std::uint64_t kRunsUntilTimeIsUp = std::uint64_t{1} << 62;

/// Which part of a campaign somebody does: batches with number % of == nth.
struct Shard {
  std::uint64_t nth = 0;
  std::uint64_t of = 1;
};

/// How many runs of a campaign of so many are that shard's: all of its batches are full, but for
/// the last one of the campaign.
constexpr std::uint64_t runs_of(const Shard& shard, std::uint64_t runs) {
  const std::uint64_t full = runs / kBatchRuns, rest = runs % kBatchRuns;
  const std::uint64_t before = std::min(full, shard.nth);
  const std::uint64_t own = (full - before + shard.of - 1) / shard.of;
  return own * kBatchRuns + (full % shard.of == shard.nth ? rest : 0);
}

/// Everything that a campaign is told besides its scenario.
struct CampaignPlan {
  std::uint64_t seed = 1;
  std::uint64_t runs = 10'000;  ///< kRunsUntilTimeIsUp: as many as there is time for
  std::optional<std::chrono::steady_clock::time_point> until;  ///< stops there at the latest
  Shard shard;
  Guidance guidance = Guidance::Guided;
  std::uint32_t probe_every = 10;  ///< RunSettings::probe_every
  bool keep_going = false;         ///< false: stops at the first finding, by the number of its run
  std::uint32_t jobs = 1;          ///< threads; changes nothing but how long it takes
};

}  // namespace imstorm
