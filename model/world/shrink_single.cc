// Most designs that break do so with a single fault in an otherwise harmless run.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "model/scenario/processes.h"
#include "model/world/edit_scenario.h"
#include "model/world/retime.h"
#include "model/world/shrinker.h"

namespace imstorm {
namespace {

/// Packets that are lost or late in turn, and instants that a fault is tried at.
constexpr std::size_t kPacketsMax = 1'500;
constexpr std::size_t kPlacesMax = 48;
/// Different faults of the finding that are tried alone.
constexpr std::size_t kFaultsMax = 48;
/// Messages that are tried alone.
constexpr std::size_t kAloneMax = 8;
/// So late a packet comes behind what is sent after it.
constexpr Duration kLate = seconds(10);
/// A disk that is so slow has something to lose whenever its process dies.
constexpr Duration kSlowDisk = milliseconds(500);

Scenario with_slow_disks(Scenario scenario) {
  const ProcessTable table(scenario);
  Fault slow;
  slow.kind = FaultKind::SlowDisk;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (table.rows[i].kind == ProcessKind::Store) slow.from.push_back(ProcessId(i));
  }
  slow.lasts = scenario.duration;
  slow.amount = kSlowDisk;
  scenario.faults.push_back(slow);
  return scenario;
}

/// Each packet of that run, lost or late.
std::vector<Fault> packet_faults(const Trace& trace, FaultKind kind) {
  std::map<std::tuple<int, std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> met;
  std::vector<Fault> faults;
  for (const Trace::Packet& packet : trace.packets) {
    if (faults.size() == kPacketsMax) break;
    Fault fault;
    fault.kind = kind;
    fault.from = {ProcessId(packet.from)};
    fault.to = {ProcessId(packet.to)};
    fault.both_ways = false;
    fault.packet.frame = static_cast<std::uint8_t>(packet.kind);
    fault.packet.body = packet.body.value;
    fault.packet.nth =
        ++met[{static_cast<int>(packet.kind), packet.body.value, packet.from, packet.to}];
    if (kind == FaultKind::Delay) fault.amount = kLate;
    faults.push_back(std::move(fault));
  }
  return faults;
}

/// A process ends, and what it had not synced with it.
bool kills(const Fault& fault) {
  return fault.kind == FaultKind::Crash || fault.kind == FaultKind::HostCrash ||
         fault.kind == FaultKind::Kill;
}

/// The finding's own kinds of fault, each place once: first those that kill, which break most.
std::vector<Fault> different_faults(const FaultPlan& all) {
  std::set<std::tuple<FaultKind, std::vector<ProcessId>, std::vector<ProcessId>, HostId>> known;
  std::vector<Fault> faults;
  for (const bool deadly : {true, false}) {
    for (Fault fault : all) {
      if (faults.size() == kFaultsMax) return faults;
      if (!is_timed(fault) || kills(fault) != deadly) continue;
      if (!known.emplace(fault.kind, fault.from, fault.to, fault.host).second) continue;
      if (deadly) fault.losing = Fault::kAllWrites;
      faults.push_back(std::move(fault));
    }
  }
  return faults;
}

Scenario with(const Scenario& base, const Fault& fault) {
  Scenario scenario = base;
  scenario.faults.push_back(fault);
  return scenario;
}

/// One world for each device and conversation that it writes to, in which it writes its first
/// message there and nobody writes anything else.
std::vector<Scenario> single_messages(const Scenario& calm) {
  std::vector<Scenario> all;
  std::set<std::pair<DeviceId, ConvId>> known;
  const std::vector<BodyId> bodies = written(calm);
  for (const BodyId body : bodies) {
    if (all.size() == kAloneMax || body.index() >= calm.sends.size()) break;
    const SendSpec& send = calm.sends[body.index()];
    if (send.reply_to || !known.emplace(send.device, send.conv).second) continue;
    Scenario alone = calm;
    for (const BodyId other : bodies) {
      if (other != body) alone = muted(alone, other);
    }
    all.push_back(std::move(alone));
  }
  return all;
}

}  // namespace

bool Shrinker::find_single(const Scenario& whole) {
  tell("search");
  const Scenario calm = undisturbed(whole);
  if (adopt({calm})) return true;
  const Trace trace = recorded(calm).trace;
  for (const FaultKind kind : {FaultKind::Drop, FaultKind::Delay}) {
    const std::vector<Fault> faults = packet_faults(trace, kind);
    if (adopt(faults.size(), [&](std::size_t i) { return with(calm, faults[i]); })) return true;
  }
  const std::vector<Fault> faults = different_faults(whole.faults);
  for (const Scenario& base : {calm, with_slow_disks(calm)}) {
    for (const Fault& fault : faults) {
      const Scenario there = with(base, fault);
      const std::vector<Instant> places = places_for(there, there.faults.size() - 1, kPacketsMax);
      const std::size_t step = places.size() / kPlacesMax + 1;
      const auto moved = [&](std::size_t i) {
        Scenario candidate = there;
        candidate.faults.back().at = places[i * step];
        return candidate;
      };
      if (adopt((places.size() + step - 1) / step, moved)) return true;
    }
  }
  return false;
}

bool Shrinker::find_alone(const Scenario& whole) {
  tell("search");
  const Scenario calm = undisturbed(whole);
  for (const Scenario& alone : single_messages(calm)) {
    if (adopt({alone})) return true;
    const Trace trace = recorded(alone).trace;
    for (const FaultKind kind : {FaultKind::Drop, FaultKind::Delay}) {
      const std::vector<Fault> faults = packet_faults(trace, kind);
      if (adopt(faults.size(), [&](std::size_t i) { return with(alone, faults[i]); })) return true;
    }
    std::vector<Address> losses = asked(alone);
    std::erase_if(losses, [](const Address& address) { return address.choice != Choice::Loss; });
    losses.resize(std::min(losses.size(), kPacketsMax));
    const auto lost = [&](std::size_t i) {
      Scenario scenario = alone;
      scenario.answers.push_back({losses[i], ~std::uint64_t{0}});
      return scenario;
    };
    if (adopt(losses.size(), lost)) return true;
  }
  return false;
}

}  // namespace imstorm
