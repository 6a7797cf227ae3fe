#include "sim/fault/storm_draw.h"

#include <algorithm>
#include <utility>

#include "sim/core/hash.h"

namespace imstorm {
namespace {

using Place = StormPlaces::Place;

/// Draws the faults of one storm, kind by kind and place by place.
class Drawing {
 public:
  Drawing(const StormOptions& options, const Decider& decider)
      : options_(options), decider_(decider), begin_{options.begin.ns} {}

  /// Calls `make(fault, address)` for each time that `kind` strikes the place called `key`. `make`
  /// fills in the rest, with decisions that derive from `address`.
  template <class Make>
  void strike(FaultKind kind, const StormRate& rate, std::uint64_t key, const Make& make) {
    if (rate.every.ns <= 0) return;
    const Instant end = begin_ + options_.length;
    const std::uint64_t place = hash_mix(key, static_cast<std::uint64_t>(kind) + 1);
    Instant at = begin_;
    for (std::uint64_t nth = 1; plan_.size() < kStormFaultsMax; ++nth) {
      // Uniform between nothing and twice the mean.
      at += decider_.between({Choice::StormGap, place, nth, 0}, nanoseconds(1), rate.every * 2);
      if (at >= end) return;
      Fault fault;
      fault.kind = kind;
      fault.at = at;
      fault.lasts = decider_.between({Choice::StormLength, place, nth, 0}, rate.least, rate.most);
      make(fault, Address{Choice::StormDetail, place, nth, 0});
      plan_.push_back(std::move(fault));
      at += plan_.back().lasts;
    }
  }

  /// The whole storm at once, from its first to its last moment.
  void spread(FaultKind kind, Ratio rate, Duration amount, const std::vector<Place>& places) {
    if (rate.ppm == 0 || places.empty()) return;
    Fault fault;
    fault.kind = kind;
    fault.at = begin_;
    fault.lasts = options_.length;
    fault.rate = rate;
    fault.amount = amount;
    for (const Place& place : places) fault.from.push_back(place.process);
    plan_.push_back(std::move(fault));
  }

  const Decider& decider() const { return decider_; }
  FaultPlan take() {
    std::stable_sort(plan_.begin(), plan_.end(),
                     [](const Fault& a, const Fault& b) { return a.at < b.at; });
    return std::move(plan_);
  }

