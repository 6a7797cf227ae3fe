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
/// So many of its own faults are tried beside one packet's fate.
constexpr std::size_t kOwnMax = 6;
/// A device is without a network for so long.
constexpr Duration kAway = seconds(10);
/// A disk that is so slow has something to lose whenever its process dies.
constexpr Duration kSlowDisk = milliseconds(500);

Scenario with_slow_disks(Scenario scenario, ProcessKind kind) {
  const ProcessTable table(scenario);
  Fault slow;
  slow.kind = FaultKind::SlowDisk;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    if (table.rows[i].kind == kind) slow.from.push_back(ProcessId(i));
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

/// The kinds of fault that kill or cut off in that plan, at each process that there is.
std::vector<Fault> faults_like(const FaultPlan& plan, const Scenario& scenario) {
  const auto has = [&](FaultKind kind) {
    return std::any_of(plan.begin(), plan.end(), [=](const Fault& f) { return f.kind == kind; });
  };
  const bool crashes = has(FaultKind::Crash) || has(FaultKind::HostCrash);
  const ProcessTable table(scenario);
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const bool device = table.rows[i].kind == ProcessKind::Device;
    const auto add = [&](FaultKind kind, Duration lasts, std::uint32_t losing) {
      Fault fault;
      fault.kind = kind;
      fault.from = {ProcessId(i)};
      fault.lasts = lasts;
      fault.losing = losing;
      faults.push_back(std::move(fault));
    };
    for (const std::uint32_t losing : {Fault::kAllWrites, 1U}) {
      if (!device && crashes) add(FaultKind::Crash, seconds(1), losing);
      if (device && has(FaultKind::Kill)) add(FaultKind::Kill, seconds(1), losing);
    }
    if (device && has(FaultKind::Break)) add(FaultKind::Break, {}, Fault::kByChance);
    if (device && has(FaultKind::Offline)) add(FaultKind::Offline, kAway, Fault::kByChance);
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
  probe_only_ = {};
  const Scenario calm = undisturbed(whole);
  if (adopt({calm})) return true;
  if (adopt_one_packet(calm)) return true;
  const std::vector<Fault> faults = different_faults(whole.faults);
  return adopt_one_of(faults, calm);
}

/// One of the faults at one of the places where it can strike; else where disks are slow.
bool Shrinker::adopt_one_of(const std::vector<Fault>& faults, const Scenario& calm) {
  for (const Scenario& base : {calm, with_slow_disks(calm, ProcessKind::Store),
                               with_slow_disks(calm, ProcessKind::Device)}) {
    for (const Fault& fault : faults) {
      if (enough()) return false;
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

bool Shrinker::adopt_one_packet(const Scenario& base) {
  const Trace trace = recorded(base).trace;
  for (const FaultKind kind : {FaultKind::Drop, FaultKind::Delay}) {
    const std::vector<Fault> faults = packet_faults(trace, kind);
    if (adopt(faults.size(), [&](std::size_t i) { return with(base, faults[i]); })) return true;
  }
  return false;
}

bool Shrinker::find_simpler(const Scenario& whole) {
  tell("search");
  const Scenario found = now_;
  const Scenario calm = undisturbed(found);
  if (adopt({calm}) || adopt_one_packet(calm)) return true;
  if (adopt_one_of(faults_like(whole.faults, found), calm)) return true;
  if (found.faults.size() > kOwnMax) return false;
  for (const Fault& own : found.faults) {
    if (adopt_one_packet(with(calm, own))) return true;
  }
  return false;
}

bool Shrinker::find_alone(const Scenario& whole) {
  tell("search");
  probe_only_ = {};
  const Scenario calm = undisturbed(whole);
  for (const Scenario& alone : single_messages(calm)) {
    if (adopt({alone})) return true;
    if (adopt_one_packet(alone)) return true;
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
