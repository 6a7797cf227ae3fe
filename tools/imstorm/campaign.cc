#include "tools/imstorm/campaign.h"

#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

#include "sim/core/ensure.h"
#include "tools/imstorm/observe_run.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kNobody = ~std::uint64_t{0};
constexpr std::uint64_t kSaveEvery = 16;   // batches
constexpr std::uint64_t kAheadPerJob = 4;  // batches that may wait for an earlier one
constexpr std::chrono::milliseconds kTellEvery{100};

}  // namespace

Campaign::Campaign(const Scenario& base, CampaignPlan plan, CampaignIdentity identity,
                   CampaignJournal* journal, CampaignState before)
    : base_(base),
      plan_(plan),
      identity_(std::move(identity)),
      journal_(journal),
      state_(std::move(before)),
      found_in_(kNobody) {
  next_ = saved_ = state_.folded;
  runs_ = state_.tally.runs();
  if (!state_.tally.counts().empty()) events_ = state_.tally.counts()[0];
  for (const auto& [signature, finding] : state_.tally.findings()) {
    if (signature.starts_with(kPermitted)) continue;
    known_[signature] = true;
    // An earlier process that kept going has added it up: nothing is left to do.
    stop_ = stop_ || (!plan_.keep_going && !signature.starts_with(kUndecided));
  }
  for (const auto& [number, runs] : state_.open) {
    runs_ += runs.size();
    for (const Observation& seen : runs) {
      events_ += seen.counts.empty() ? 0 : seen.counts[0];
      for (const std::string& signature : seen.signatures) {
        if (!signature.starts_with(kPermitted)) known_[signature] = true;
      }
      if (!plan_.keep_going && is_finding(seen)) found_in_ = std::min(found_in_, number);
    }
  }
}

std::uint64_t Campaign::batches() const {
  const std::uint64_t all = (plan_.runs + kBatchRuns - 1) / kBatchRuns;
  const std::uint64_t before = std::min(all, plan_.shard.nth);
  return (all - before + plan_.shard.of - 1) / plan_.shard.of;
}

std::uint64_t Campaign::number_of(std::uint64_t nth) const {
  return nth * plan_.shard.of + plan_.shard.nth;
}

std::uint64_t Campaign::runs_in(std::uint64_t number) const {
  return std::min(kBatchRuns, plan_.runs - std::min(plan_.runs, number * kBatchRuns));
}

bool Campaign::is_finding(const Observation& seen) {
  return std::any_of(seen.signatures.begin(), seen.signatures.end(), [](const std::string& s) {
    return !s.starts_with(kUndecided) && !s.starts_with(kPermitted);
  });
}

void Campaign::run(bool (*cancelled)(), const std::function<void(const CampaignProgress&)>& tell) {
  working_ = std::max(plan_.jobs, 1U);
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < std::max(plan_.jobs, 1U); ++i) {
    threads.emplace_back([this, cancelled] { work(cancelled); });
  }
  {
    std::unique_lock lock(mutex_);
    while (working_ > 0) {
      changed_.wait_for(lock, kTellEvery, [this] { return working_ == 0; });
      const CampaignProgress now = progress();
      lock.unlock();
      tell(now);
      lock.lock();
    }
  }
  for (std::thread& thread : threads) thread.join();
  fold_what_is_left();
  tell(progress());
}

CampaignProgress Campaign::progress() {
  CampaignProgress now;
  now.runs = runs_;
  now.wanted = runs_of(plan_.shard, plan_.runs);
  now.events = events_;
  now.findings = known_.size();
  now.behaviours = state_.tally.behaviours().size();
  now.fresh.swap(fresh_);
  return now;
}

void Campaign::work(bool (*cancelled)()) {
  std::unique_lock lock(mutex_);
  std::uint64_t nth = 0;
  while (claim(lock, nth)) {
    lock.unlock();
    do_batch(nth, cancelled);
    lock.lock();
  }
  --working_;
  changed_.notify_all();
}

/// Waits if too much waits to be added up already.
bool Campaign::claim(std::unique_lock<std::mutex>& lock, std::uint64_t& nth) {
  const std::uint64_t ahead = kAheadPerJob * std::max(plan_.jobs, 1U);
  const auto over = [this] { return stop_ || next_ >= batches() || number_of(next_) > found_in_; };
  changed_.wait(lock, [&] { return over() || next_ < state_.folded + ahead; });
  if (over()) return false;
  nth = next_++;
  return true;
}

