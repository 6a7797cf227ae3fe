#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "sim/search/batch.h"

namespace imstorm {

/// Which part of a campaign somebody does: batches with number % of == nth.
struct Shard {
  std::uint64_t nth = 0;
  std::uint64_t of = 1;
};

/// Everything that a campaign is told besides its scenario.
struct CampaignPlan {
  std::uint64_t seed = 1;
  std::uint64_t runs = 10'000;
  std::optional<std::chrono::steady_clock::time_point> until;  ///< stops there at the latest
  Shard shard;
  Guidance guidance = Guidance::Guided;
  std::uint32_t probe_every = 10;  ///< RunSettings::probe_every
  bool keep_going = false;         ///< false: stops at the first finding, by the number of its run
  std::uint32_t jobs = 1;          ///< threads; changes nothing but how long it takes
};

}  // namespace imstorm
