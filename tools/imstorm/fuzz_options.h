#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/imstorm/campaign_plan.h"

namespace imstorm {

/// What `imstorm fuzz` was told.
struct FuzzCommand {
  std::vector<std::string> scenarios;            ///< paths
  std::vector<std::string> sets;                 ///< "key=value"
  std::optional<std::uint64_t> runs;             ///< of each scenario
  std::optional<std::chrono::nanoseconds> time;  ///< for all scenarios together
  std::uint64_t seed = 1;
  std::uint32_t jobs = 0;  ///< 0: one for each processor
  Shard shard;
  std::uint32_t probe_every = 10;
  std::string out_dir = ".imstorm";  ///< journals and findings
  std::string html;                  ///< a path, empty for none
  std::string json;                  ///< a path, "-" for stdout, empty for none
  std::string junit;                 ///< the same
  std::string format = "text";       ///< text, jsonl
  std::string progress = "auto";     ///< auto, bar, plain, none
  std::string color = "auto";        ///< auto, always, never
  bool blind = false;                ///< no mutants
  bool shrink = true;                ///< make findings small
  bool keep_going = false;
  bool resume = false;
  bool stable_output = false;
  bool allow_vacuous = false;
  bool quiet = false;
  bool verbose = false;
};

/// What `imstorm merge` was told: the reports are those of `fuzz`.
struct MergeOptions {
  std::vector<std::string> journals;
  FuzzCommand report;
};

}  // namespace imstorm
