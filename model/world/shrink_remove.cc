// What can be left out of a finding.
#include <algorithm>
#include <utility>

#include "model/world/edit_scenario.h"
#include "model/world/shrinker.h"
#include "model/world/spell_out.h"
#include "sim/search/ddmin.h"

namespace imstorm {
namespace {

Scenario with_faults(const Scenario& scenario, const std::vector<std::size_t>& kept) {
  Scenario smaller = scenario;
  smaller.faults.clear();
  for (const std::size_t i : kept) smaller.faults.push_back(scenario.faults[i]);
  return smaller;
}

Scenario with_messages(const Scenario& scenario, const std::vector<BodyId>& written,
                       const std::vector<std::size_t>& kept) {
  Scenario smaller = scenario;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (!std::binary_search(kept.begin(), kept.end(), i)) smaller = muted(smaller, written[i]);
  }
  return smaller;
}

}  // namespace

void Shrinker::remove_faults() {
  tell("faults");
  const Scenario base = now_;
  const auto kept = ddmin(
      base.faults.size(),
      [&](const std::vector<std::vector<std::size_t>>& candidates) {
        const auto candidate = [&](std::size_t i) { return with_faults(base, candidates[i]); };
        const auto found = first_of(candidates.size(), candidate);
        if (found) {
          now_ = candidate(*found);
          tell();
        }
        return found;
      },
      [&] { return enough(); });
  now_ = with_faults(base, kept);
  tell("faults");
}

void Shrinker::remove_messages() {
  tell("messages");
  const Scenario base = now_;
  const std::vector<BodyId> all = written(base);
  const auto kept = ddmin(
      all.size(),
      [&](const std::vector<std::vector<std::size_t>>& candidates) {
        const auto candidate = [&](std::size_t i) {
          return with_messages(base, all, candidates[i]);
        };
        const auto found = first_of(candidates.size(), candidate);
        if (found) {
          now_ = candidate(*found);
          tell();
        }
        return found;
      },
      [&] { return enough(); });
  now_ = with_messages(base, all, kept);
  tell("messages");
}

void Shrinker::make_minimal() {
  bool smaller = true;
  while (smaller && !enough()) {
    std::vector<Scenario> candidates;
    for (std::size_t i = 0; i < now_.faults.size(); ++i) {
      candidates.push_back(now_);
      candidates.back().faults.erase(candidates.back().faults.begin() +
                                     static_cast<std::ptrdiff_t>(i));
    }
    for (std::size_t i = 0; i < now_.answers.size(); ++i) {
      candidates.push_back(now_);
      candidates.back().answers.erase(candidates.back().answers.begin() +
                                      static_cast<std::ptrdiff_t>(i));
    }
    for (const BodyId body : written(now_)) candidates.push_back(muted(now_, body));
    smaller = adopt(candidates);
  }
}

void Shrinker::close_ranks() { adopt({compact(now_), renumbered()}); }

bool Shrinker::remove_devices() {
  std::vector<Scenario> candidates;
  const auto add = [&](std::optional<Scenario> smaller) {
    if (smaller) candidates.push_back(std::move(*smaller));
  };
  for (std::size_t c = now_.conversations.size(); c-- > 0;) {
    add(without_conversation(now_, ConvId(c)));
  }
  for (std::size_t u = now_.users.size(); u-- > 0;) add(without_user(now_, UserId(u)));
  for (std::size_t d = now_.devices.size(); d-- > 0;) add(without_device(now_, DeviceId(d)));
  return adopt(candidates);
}

bool Shrinker::remove_processes() {
  std::vector<Scenario> candidates;
  const auto add = [&](const std::function<void(Topology&)>& change) {
    if (auto smaller = with_topology(now_, change)) candidates.push_back(std::move(*smaller));
  };
  using Process = ProcessOptions Topology::*;
  for (const Process kind : {&Topology::gateway, &Topology::logic, &Topology::store}) {
    for (std::uint32_t count = 1; count < (now_.topology.*kind).count; ++count) {
      add([=](Topology& topology) { (topology.*kind).count = count; });
    }
    for (std::uint32_t spare = 0; spare < (now_.topology.*kind).spare; ++spare) {
      add([=](Topology& topology) { (topology.*kind).spare = spare; });
    }
    if ((now_.topology.*kind).threads > 1) {
      add([=](Topology& topology) { (topology.*kind).threads = 1; });
    }
  }
  if (now_.topology.backbone.sockets > 1) {
    add([](Topology& topology) { topology.backbone.sockets = 1; });
  }
  if (now_.topology.hosts != 0) add([](Topology& topology) { topology.hosts = 0; });
  return adopt(candidates);
}

void Shrinker::shrink_topology() {
  tell("topology");
  while (!enough() && remove_devices()) tell("topology");
  while (!enough() && remove_processes()) tell("topology");
  if (const auto pinned = with_home_gateways(now_)) adopt({*pinned});
  tell("topology");
}

}  // namespace imstorm
