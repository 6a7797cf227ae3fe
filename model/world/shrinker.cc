#include "model/world/shrinker.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "model/world/edit_scenario.h"
#include "model/world/signature_of.h"
#include "model/world/world.h"

namespace imstorm {

std::size_t fault_count(const Scenario& scenario) {
  return scenario.faults.size() + scenario.answers.size();
}

std::size_t message_count(const Scenario& scenario) { return written(scenario).size(); }

Shrinker::Shrinker(Scenario scenario, Decider decider, Signature signature,
                   const ShrinkOptions& options)
    : now_(std::move(scenario)),
      decider_(std::move(decider)),
      signature_(std::move(signature)),
      options_(options) {}

/// Every acknowledgement that is probed is a world of its own, which needs events, too.
static std::uint64_t forks_of(const RunRecord& record, std::string_view law) {
  if (law != "ack-safety") return 0;
  for (const RunRecord::Law& told : record.laws) {
    if (told.name == law) return told.verdict.exercised;
  }
  return 0;
}

/// `own` is where a decider of its own is kept.
const Decider& Shrinker::decider_of(const Scenario& candidate, Decider& own) const {
  if (candidate.decisions != Decisions::Harmless) return decider_;
  own = imstorm::decider_of(candidate, candidate.seed);
  return own;
}

bool Shrinker::breaks(const Scenario& candidate, std::uint64_t* events) const {
  Decider own;
  World world(std::make_shared<Scenario>(candidate), decider_of(candidate, own), settings());
  world.probe_only(probe_only_);
  const RunRecord record = world.run();
  if (events != nullptr) *events += record.events * (1 + forks_of(record, signature_.law) / 2);
  if (ends_by_itself_ && record.events >= candidate.limits.events_max) return false;
  return signature_of(record, signature_.law).same_breach(signature_);
}

RunSettings Shrinker::settings() const {
  RunSettings settings;
  settings.probe_every = signature_.law == "ack-safety" ? 1 : 0;
  return settings;
}

void Shrinker::probe_one_message() {
  if (signature_.law != "ack-safety") return;
  const RunRecord record = recorded(now_);
  for (const RunRecord::Law& law : record.laws) {
    if (law.name != signature_.law || law.verdict.witnesses.empty()) continue;
    probe_only_ = record.history[law.verdict.witnesses.front().position].body;
  }
  if (!breaks(now_)) probe_only_ = {};
}

bool Shrinker::restore_patience(Duration settle_max) {
  if (now_.limits.settle_max == settle_max) return true;
  Scenario patient = now_;
  patient.limits.settle_max = settle_max;
  if (!breaks(patient)) return false;
  now_ = patient;
  make_minimal();
  return true;
}

RunRecord Shrinker::recorded(const Scenario& scenario, DecisionNames* names) const {
  RunSettings settings;
  settings.keep_history = true;
  settings.keep_trace = true;
  settings.keep_marks = true;
  Decider own;
  World world(std::make_shared<Scenario>(scenario), decider_of(scenario, own), settings);
  RunRecord record = world.run();
  if (names != nullptr) *names = world.decision_names();
  return record;
}

bool Shrinker::enough() const {
  return runs_ >= options_.runs_max / kShares * share_ ||
         events_ >= std::max(options_.events_max, events_least_) / kShares * share_ ||
         (options_.enough && options_.enough());
}

void Shrinker::tell(std::string_view stage) {
  stage_ = stage;
  tell();
}

void Shrinker::tell() const {
  if (options_.progress) options_.progress({stage_, fault_count(now_), message_count(now_), runs_});
}

std::optional<std::size_t> Shrinker::first_of(
    std::size_t count, const std::function<Scenario(std::size_t)>& candidate) {
  std::vector<std::uint64_t> events(count);
  const auto breaks = [&](std::size_t i) { return this->breaks(candidate(i), &events[i]); };
  std::optional<std::size_t> found;
  if (options_.first_of) {
    found = options_.first_of(count, breaks);
  } else {
    for (std::size_t i = 0; i < count && !found && !enough(); ++i) {
      if (breaks(i)) found = i;
    }
  }
  // Those behind the first are not counted: how many were asked depends on the threads.
  const std::size_t asked = found ? *found + 1 : count;
  runs_ += asked;
  for (std::size_t i = 0; i < asked; ++i) events_ += events[i];
  tell();
  return found;
}

bool Shrinker::adopt(const std::vector<Scenario>& candidates) {
  return adopt(candidates.size(), [&](std::size_t i) { return candidates[i]; });
}

bool Shrinker::adopt(std::size_t count, const std::function<Scenario(std::size_t)>& candidate) {
  if (count == 0 || enough()) return false;
  const auto found = first_of(count, candidate);
  if (found) now_ = candidate(*found);
  return found.has_value();
}

namespace {

/// What is so small needs no second try, and what is so large a third one.
constexpr std::size_t kSmall = 6;
constexpr std::size_t kLarge = 15;

/// Faults that say a share of what goes wrong, not what.
std::size_t shares(const Scenario& scenario) {
  const auto count = std::count_if(scenario.faults.begin(), scenario.faults.end(),
                                   [](const Fault& fault) { return fault.rate.ppm != 0; });
  return static_cast<std::size_t>(count);
}

/// Of two that break the less is the smaller: what goes wrong counts more than what is written,
/// and a sentence that names a packet or a process is easier to read than an answer.
std::size_t size_of(const Scenario& scenario) {
  return 2 * scenario.faults.size() + shares(scenario) + 3 * scenario.answers.size() +
         message_count(scenario);
}

}  // namespace

bool Shrinker::leave_the_seed(const Scenario& whole) {
  const Scenario seeded = now_;
  const BodyId probed = probe_only_;
  const auto begin_with = [&](const Scenario& scenario) {
    now_ = scenario;
    probe_only_ = probed;
  };
  std::optional<Scenario> best;
  const auto compete = [&] {
    tidy_up();
    // What is not written is not in the file either: then numbers would change.
    if (!closed()) return;
    if (!best || size_of(now_) < size_of(*best)) best = now_;
  };
  // No way may use up what the others need.
  share_ = 2;
  if (make_harmless()) compete();
  share_ = 3;
  if (!best || size_of(*best) > kSmall) {
    begin_with(seeded);
    if (answer_decisions()) compete();
  }
  share_ = 4;
  // A fault says more than an answer.
  if (best && (fault_count(*best) > 1 || !best->answers.empty() || shares(*best) > 0)) {
    now_ = *best;
    probe_only_ = {};
    if (find_simpler(whole)) compete();
  }
  share_ = 5;
  const auto large = [&] { return !best || size_of(*best) > kLarge; };
  if (large() && find_alone(whole)) compete();
  if (large() && find_single(whole)) compete();
  if (large()) {
    begin_with(whole);
    if (answer_decisions()) compete();
  }
  if (!best) {
    begin_with(seeded);
    if (find_harmless(whole)) compete();
  }
  share_ = kShares;
  now_ = best.value_or(seeded);
  make_minimal();
  if (best && !close_ranks()) now_ = *best;
  return best.has_value();
}

void Shrinker::tidy_up() {
  anchor_packets();
  remove_messages();
  remove_faults();
  remove_answers();
  say_answers();
  gather_answers();
  shrink_topology();
  simplify_times();
  simplify_answers();
  make_minimal();
  trade_answers();
  close_ranks();
}

}  // namespace imstorm