 private:
  const StormOptions& options_;
  const Decider& decider_;
  Instant begin_;
  FaultPlan plan_;
};

/// From -most to +most, 0 if harmless.
std::int64_t either_way(const Decider& decider, Address address, std::int64_t most) {
  const auto size =
      static_cast<std::int64_t>(decider.below(address, static_cast<std::uint64_t>(most) + 1));
  address.attempt = 1;
  return decider.chance(address, percent(50)) ? -size : size;
}

void draw_processes(Drawing& drawing, const StormOptions& options, const StormPlaces& places) {
  const auto on = [](const Place& place) {
    return [&place](Fault& fault, const Address&) { fault.from = {place.process}; };
  };
  for (const Place& place : places.servers) {
    drawing.strike(FaultKind::Crash, options.crash, place.key, on(place));
    drawing.strike(FaultKind::Pause, options.pause, place.key, on(place));
  }
  for (const Place& place : places.devices) {
    drawing.strike(FaultKind::Pause, options.pause, place.key, on(place));
    drawing.strike(FaultKind::Offline, options.offline, place.key, on(place));
    drawing.strike(FaultKind::Kill, options.kill, place.key, on(place));
    drawing.strike(FaultKind::Wipe, options.wipe, place.key, on(place));
    drawing.strike(FaultKind::LoseCache, options.lose_cache, place.key, on(place));
    drawing.strike(FaultKind::Reinstall, options.reinstall, place.key, on(place));
  }
  for (const Place& place : places.disks) {
    drawing.strike(FaultKind::SlowDisk, options.slow_disk, place.key,
                   [&](Fault& fault, const Address&) {
                     fault.from = {place.process};
                     fault.amount = options.slow_disk_by;
                   });
  }
  for (const Place& place : places.standbys) {
    drawing.strike(FaultKind::FailOver, options.fail_over, place.key,
                   [&](Fault& fault, const Address& address) {
                     fault.from = {place.process};
                     fault.amount = fault.lasts;
                     fault.lasts = drawing.decider().between(address, options.takeover_least,
                                                             options.takeover_most);
                   });
  }
  for (const StormPlaces::Host& place : places.hosts) {
    drawing.strike(FaultKind::HostCrash, options.host_crash, place.key,
                   [&](Fault& fault, const Address&) { fault.host = place.host; });
  }
}

void draw_clocks(Drawing& drawing, const StormOptions& options, const std::vector<Place>& places) {
  for (const Place& place : places) {
    drawing.strike(FaultKind::ClockStep, options.clock_step, place.key,
                   [&](Fault& fault, const Address& address) {
                     fault.from = {place.process};
                     fault.lasts = {};
                     fault.amount.ns =
                         either_way(drawing.decider(), address, options.clock_step_most.ns);
                   });
    drawing.strike(FaultKind::ClockDrift, options.clock_drift, place.key,
                   [&](Fault& fault, const Address& address) {
                     fault.from = {place.process};
                     fault.ppm = static_cast<std::int32_t>(
                         either_way(drawing.decider(), address, options.clock_drift_ppm));
                   });
  }
}

/// A server is cut off from some of the others, one way or both.
void draw_partitions(Drawing& drawing, const StormOptions& options,
                     const std::vector<Place>& servers) {
  if (servers.size() < 2) return;
  const auto peer_of = [&servers](const Place& place) {
    return servers[place.process == servers[0].process ? 1 : 0].process;
  };
  for (const Place& place : servers) {
    drawing.strike(
        FaultKind::Partition, options.partition, place.key,
        [&](Fault& fault, const Address& address) {
          fault.from = {place.process};
          for (const Place& peer : servers) {
            const Address coin{Choice::StormDetail, hash_mix(address.place, peer.key),
                               address.subject, 1};
            if (peer.process != place.process && drawing.decider().chance(coin, percent(60))) {
              fault.to.push_back(peer.process);
            }
          }
          if (fault.to.empty()) fault.to.push_back(peer_of(place));
          fault.both_ways = !drawing.decider().chance(address, percent(30));
        });
  }
}

void draw_breaks(Drawing& drawing, const StormOptions& options, const StormPlaces& places) {
  const auto snap = [&](Fault& fault, const Address& address) {
    fault.lasts = {};
    if (!drawing.decider().chance(address, options.half_open)) return;
    fault.kind = FaultKind::HalfOpen;
    Address which = address;
    which.attempt = 1;
    if (drawing.decider().chance(which, percent(50))) std::swap(fault.from, fault.to);
  };
  for (const StormPlaces::Pair& pair : places.pairs) {
    drawing.strike(FaultKind::Break, options.cut, hash_mix(pair.a.key, pair.b.key),
                   [&](Fault& fault, const Address& address) {
                     fault.from = {pair.a.process};
                     fault.to = {pair.b.process};
                     snap(fault, address);
                   });
  }
  for (const Place& device : places.devices) {
    drawing.strike(FaultKind::Break, options.cut, device.key,
                   [&](Fault& fault, const Address& address) {
                     fault.from = {device.process};
                     snap(fault, address);
                   });
  }
}

void draw_stores(Drawing& drawing, const StormOptions& options, const StormPlaces& places) {
  for (const Place& place : places.caches) {
    drawing.strike(FaultKind::CacheFlush, options.cache_flush, place.key,
                   [&](Fault& fault, const Address&) {
                     fault.from = {place.process};
                     fault.lasts = {};
                   });
  }
  drawing.spread(FaultKind::CommitFailsBefore, options.commit_fails_before, {}, places.committers);
  drawing.spread(FaultKind::CommitFailsAfter, options.commit_fails_after, {}, places.committers);
  drawing.spread(FaultKind::CommitCrawls, options.commit_crawls, options.commit_crawls_by,
                 places.committers);
  for (const Place& place : places.replicas) {
    drawing.strike(FaultKind::WipeDisk, options.wipe_store, place.key,
                   [&](Fault& fault, const Address&) {
                     fault.from = {place.process};
                     fault.spares_majority = true;
                   });
  }
  for (const Place& place : places.id_services) {
    drawing.strike(FaultKind::WipeDisk, options.wipe_ids, place.key,
                   [&](Fault& fault, const Address&) { fault.from = {place.process}; });
  }
}

/// Processes come and go, and change.
void draw_changes(Drawing& drawing, const StormOptions& options, const StormPlaces& places) {
  for (const Place& place : places.members) {
    drawing.strike(FaultKind::Join, options.join, place.key, [&](Fault& fault, const Address&) {
      fault.from = {place.process};
      fault.lasts = {};
    });
    drawing.strike(FaultKind::Leave, options.leave, place.key,
                   [&](Fault& fault, const Address&) { fault.from = {place.process}; });
    drawing.strike(FaultKind::Replace, options.replace, place.key,
                   [&](Fault& fault, const Address&) {
                     fault.from = {place.process};
                     fault.amount = fault.lasts / 2;
                   });
  }
  for (const Place& place : places.servers) {
    drawing.strike(
        FaultKind::Resize, options.resize, place.key, [&](Fault& fault, const Address& address) {
          fault.from = {place.process};
          fault.lasts = {};
          const std::uint64_t threads = 1 + drawing.decider().below(address, options.resize_most);
          fault.nth = static_cast<std::uint32_t>(threads);
        });
  }
}

}  // namespace

FaultPlan draw_storm(const StormOptions& options, const StormPlaces& places,
                     const Decider& decider) {
  if (!options.on) return {};
  Drawing drawing(options, decider);
  draw_processes(drawing, options, places);
  draw_clocks(drawing, options, places.servers);
  draw_clocks(drawing, options, places.devices);
  draw_partitions(drawing, options, places.servers);
  draw_breaks(drawing, options, places);
  drawing.spread(FaultKind::Loss, options.loss, {}, places.devices);
  drawing.spread(FaultKind::Duplication, options.duplication, {}, places.devices);
  drawing.spread(FaultKind::Reordering, options.reordering, seconds(2), places.devices);
  draw_stores(drawing, options, places);
  draw_changes(drawing, options, places);
  return drawing.take();
}

}  // namespace imstorm
