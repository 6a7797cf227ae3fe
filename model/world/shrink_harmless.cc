// What in a finding can be as it mostly is: latencies at their least, instants that are easy to
// say.
#include <algorithm>
#include <utility>

#include "model/world/retime.h"
#include "model/world/shrinker.h"
#include "sim/search/leave_out.h"

namespace imstorm {
namespace {

/// Other places that a fault is tried at.
constexpr std::size_t kPlacesMax = 400;
/// How far faults are moved about at a time: no whole part of anything else.
constexpr Duration kShift = milliseconds(173);
constexpr std::size_t kShiftsMax = 1'500;
constexpr std::size_t kShiftsAtOnce = 20;
/// Of what the network did, so much is kept meanwhile.
constexpr std::size_t kNoiseMax = 150;
/// Only so few faults are tried at other places.
constexpr std::size_t kMovedMax = 4;

Scenario harmless(Scenario scenario) {
  scenario.decisions = Decisions::Harmless;
  return scenario;
}

bool can_lose_writes(const Fault& fault) {
  return fault.kind == FaultKind::Crash || fault.kind == FaultKind::HostCrash ||
         fault.kind == FaultKind::Kill || fault.kind == FaultKind::CrashAtSync;
}

/// Harmless chance keeps un-synced writes; a crash may say that they are lost.
Scenario losing_writes(Scenario scenario) {
  for (Fault& fault : scenario.faults) {
    if (can_lose_writes(fault)) fault.losing = Fault::kAllWrites;
  }
  return scenario;
}

Scenario with_more(Scenario scenario, const FaultPlan& more) {
  scenario.faults.insert(scenario.faults.end(), more.begin(), more.end());
  return scenario;
}

}  // namespace

bool Shrinker::harmless_as_it_is(const Trace& before) {
  const Scenario same = harmless(now_);
  const Scenario moved = retimed(same, before);
  const Scenario lossy = losing_writes(same);
  return adopt({same, moved, lossy, retimed(lossy, before)});
}

/// The network's share of the run, packet by packet: first only what it lost.
bool Shrinker::harmless_with_packet_faults(const Trace& before) {
  FaultPlan all, losses;
  for (const PacketFault& one : packet_faults_of(now_, before)) {
    all.push_back(one.fault);
    if (one.fault.kind == FaultKind::Drop) losses.push_back(one.fault);
  }
  const Scenario same = harmless(now_);
  const Scenario moved = retimed(same, before);
  const bool found =
      adopt({with_more(same, losses), with_more(moved, losses),
             with_more(losing_writes(same), losses), with_more(losing_writes(moved), losses),
             with_more(same, all), with_more(losing_writes(same), all)});
  if (found) remove_faults();
  return found;
}

/// One fault after the other at each place where it could strike.
bool Shrinker::harmless_elsewhere() {
  if (now_.faults.size() > kMovedMax) return false;
  for (const bool lossy : {false, true}) {
    const Scenario base = lossy ? losing_writes(harmless(now_)) : harmless(now_);
    for (std::size_t i = 0; i < base.faults.size(); ++i) {
      if (!is_timed(base.faults[i])) continue;
      std::vector<Scenario> candidates;
      for (const Instant at : places_for(base, i, kPlacesMax)) {
        candidates.push_back(base);
        candidates.back().faults[i].at = at;
      }
      if (adopt(candidates)) return true;
    }
  }
  return false;
}

bool Shrinker::make_harmless() {
  tell("latencies");
  const Trace before = recorded(now_).trace;
  const bool found =
      harmless_as_it_is(before) || harmless_with_packet_faults(before) || harmless_elsewhere();
  if (!found) return false;
  remove_faults();
  // A crash that need not lose writes does not say so.
  for (std::size_t i = 0; i < now_.faults.size(); ++i) {
    if (now_.faults[i].losing == Fault::kByChance) continue;
    Scenario keeps = now_;
    keeps.faults[i].losing = Fault::kByChance;
    adopt({keeps});
  }
  tell("latencies");
  return true;
}

void Shrinker::anchor_packets() {
  for (std::size_t i = 0; i < now_.faults.size(); ++i) {
    if (is_timed(now_.faults[i]) || now_.faults[i].packet.nth < 2) continue;
    const Trace trace = recorded(now_).trace;
    for (const Trace::Packet& packet : trace.packets) {
      if (packet.fault != i || packet.kind != FrameKind{now_.faults[i].packet.frame}) continue;
      Scenario anchored = now_;
      anchored.faults[i].at = packet.left;
      anchored.faults[i].packet.nth = 1;
      adopt({anchored});
      break;
    }
  }
}

/// What chance did on one timeline it may do on another one: as a campaign would, but without a
/// seed. What the network did is kept in part, each time another one.
bool Shrinker::find_harmless(const Scenario& whole) {
  tell("search");
  FaultPlan all, losses;
  for (const PacketFault& one : packet_faults_of(whole, recorded(whole).trace)) {
    all.push_back(one.fault);
    if (one.fault.kind == FaultKind::Drop) losses.push_back(one.fault);
  }
  for (std::size_t shift = 0; shift < kShiftsMax && !enough();) {
    std::vector<Scenario> candidates;
    for (std::size_t i = 0; i < kShiftsAtOnce; ++i, ++shift) {
      Scenario moved = harmless(shift % 2 == 0 ? losing_writes(whole) : whole);
      for (Fault& fault : moved.faults) {
        if (is_timed(fault)) fault.at += kShift * static_cast<std::int64_t>(shift / 6);
      }
      const FaultPlan& noise = shift % 6 < 2 ? losses : all;
      const std::size_t most = shift % 6 < 4 ? std::min(noise.size(), kNoiseMax) : 0;
      for (std::size_t n = 0; n < most; ++n) {
        moved.faults.push_back(noise[(shift * kNoiseMax + n) % noise.size()]);
      }
      candidates.push_back(std::move(moved));
    }
    if (!adopt(candidates)) continue;
    remove_faults();
    return true;
  }
  return false;
}

/// The roundest value at which it still breaks: whole units, the coarsest first.
bool Shrinker::simplify(const std::function<std::int64_t&(Scenario&)>& field, std::int64_t least) {
  std::vector<Scenario> candidates;
  const std::int64_t value = field(now_);
  for (const Duration unit : {seconds(10), seconds(1), milliseconds(100), milliseconds(10),
                              milliseconds(1), microseconds(100), microseconds(10)}) {
    const std::int64_t down = value / unit.ns * unit.ns;
    if (down == value) break;  // round already
    for (const std::int64_t round : {down, down + unit.ns}) {
      if (round < least) continue;
      candidates.push_back(now_);
      field(candidates.back()) = round;
    }
  }
  return adopt(candidates);
}

void Shrinker::simplify_times() {
  tell("times");
  for (std::size_t i = 0; i < now_.sends.size(); ++i) {
    if (now_.sends[i].at == kNever) continue;
    simplify([i](Scenario& s) -> std::int64_t& { return s.sends[i].at.ns; }, 0);
  }
  for (std::size_t i = 0; i < now_.faults.size(); ++i) {
    simplify([i](Scenario& s) -> std::int64_t& { return s.faults[i].at.ns; }, 0);
    if (now_.faults[i].lasts.ns != 0) {
      const bool gone_first = now_.faults[i].kind == FaultKind::Replace;
      simplify([i](Scenario& s) -> std::int64_t& { return s.faults[i].lasts.ns; },
               gone_first ? now_.faults[i].amount.ns : 1);
    }
    if (now_.faults[i].kind == FaultKind::Delay) {
      simplify([i](Scenario& s) -> std::int64_t& { return s.faults[i].amount.ns; }, 1);
    }
  }
  std::vector<Scenario> shorter;
  for (const Duration length : {seconds(1), seconds(10), seconds(30)}) {
    if (length >= now_.duration) break;
    shorter.push_back(now_);
    shorter.back().duration = length;
  }
  adopt(shorter);
  tell("times");
}

}  // namespace imstorm
