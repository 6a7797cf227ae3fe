#include "model/world/retime.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "model/scenario/processes.h"
#include "model/world/run.h"

namespace imstorm {
namespace {

/// How far behind a step a fault may strike and still belong to it.
constexpr Duration kBehind = milliseconds(1);

Trace trace_of(const Scenario& scenario) {
  RunSettings settings;
  settings.probe_every = 0;
  settings.keep_trace = true;
  return run_scenario(scenario, scenario.seed, settings).trace;
}

/// What a step is, whenever it happens: process, input, frame, message, sender, and the
/// how-manieth.
using Name = std::tuple<std::uint32_t, int, int, std::uint32_t, std::uint32_t, std::uint32_t>;

/// The steps of some processes that have names, with their instants.
class Places {
 public:
  Places(const Trace& trace, const std::vector<std::uint32_t>& lanes) {
    std::map<Name, std::uint32_t> met;
    for (const Trace::Step& step : trace.steps) {
      if (std::find(lanes.begin(), lanes.end(), step.lane) == lanes.end()) continue;
      if (step.input != Trace::Input::Receive && step.input != Trace::Input::Durable &&
          step.input != Trace::Input::Write) {
        continue;
      }
      Name name{step.lane, static_cast<int>(step.input), -1, 0, 0, 0};
      // A durable write is named by the packet that brought what was written.
      const std::uint32_t packet = step.packet == Trace::kNone && step.cause != Trace::kNone
                                       ? trace.steps[step.cause].packet
                                       : step.packet;
      if (packet != Trace::kNone) {
        std::get<2>(name) = static_cast<int>(trace.packets[packet].kind);
        std::get<3>(name) = trace.packets[packet].body.value;
        std::get<4>(name) = trace.packets[packet].from;
      }
      const std::uint32_t nth = met[name]++;
      std::get<5>(name) = nth;
      steps_.emplace_back(step.at, name);
      by_name_.emplace(name, step.at);
    }
  }

  const std::vector<std::pair<Instant, Name>>& steps() const { return steps_; }
  std::optional<Instant> find(const Name& name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return {};
    return found->second;
  }

 private:
  std::vector<std::pair<Instant, Name>> steps_;  // by instant
  std::map<Name, Instant> by_name_;
};

std::vector<std::uint32_t> lanes_of(const Fault& fault, const ProcessTable& table) {
  std::vector<std::uint32_t> lanes;
  const bool anybody = fault.kind != FaultKind::HostCrash && fault.from.empty() && fault.to.empty();
  for (std::size_t p = 0; p < table.rows.size(); ++p) {
    const auto names = [&](const std::vector<ProcessId>& side) {
      return std::find(side.begin(), side.end(), ProcessId(p)) != side.end();
    };
    const bool on_host = fault.kind == FaultKind::HostCrash && table.rows[p].host == fault.host;
    if (anybody || on_host || names(fault.from) || names(fault.to)) {
      lanes.push_back(static_cast<std::uint32_t>(p));
    }
  }
  return lanes;
}

/// Where in `now` the instant `at` of `before` lies; nothing if neither neighbour is there.
std::optional<Instant> moved(Instant at, const Places& before, const Places& now) {
  const auto& steps = before.steps();
  const auto next = std::upper_bound(steps.begin(), steps.end(), at,
                                     [](Instant t, const auto& step) { return t < step.first; });
  std::optional<Instant> after, until;
  Duration behind{};
  if (next != steps.begin()) {
    behind = at - std::prev(next)->first;
    after = now.find(std::prev(next)->second);
  }
  if (next != steps.end()) until = now.find(next->second);
  if (after && until && *after < *until) {
    return *after + std::min({behind, kBehind, Duration{(*until - *after).ns / 2}});
  }
  if (after) return *after + std::min(behind, kBehind);
  if (until) return *until - std::min(kBehind, *until - Instant{});
  return {};
}

}  // namespace

bool is_timed(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::Drop:
    case FaultKind::Duplicate:
    case FaultKind::Delay:
    case FaultKind::CrashAtSync:
      return false;
    default:
      return true;
  }
}

