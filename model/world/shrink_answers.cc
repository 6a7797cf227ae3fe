// What of a finding cannot be as it mostly is: the few decisions that matter, each spelled out.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "model/scenario/answer_sentence.h"
#include "model/scenario/processes.h"
#include "model/world/retime.h"
#include "model/world/shrinker.h"
#include "model/world/spell_out.h"
#include "model/world/world.h"
#include "sim/core/hash.h"
#include "sim/search/leave_out.h"

namespace imstorm {
namespace {

/// Instants that a fault is tried at instead of an answer.
constexpr std::size_t kTradesMax = 150;
/// With more faults it takes too long to move them all.
constexpr std::size_t kMovedMax = 12;
/// A run that asks more is not worth it.
constexpr std::size_t kAnswersMax = 50'000;

/// The how-manieth different decision of its kind at its place it is, from 0; as many as there are
/// if it is none.
std::size_t rank_of(const Address& address, const std::vector<Address>& asked) {
  std::size_t rank = 0;
  for (const Address& other : asked) {
    if (other == address) return rank;
    if (other.choice == address.choice && other.place == address.place) ++rank;
  }
  return rank;
}

std::optional<Address> ranked(const Address& like, std::size_t rank,
                              const std::vector<Address>& asked) {
  for (const Address& other : asked) {
    if (other.choice != like.choice || other.place != like.place) continue;
    if (rank == 0) return other;
    --rank;
  }
  return {};
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

/// Every decision of that run once, in their order.
std::vector<Address> Shrinker::asked(const Scenario& scenario) const {
  Decider own;
  // What is asked after an acknowledgement counts, too.
  World world(std::make_shared<Scenario>(scenario), decider_of(scenario, own), settings());
  world.probe_only(probe_only_);
  world.decider().remember();
  world.run();
  std::vector<Address> addresses;
  std::set<Address> known;
  for (const Address& address : world.decider().asked()) {
    if (known.insert(address).second) addresses.push_back(address);
  }
  return addresses;
}

bool Shrinker::answer_decisions() {
  tell("decisions");
  Scenario spelled = now_;
  spelled.decisions = Decisions::Harmless;
  spelled.answers.clear();
  for (const Address& address : asked(now_)) {
    const std::uint64_t value = decider_.draw(address);
    if (value != 0) spelled.answers.push_back({address, value});
  }
  if (spelled.answers.size() > kAnswersMax || !adopt({spelled})) return false;
  remove_groups();
  remove_answers();
  return true;
}

void Shrinker::remove_groups() {
  const auto without = [this](const auto& goes) {
    Scenario smaller = now_;
    std::erase_if(smaller.answers, [&](const Answer& answer) { return goes(answer.address); });
    return smaller;
  };
  std::map<Choice, std::size_t> kinds;
  for (const Answer& answer : now_.answers) kinds[answer.address.choice] += 1;
  for (const auto& [kind, count] : kinds) {
    adopt_moved(without([k = kind](const Address& address) { return address.choice == k; }));
  }
  std::set<std::uint64_t> places;
  for (const Answer& answer : now_.answers) places.insert(answer.address.place);
  for (const std::uint64_t place : places) {
    adopt_moved(without([=](const Address& address) { return address.place == place; }));
  }
}

/// Or with its faults where they were, seen from what their processes do.
bool Shrinker::adopt_moved(const Scenario& candidate) {
  if (candidate.answers == now_.answers) return false;
  if (adopt({candidate})) return true;
  if (now_.faults.size() > kMovedMax || enough()) return false;
  return adopt({retimed(candidate, recorded(now_).trace)});
}

void Shrinker::remove_answers() {
  if (now_.answers.empty()) return;
  tell("decisions");
  remove({What::Answers});
}

void Shrinker::gather_answers() {
  if (now_.answers.empty()) return;
  // A packet that takes long has a sentence.
  Scenario told = now_;
  std::erase_if(told.answers,
                [](const Answer& answer) { return answer.address.choice == Choice::Latency; });
  for (const PacketFault& one : packet_faults_of(now_, recorded(now_).trace)) {
    if (one.fault.kind == FaultKind::Delay) told.faults.push_back(one.fault);
  }
  if (told.answers.size() != now_.answers.size() && adopt({told})) remove_faults();
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

/// Many answers only move an instant: another instant of a fault may do the same.
void Shrinker::trade_answers() {
  for (std::size_t i = now_.answers.size(); i-- > 0 && !enough();) {
    Scenario without = now_;
    without.answers.erase(without.answers.begin() + static_cast<std::ptrdiff_t>(i));
    std::vector<Scenario> candidates;
    for (std::size_t f = 0; f < without.faults.size(); ++f) {
      if (!is_timed(without.faults[f])) continue;
      for (const Instant at : places_for(without, f, kTradesMax)) {
        candidates.push_back(without);
        candidates.back().faults[f].at = at;
      }
    }
    adopt(candidates);
  }
}

Scenario Shrinker::renumbered() const {
  Scenario small = compact(now_);
  if (now_.answers.empty()) return small;
  const std::vector<Address> before = asked(now_);
  std::vector<Answer> answers = now_.answers;
  // One after the other, as they are asked: each changes what comes after it.
  std::stable_sort(answers.begin(), answers.end(), [&](const Answer& a, const Answer& b) {
    const auto place = [&](const Answer& answer) {
      return std::find(before.begin(), before.end(), answer.address);
    };
    return place(a) < place(b);
  });
  small.answers.clear();
  for (const Answer& answer : answers) {
    const auto address = ranked(answer.address, rank_of(answer.address, before), asked(small));
    if (address) small.answers.push_back({*address, answer.value});
  }
  return small;
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