void Campaign::do_batch(std::uint64_t nth, bool (*cancelled)()) {
  const std::uint64_t number = number_of(nth);
  Batch batch(plan_.seed, number, plan_.guidance);
  std::vector<Observation> before;
  {
    const std::lock_guard lock(mutex_);
    before = state_.open[number];
  }
  bool found = false;
  for (const Observation& seen : before) {
    batch.take(seen.draw, seen.behaviours);
    found = found || is_finding(seen);
  }
  before.clear();
  while (batch.taken() < runs_in(number) && !(found && !plan_.keep_going)) {
    if (!may_go_on(number, cancelled)) return;
    const std::uint64_t run = batch.run();
    const Draw draw = batch.next();
    Observation seen;
    try {
      seen = observe_run(base_, draw, plan_.probe_every);
    } catch (const std::exception& error) {
      const std::lock_guard lock(mutex_);
      if (internal_error_.empty()) {
        internal_error_ = error.what();
        error_draw_ = draw;
      }
      stop_ = true;
      return;
    }
    seen.behaviours = batch.take(draw, seen.behaviours);
    found = is_finding(seen);
    if (!take(number, run, std::move(seen))) return;
  }
  finish(nth);
}

bool Campaign::may_go_on(std::uint64_t number, bool (*cancelled)()) {
  const bool enough = cancelled != nullptr && cancelled();
  const bool late = plan_.until && std::chrono::steady_clock::now() >= *plan_.until;
  const std::lock_guard lock(mutex_);
  if (enough || late) stop_ = true;
  return !stop_ && number <= found_in_;
}

bool Campaign::take(std::uint64_t number, std::uint64_t run, Observation seen) {
  const std::string entry =
      journal_ != nullptr ? CampaignJournal::entry_of(run, seen) : std::string();
  const std::lock_guard lock(mutex_);
  if (journal_ != nullptr && !journal_->append(entry)) {
    if (cannot_write_.empty()) cannot_write_ = journal_->problem();
    stop_ = true;
    return false;
  }
  runs_ += 1;
  events_ += seen.counts[0];
  for (const std::string& signature : seen.signatures) {
    if (signature.starts_with(kPermitted)) continue;
    if (known_.size() < TallyOfRuns::kFindingsMax && !known_[signature]) {
      known_[signature] = true;
      fresh_.push_back(signature);
    }
  }
  if (!plan_.keep_going && is_finding(seen)) found_in_ = std::min(found_in_, number);
  state_.open[number].push_back(std::move(seen));
  return true;
}

/// Adds up all full batches that follow what was added up before. One that is not full (the last
/// one, or where a finding stopped it) stays as it is: a campaign that is resumed may go on there.
void Campaign::finish(std::uint64_t nth) {
  const std::lock_guard lock(mutex_);
  done_[number_of(nth)] = true;
  while (true) {
    const std::uint64_t number = number_of(state_.folded);
    if (!done_.contains(number) || number >= found_in_) break;
    if (state_.open[number].size() < kBatchRuns) break;
    const std::vector<Observation> runs = std::move(state_.open[number]);
    state_.open.erase(number);
    done_.erase(number);
    TallyOfRuns batch;
    for (std::size_t i = 0; i < runs.size(); ++i) batch.add(number * kBatchRuns + i, runs[i]);
    state_.tally.add(batch);
    state_.folded += 1;
  }
  if (state_.folded >= saved_ + kSaveEvery) save();
  changed_.notify_all();
}

void Campaign::save() {
  if (journal_ == nullptr || !cannot_write_.empty()) return;
  saved_ = state_.folded;
  if (journal_->rewrite(identity_, state_)) return;
  cannot_write_ = journal_->problem();
  stop_ = true;
}

/// Batches under way when everybody stopped count as far as they came; if it stopped at a finding,
/// nothing that comes after it does.
void Campaign::fold_what_is_left() {
  complete_ = state_.folded + done_.size() >= batches() || done_.contains(found_in_);
  sum_ = state_.tally;
  for (const auto& [number, runs] : state_.open) {
    if (number > found_in_) continue;
    for (std::size_t i = 0; i < runs.size() && i < runs_in(number); ++i) {
      sum_.add(number * kBatchRuns + i, runs[i]);
      if (number == found_in_ && is_finding(runs[i])) break;
    }
  }
  save();
}

}  // namespace imstorm
