#include "model/world/shrinker.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "model/world/signature_of.h"
#include "model/world/world.h"

namespace imstorm {

std::size_t message_count(const Scenario& scenario) {
  return static_cast<std::size_t>(
      std::count_if(scenario.sends.begin(), scenario.sends.end(),
                    [](const SendSpec& send) { return send.at != kNever; }));
}

Shrinker::Shrinker(Scenario scenario, Decider decider, Signature signature,
                   const ShrinkOptions& options)
    : now_(std::move(scenario)),
      decider_(std::move(decider)),
      signature_(std::move(signature)),
      options_(options) {}

bool Shrinker::breaks(const Scenario& candidate) const {
  RunSettings settings;
  settings.probe_every = signature_.law == "ack-safety" ? 1 : 0;
  const bool harmless = candidate.decisions == Decisions::Harmless;
  const Decider decider = harmless ? Decider::benign() : decider_;
  World world(std::make_shared<Scenario>(candidate), decider, settings);
  return signature_of(world.run(), signature_.law).same_breach(signature_);
}

RunRecord Shrinker::recorded(const Scenario& scenario) const {
  RunSettings settings;
  settings.keep_history = true;
  settings.keep_trace = true;
  settings.keep_marks = true;
  const bool harmless = scenario.decisions == Decisions::Harmless;
  const Decider decider = harmless ? Decider::benign() : decider_;
  return World(std::make_shared<Scenario>(scenario), decider, settings).run();
}

bool Shrinker::enough() const {
  return runs_ >= options_.runs_max || (options_.enough && options_.enough());
}

void Shrinker::tell(std::string_view stage) const {
  tell(stage, now_.faults.size(), message_count(now_));
}

void Shrinker::tell(std::string_view stage, std::size_t faults, std::size_t messages) const {
  if (options_.progress) options_.progress({stage, faults, messages, runs_});
}

std::optional<std::size_t> Shrinker::first_of(std::size_t count,
                                              const std::function<bool(std::size_t)>& breaks) {
  std::optional<std::size_t> found;
  if (options_.first_of) {
    found = options_.first_of(count, breaks);
  } else {
    for (std::size_t i = 0; i < count && !found && !enough(); ++i) {
      if (breaks(i)) found = i;
    }
  }
  runs_ += found ? *found + 1 : count;
  return found;
}

bool Shrinker::adopt(const std::vector<Scenario>& candidates) {
  if (candidates.empty() || enough()) return false;
  const auto found =
      first_of(candidates.size(), [&](std::size_t i) { return breaks(candidates[i]); });
  if (found) now_ = candidates[*found];
  return found.has_value();
}

}  // namespace imstorm
