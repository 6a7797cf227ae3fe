#include "model/world/shrink.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/scenario/write_scenario.h"
#include "model/world/edit_scenario.h"
#include "model/world/shrinker.h"
#include "model/world/signature_of.h"
#include "model/world/spell_out.h"
#include "model/world/world.h"
#include "sim/core/hash.h"

namespace imstorm {

namespace {

/// Some runs never come to rest, and take what limits.settle_max allows each time.
constexpr Duration kPatience[] = {minutes(10), minutes(30)};

Scenario with_patience(Scenario scenario, Duration settle_max) {
  scenario.limits.settle_max = settle_max;
  return scenario;
}

/// The same with less time to come to rest, which is more than it needs when nothing goes wrong.
Scenario impatient(const Scenario& plain, const Shrinker& shrinker) {
  const Scenario calm = undisturbed(plain);
  for (const Duration shorter : kPatience) {
    if (shorter >= plain.limits.settle_max) break;
    const Scenario hurried = with_patience(plain, shorter);
    if (shrinker.breaks(hurried) && !shrinker.breaks(with_patience(calm, shorter))) return hurried;
  }
  return plain;
}

}  // namespace

std::optional<Case> shrink_finding(const Scenario& scenario, const Decider& decider,
                                   std::string_view law, const ShrinkOptions& options) {
  const RunRecord record = World(std::make_shared<Scenario>(scenario), decider, {}).run();
  const Signature signature = law.empty() ? signature_of(record) : signature_of(record, law);
  if (!signature) return {};
  Scenario plain = spell_out(scenario, record);
  // A candidate that runs wild is not worth waiting for.
  plain.limits.events_max =
      std::min(plain.limits.events_max, std::max<std::uint64_t>(record.events * 4, 100'000));
  plain.expect = {};
  plain.replay = {};
  plain.config.clear();
  const auto shrink = [&](bool hurried) -> std::optional<Case> {
    Shrinker shrinker(plain, decider, signature, options);
    if (record.events < scenario.limits.events_max) shrinker.refuse_runaways();
    shrinker.expect_events(record.events);
    if (!shrinker.breaks(plain)) return {};
    shrinker.probe_one_message();
    const Scenario whole = hurried ? impatient(plain, shrinker) : plain;
    if (hurried) shrinker.adopt({whole});
    shrinker.remove_faults();
    shrinker.remove_messages();
    shrinker.remove_faults();
    const bool harmless = shrinker.leave_the_seed(whole);
    if (!shrinker.restore_patience(plain.limits.settle_max)) return {};
    Case found = shrinker.finish();
    found.scenario.limits.events_max = scenario.limits.events_max;
    found.needs_seed = !harmless;
    return found;
  };
  std::optional<Case> found = shrink(!record.end.quiet);
  if (!found && !record.end.quiet) found = shrink(false);
  if (!found) return {};
  found->faults_before = plain.faults.size();
  found->messages_before = message_count(plain);
  return found;
}

std::string case_name(const Case& found) {
  Scenario nameless = found.scenario;
  nameless.replay = {};
  return fmt::format("{}-{:08x}", found.signature.law,
                     hash_text(scenario_text(nameless)) & 0xffffffff);
}

std::string case_text(const Case& found, std::string_view origin,
                      const std::vector<std::string>& more) {
  Scenario scenario = found.scenario;
  scenario.replay.origin = origin;
  std::vector<std::string> comments;
  for (const RunRecord::Law& law : found.record.laws) {
    if (law.name == found.signature.law) comments.push_back(law.name + ": " + law.verdict.because);
  }
  comments.push_back(fmt::format("{} of {} faults and {} of {} messages are left{}.",
                                 fault_count(scenario), found.faults_before,
                                 message_count(scenario), found.messages_before,
                                 found.minimal ? "; without any one of them it passes" : ""));
  comments.insert(comments.end(), more.begin(), more.end());
  return scenario_text(scenario, comments);
}

}  // namespace imstorm
