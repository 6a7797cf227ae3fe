#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/invariants/verdict.h"

namespace imstorm {

struct Result;

/// How small a finding had become after so many runs.
struct ShrinkStep {
  std::string stage;  ///< what was being made smaller: ShrinkProgress::stage
  std::uint64_t runs = 0;
  std::uint64_t faults = 0, messages = 0;  ///< that were left
};

/// Something that a campaign found: all runs whose signature is the same.
struct Finding {
  std::string invariant;
  std::string signature;
  std::string headline;                ///< of the first run that found it
  Outcome outcome = Outcome::Broken;   ///< or undecided
  std::string draw;                    ///< that run, as `imstorm run --draw` takes it
  std::uint64_t run_seed = 0;          ///< its seed
  std::uint64_t first_run = 0;         ///< its number, from 0
  std::uint64_t runs = 0;              ///< how many runs found it
  std::string strategy;                ///< of the first one
  std::string case_path;               ///< where it is kept; empty: nowhere
  std::string replay;                  ///< the command that repeats the first run
  std::uint64_t decisions_before = 0;  ///< faults in the first run
  std::uint64_t decisions = 0;         ///< and what is left of them when it has been made smaller
  std::uint64_t messages = 0, events = 0;
  std::uint32_t follows = 0;          ///< the number, from 1, of the finding that explains it, or 0
  std::vector<ShrinkStep> shrinking;  ///< how it was made smaller; empty: it was not
  std::shared_ptr<const Result> counterexample;  ///< the run of its case, told; or null
};

/// What a campaign adds up to besides laws, faults and cost.
struct CampaignNumbers {
  std::uint64_t independent_runs = 0;
  std::uint64_t lone_runs = 0;        ///< that showed a behaviour which no other one showed
  std::uint64_t behaviours = 0;       ///< different ones
  std::uint64_t late_behaviours = 0;  ///< which the last tenth of the runs was the first to show
  std::uint64_t late_runs = 0;        ///< how many runs that tenth has
  std::uint64_t chance_ppm = 0;       ///< Good-Turing: that the next run shows something new
  std::uint64_t faults = 0, effective_faults = 0;
  bool full = false;  ///< there were more findings or behaviours than are kept
  std::vector<std::pair<std::string, std::uint64_t>> strategies;  ///< runs of each
};

}  // namespace imstorm
