#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/core/draw.h"

namespace imstorm {

/// What a campaign keeps of one run of a Trial. Numbers are added up over the runs; what each one
/// counts is known to the Trial alone.
struct Observation {
  Draw draw;
  bool independent = true;                     ///< not a mutant of an earlier run
  std::vector<std::uint64_t> counts;           ///< added up; always as many
  std::map<std::string, std::uint64_t> notes;  ///< added up by name: what is rare, limits reached
  std::vector<std::string> signatures;         ///< of what it found, each once; most have none
  std::vector<std::uint64_t> behaviours;       ///< what it showed, each once
  friend bool operator==(const Observation&, const Observation&) = default;
};

}  // namespace imstorm
