// What of a finding cannot be as it mostly is: the few decisions that matter, each spelled out.
#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "model/scenario/answer_sentence.h"
#include "model/scenario/processes.h"
#include "model/world/shrinker.h"
#include "model/world/world.h"
#include "sim/core/hash.h"
#include "sim/search/ddmin.h"

namespace imstorm {
namespace {

/// A run that asks more is not worth it.
constexpr std::size_t kAnswersMax = 50'000;

Scenario with_answers(const Scenario& scenario, const std::vector<std::size_t>& kept) {
  Scenario smaller = scenario;
  smaller.answers.clear();
  for (const std::size_t i : kept) smaller.answers.push_back(scenario.answers[i]);
  return smaller;
}

/// What chance decided in that run, other than what it mostly does: by kind, then in their order.
std::vector<Answer> answers_of(const Scenario& scenario, const Decider& decider) {
  RunSettings settings;
  settings.probe_every = 0;
  World world(std::make_shared<Scenario>(scenario), decider, settings);
  world.decider().remember();
  world.run();
  std::vector<Answer> answers;
  std::set<Address> known;
  for (const Address& address : world.decider().asked()) {
    if (!known.insert(address).second) continue;
    const std::uint64_t value = decider.draw(address);
    if (value != 0) answers.push_back({address, value});
  }
  std::stable_sort(answers.begin(), answers.end(), [](const Answer& a, const Answer& b) {
    return a.address.choice < b.address.choice;
  });
  return answers;
}

/// How much slower a disk or a connection is tried to be.
constexpr Duration kSlower[] = {milliseconds(100), milliseconds(10), seconds(1), seconds(10)};

/// A fault that does to all syncs of a disk, or all packets of a connection, what answers do to
/// single ones. Its amount is not set.
std::optional<Fault> slow_all_the_time(Choice choice, std::uint64_t place, const Scenario& scenario,
                                       const ProcessTable& table) {
  const auto key = [&table](std::size_t i) { return hash_text(table.rows[i].name); };
  Fault fault;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (choice == Choice::SyncTime && key(i) == place) {
      fault.kind = FaultKind::SlowDisk;
      fault.from = {ProcessId(i)};
      fault.lasts = scenario.duration + scenario.limits.settle_max;
      return fault;
    }
    for (std::size_t j = 0; choice == Choice::Latency && j < table.rows.size(); ++j) {
      const std::uint64_t names = hash_mix(key(i), key(j));
      bool theirs = names == place;
      for (std::uint32_t s = 0; s < scenario.topology.backbone.sockets; ++s) {
        theirs = theirs || hash_mix(names, s) == place;
      }
      if (!theirs) continue;
      fault.kind = FaultKind::Delay;
      fault.from = {ProcessId(i)};
      fault.to = {ProcessId(j)};
      fault.packet.nth = 0;
      return fault;
    }
  }
  return {};
}

}  // namespace

bool Shrinker::answer_decisions() {
  tell("decisions");
  Scenario spelled = now_;
  spelled.decisions = Decisions::Harmless;
  spelled.answers = answers_of(now_, decider_);
  if (spelled.answers.size() > kAnswersMax || !adopt({spelled})) return false;
  remove_answers();
  return true;
}

void Shrinker::remove_answers() {
  if (now_.answers.empty()) return;
  const Scenario base = now_;
  const auto kept = ddmin(
      base.answers.size(),
      [&](const std::vector<std::vector<std::size_t>>& candidates) {
        return first_of(candidates.size(),
                        [&](std::size_t i) { return with_answers(base, candidates[i]); });
      },
      [&] { return enough(); });
  now_ = with_answers(base, kept);
  tell("decisions");
}

void Shrinker::gather_answers() {
  const ProcessTable table(now_);
  std::set<std::pair<Choice, std::uint64_t>> groups;
  for (const Answer& answer : now_.answers) {
    groups.emplace(answer.address.choice, answer.address.place);
  }
  for (const auto& [choice, place] : groups) {
    const std::optional<Fault> slow = slow_all_the_time(choice, place, now_, table);
    if (!slow) continue;
    std::vector<Scenario> candidates;
    for (const Duration by : kSlower) {
      Scenario gathered = now_;
      std::erase_if(gathered.answers, [&, c = choice, p = place](const Answer& answer) {
        return answer.address.choice == c && answer.address.place == p;
      });
      gathered.faults.push_back(*slow);
      gathered.faults.back().amount = by;
      candidates.push_back(std::move(gathered));
    }
    adopt(candidates);
  }
  remove_faults();
}

/// The most, else what can be said in a few digits.
void Shrinker::simplify_answers() {
  for (std::size_t i = 0; i < now_.answers.size(); ++i) {
    const std::uint64_t value = now_.answers[i].value;
    const auto ppm = static_cast<std::uint32_t>((value >> 32) * kAlways.ppm >> 32);
    std::vector<Scenario> candidates;
    const auto add = [&](std::uint32_t share) {
      candidates.push_back(now_);
      candidates.back().answers[i].value = value_of_share({share});
    };
    for (const std::uint32_t share : {100U, 50U, 90U, 99U}) add(percent(share).ppm);
    for (const std::uint32_t unit : {100'000U, 10'000U, 1'000U, 100U, 1U}) {
      add(ppm / unit * unit);
      add(std::min(ppm / unit * unit + unit, kAlways.ppm));
    }
    adopt(candidates);
  }
}

}  // namespace imstorm
