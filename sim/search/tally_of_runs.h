#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/search/observation.h"

namespace imstorm {

/// What the runs of a campaign add up to. Adding is commutative and associative: the sum does not
/// depend on the order of the runs, nor on who did which of them, so that shards can be merged.
/// Its size is bounded by the number of different behaviours and findings, not of runs.
class TallyOfRuns {
 public:
  static constexpr std::size_t kFindingsMax = 1'000;
  static constexpr std::size_t kBehavioursMax = 1'000'000;

  struct Finding {
    std::uint64_t first_run = 0;  ///< the least number of a run that found it
    Draw draw;                    ///< that run
    std::uint64_t runs = 0;       ///< how many found it
    friend bool operator==(const Finding&, const Finding&) = default;
  };
  struct Seen {
    std::uint64_t first_run = 0;    ///< the least number of a run that showed it
    std::uint64_t independent = 0;  ///< the least number of an independent one; kNever
    std::uint8_t times = 0;         ///< by independent runs: 0, 1 or 2 for more
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};

  /// Adds the run with that number in the campaign; each number once.
  void add(std::uint64_t run, const Observation& seen);
  void add(const TallyOfRuns& other);

  std::uint64_t runs() const { return runs_; }
  std::uint64_t independent_runs() const { return independent_; }
  std::uint64_t last_run() const { return last_run_; }  ///< the greatest number
  const std::vector<std::uint64_t>& counts() const { return counts_; }
  const std::map<std::string, std::uint64_t>& notes() const { return notes_; }
  const std::map<std::string, Finding>& findings() const { return findings_; }
  const std::map<std::uint64_t, Seen>& behaviours() const { return behaviours_; }
  bool full() const { return full_; }  ///< a limit was reached: what came later was left out

  friend bool operator==(const TallyOfRuns&, const TallyOfRuns&) = default;

  // For a journal (sim/search/tally_text.h).
  void restore_runs(std::uint64_t runs, std::uint64_t independent, std::uint64_t last, bool full);
  void restore_counts(std::vector<std::uint64_t> counts) { counts_ = std::move(counts); }
  void restore_note(const std::string& name, std::uint64_t n) { notes_[name] = n; }
  void restore_finding(const std::string& signature, const Finding& f) { findings_[signature] = f; }
  void restore_behaviour(std::uint64_t name, const Seen& seen) { behaviours_[name] = seen; }

 private:
  void add_finding(const std::string& signature, const Finding& finding);
  void add_behaviour(std::uint64_t name, const Seen& seen);
  void add_counts(const std::vector<std::uint64_t>& counts);

  std::uint64_t runs_ = 0;
  std::uint64_t independent_ = 0;
  std::uint64_t last_run_ = 0;
  std::vector<std::uint64_t> counts_;
  std::map<std::string, std::uint64_t> notes_;
  std::map<std::string, Finding> findings_;
  std::map<std::uint64_t, Seen> behaviours_;
  bool full_ = false;
};

/// What is left to find, by what was found only once.
struct ResidualRisk {
  std::uint64_t runs = 0;        ///< independent ones
  std::uint64_t lone = 0;        ///< of which so many showed what no other one did
  std::uint64_t behaviours = 0;  ///< different ones, over all runs
  std::uint64_t late = 0;        ///< of which the last tenth of the runs was the first to show
  std::uint64_t late_runs = 0;   ///< how many runs that tenth has

  /// The chance, in parts per million, that the next independent run shows something new.
  /// Good-Turing (Good, "The population frequencies of species and the estimation of population
  /// parameters", Biometrika 40, 1953), with a run for a sample: leaving each run out in turn, the
  /// share of those that would have been new. Never below 1 / (runs + 1).
  std::uint64_t chance_ppm() const;
};
ResidualRisk residual_risk(const TallyOfRuns& tally);

}  // namespace imstorm
