#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario/scenario.h"
#include "sim/search/tally_of_runs.h"
#include "tools/imstorm/campaign_journal.h"
#include "tools/imstorm/campaign_plan.h"

namespace imstorm {

/// What somebody who waits wants to know.
struct CampaignProgress {
  std::uint64_t runs = 0;  ///< done, by this process or an earlier one
  std::uint64_t wanted = 0;
  std::uint64_t events = 0;
  std::size_t findings = 0;
  std::size_t behaviours = 0;
  std::vector<std::string> fresh;  ///< signatures since the last time, as they came
};

/// A campaign on threads: takes the batches of its shard in their order, adds them up in their
/// order (so that it does not matter which thread was faster), and writes every run to the journal
/// before it counts. What it holds in memory is bounded: the sum, and the runs of a few batches per
/// thread.
class Campaign {
 public:
  /// `base` and `journal` must outlive it; no journal: nothing is kept. `before` is what a journal
  /// held.
  Campaign(const Scenario& base, CampaignPlan plan, CampaignIdentity identity,
           CampaignJournal* journal, CampaignState before);

  /// Until all is done, something was found (unless `keep_going`), time is up, `cancelled` says so
  /// (the runs under way are finished) or something fails. Calls `tell` about ten times a second.
  void run(bool (*cancelled)(), const std::function<void(const CampaignProgress&)>& tell);

  /// After run().
  const TallyOfRuns& tally() const { return sum_; }
  bool complete() const { return complete_; }  ///< all runs of the plan, or stopped at a finding
  /// The journal could not be written; empty if all is well.
  const std::string& cannot_write() const { return cannot_write_; }
  /// A mistake of imstorm itself, and the run in which it shows.
  const std::string& internal_error() const { return internal_error_; }
  const Draw& internal_error_in() const { return error_draw_; }

 private:
  std::uint64_t batches() const;                     // of the shard
  std::uint64_t number_of(std::uint64_t nth) const;  // of the nth batch of the shard
  std::uint64_t runs_in(std::uint64_t number) const;
  void work(bool (*cancelled)());
  bool claim(std::unique_lock<std::mutex>& lock, std::uint64_t& nth);
  void do_batch(std::uint64_t nth, bool (*cancelled)());
  /// False: this batch goes no further.
  bool take(std::uint64_t number, std::uint64_t run, Observation seen);
  bool may_go_on(std::uint64_t number, bool (*cancelled)());
  void finish(std::uint64_t nth);
  void fold_what_is_left();
  void save();
  CampaignProgress progress();
  static bool is_finding(const Observation& seen);

  const Scenario& base_;
  const CampaignPlan plan_;
  const CampaignIdentity identity_;
  CampaignJournal* journal_;

  std::mutex mutex_;  // guards all below while threads run
  std::condition_variable changed_;
  CampaignState state_;      // state_.tally: of the first state_.folded batches
  std::uint64_t next_ = 0;   // the next batch that nobody has claimed, counted in the shard
  std::uint64_t saved_ = 0;  // state_.folded when the journal was last written anew
  std::map<std::uint64_t, bool> done_;  // batches in state_.open that are complete, by number
  std::uint64_t found_in_;              // the first batch with a finding, unless it keeps going
  std::uint64_t runs_ = 0, events_ = 0;
  std::map<std::string, bool> known_;  // signatures
  std::vector<std::string> fresh_;
  std::uint32_t working_ = 0;
  bool stop_ = false;
  bool complete_ = false;
  TallyOfRuns sum_;
  std::string cannot_write_;
  std::string internal_error_;
  Draw error_draw_;
};

}  // namespace imstorm
