// What can be left out of a finding.
#include <algorithm>
#include <initializer_list>
#include <utility>

#include "model/world/edit_scenario.h"
#include "model/world/shrinker.h"
#include "model/world/spell_out.h"
#include "sim/search/leave_out.h"

namespace imstorm {
namespace {

/// What can be left out of a scenario, by its place there.
struct Part {
  Shrinker::What what{};
  std::size_t index = 0;
};

std::vector<Part> parts_of(const Scenario& scenario, const std::vector<BodyId>& messages,
                           std::initializer_list<Shrinker::What> kinds) {
  std::vector<Part> parts;
  for (const Shrinker::What what : kinds) {
    const std::size_t count = what == Shrinker::What::Faults    ? scenario.faults.size()
                              : what == Shrinker::What::Answers ? scenario.answers.size()
                                                                : messages.size();
    for (std::size_t i = 0; i < count; ++i) parts.push_back({what, i});
  }
  return parts;
}

/// The scenario without those of the parts that are not kept.
Scenario with_parts(const Scenario& scenario, const std::vector<BodyId>& messages,
                    const std::vector<Part>& parts, const std::vector<std::size_t>& kept) {
  Scenario smaller = scenario;
  for (const Part& part : parts) {
    if (part.what == Shrinker::What::Faults) smaller.faults.clear();
    if (part.what == Shrinker::What::Answers) smaller.answers.clear();
  }
  std::vector<bool> stays(parts.size());
  for (const std::size_t i : kept) stays[i] = true;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t index = parts[i].index;
    if (parts[i].what == Shrinker::What::Messages) {
      if (!stays[i]) smaller = muted(smaller, messages[index]);
    } else if (stays[i] && parts[i].what == Shrinker::What::Faults) {
      smaller.faults.push_back(scenario.faults[index]);
    } else if (stays[i]) {
      smaller.answers.push_back(scenario.answers[index]);
    }
  }
  return smaller;
}

}  // namespace

void Shrinker::remove(std::initializer_list<What> kinds) {
  const Scenario base = now_;
  const std::vector<BodyId> messages = written(base);
  const std::vector<Part> parts = parts_of(base, messages, kinds);
  const auto kept = leave_out(
      parts.size(),
      [&](const std::vector<std::vector<std::size_t>>& candidates) {
        const auto candidate = [&](std::size_t i) {
          return with_parts(base, messages, parts, candidates[i]);
        };
        const auto found = first_of(candidates.size(), candidate);
        if (found) {
          now_ = candidate(*found);
          tell();
        }
        return found;
      },
      [&] { return enough(); });
  now_ = with_parts(base, messages, parts, kept);
  tell();
}

void Shrinker::remove_faults() {
  tell("faults");
  remove({What::Faults});
}

void Shrinker::remove_messages() {
  tell("messages");
  remove({What::Messages});
}

void Shrinker::make_minimal() { remove({What::Messages, What::Answers, What::Faults}); }

/// Whatever it costs: a file cannot say that a number is left out.
bool Shrinker::close_ranks() {
  probe_only_ = {};  // it has another number now
  if (closed()) return true;
  for (const Scenario& candidate : {compact(now_), renumbered()}) {
    if (!breaks(candidate)) continue;
    now_ = candidate;
    return true;
  }
  return false;
}

bool Shrinker::closed() const {
  return message_count(now_) == now_.sends.size() + now_.signals.size();
}

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