Scenario retimed(const Scenario& scenario, const Trace& before) {
  const ProcessTable table(scenario);
  std::vector<std::size_t> order;
  Scenario partly = scenario;
  partly.faults.clear();
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    if (is_timed(scenario.faults[i])) {
      order.push_back(i);
    } else {
      partly.faults.push_back(scenario.faults[i]);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return scenario.faults[a].at < scenario.faults[b].at;
  });
  Scenario result = scenario;
  for (const std::size_t i : order) {
    const std::vector<std::uint32_t> lanes = lanes_of(scenario.faults[i], table);
    const Trace now = trace_of(partly);
    const auto at = moved(scenario.faults[i].at, Places(before, lanes), Places(now, lanes));
    if (at) result.faults[i].at = *at;
    partly.faults.push_back(result.faults[i]);
  }
  return result;
}

std::vector<Instant> places_for(const Scenario& scenario, std::size_t index, std::size_t most) {
  const std::vector<std::uint32_t> lanes = lanes_of(scenario.faults[index], ProcessTable(scenario));
  Scenario without = scenario;
  without.faults.erase(without.faults.begin() + static_cast<std::ptrdiff_t>(index));
  const Places places(trace_of(without), lanes);
  std::vector<Instant> found;
  const auto& steps = places.steps();
  for (std::size_t i = 0; i + 1 < steps.size() && found.size() < most; ++i) {
    const Duration gap = steps[i + 1].first - steps[i].first;
    if (gap.ns > 1) found.push_back(steps[i].first + std::min(kBehind, Duration{gap.ns / 2}));
  }
  return found;
}

Fault fault_at(const Trace& trace, std::uint32_t index) {
  const Trace::Packet& packet = trace.packets[index];
  Fault fault;
  fault.from = {ProcessId(packet.from)};
  fault.to = {ProcessId(packet.to)};
  fault.both_ways = false;
  fault.packet.frame = static_cast<std::uint8_t>(packet.kind);
  fault.packet.body = packet.body.value;
  fault.packet.nth = 1;
  for (std::uint32_t i = 0; i < index; ++i) {
    const Trace::Packet& other = trace.packets[i];
    const bool matches = !other.copy && other.kind == packet.kind && other.from == packet.from &&
                         other.to == packet.to && (!packet.body || other.body == packet.body);
    if (matches) ++fault.packet.nth;
  }
  return fault;
}

std::vector<PacketFault> packet_faults_of(const Scenario& scenario, const Trace& trace) {
  const Topology& topology = scenario.topology;
  const ProcessTable table(scenario);
  const auto link_of = [&](const Trace::Packet& packet) -> const LinkOptions& {
    for (const std::uint32_t end : {packet.from, packet.to}) {
      const ProcessTable::Row& row = table.rows[end];
      if (row.kind == ProcessKind::Device) return scenario.devices[row.index].edge;
    }
    return topology.backbone;
  };
  using Way = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
  std::map<Way, Instant> last;  // arrivals, for streams
  std::vector<PacketFault> found;
  for (std::uint32_t i = 0; i < trace.packets.size(); ++i) {
    const Trace::Packet& packet = trace.packets[i];
    if (packet.copy || packet.fate == Trace::Fate::OnTheWay ||
        packet.fate == Trace::Fate::Dropped) {
      continue;
    }
    if (packet.fate != Trace::Fate::Delivered) {
      found.push_back({i, fault_at(trace, i)});
      found.back().fault.kind = FaultKind::Drop;
      continue;
    }
    const LinkOptions& link = link_of(packet);
    const bool stream = link.transport == LinkOptions::Transport::Stream;
    Instant& before = last[{packet.from, packet.to, packet.socket}];
    Instant least = packet.left + link.latency.base;
    if (stream) least = std::max(least, before);
    before = packet.ended;
    if (packet.ended <= least) continue;
    found.push_back({i, fault_at(trace, i)});
    found.back().fault.kind = FaultKind::Delay;
    found.back().fault.amount = packet.ended - least;
  }
  return found;
}

}  // namespace imstorm
