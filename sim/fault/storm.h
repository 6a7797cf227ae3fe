#pragma once

#include <array>

#include "sim/core/ratio.h"
#include "sim/core/time.h"
#include "sim/fault/fault.h"

namespace imstorm {

/// How often a fault comes to one place, and how long it lasts.
struct StormRate {
  Duration every;  ///< mean time from one to the next at one place; 0 = never
  Duration least;  ///< shortest duration
  Duration most;   ///< longest duration
  friend bool operator==(const StormRate&, const StormRate&) = default;
};

/// A profile of random faults. All are drawn before the run as a FaultPlan, by decisions, except
/// the rates per packet, per sync and per commit, which are decided on the way.
struct StormOptions {
  bool on = false;                ///< the scenario has a [storm]
  Duration begin;                 ///< quiet before this
  Duration length = seconds(60);  ///< the storm rages this long; then everything heals
  StormRate crash;                ///< per server process
  StormRate host_crash;           ///< per host
  StormRate pause;                ///< per server process and device
  StormRate partition;            ///< per server process: cut off from a random set of the others
  StormRate cut;        ///< per pair of processes that talk and per device: its connections break
  Ratio half_open;      ///< share of those breaks that only one end notices
  StormRate slow_disk;  ///< per process with a disk
  Duration slow_disk_by = milliseconds(500);
  StormRate clock_step;                   ///< per process (durations unused)
  Duration clock_step_most = minutes(5);  ///< either way
  StormRate clock_drift;                  ///< per process
  std::int32_t clock_drift_ppm = 500;     ///< at most, either way
  StormRate offline;                      ///< per device
  StormRate kill;                         ///< per device
  StormRate wipe;                         ///< per device
  StormRate lose_cache;                   ///< per device
  StormRate reinstall;                    ///< per device
  Ratio crash_at_sync;        ///< at each durable step of a server or device, before it is told
  Ratio loss;                 ///< added to every client link
  Ratio duplication;          ///< added to every client link
  Ratio reordering;           ///< added to every client link
  Ratio commit_fails_before;  ///< of a server's commits
  Ratio commit_fails_after;   ///< of a server's commits
  Ratio commit_crawls;        ///< of a server's commits
  Duration commit_crawls_by = seconds(2);
  StormRate cache_flush;  ///< per server that caches (durations unused)
  StormRate fail_over;    ///< per process with a standby; lasts = how far that one is behind
  Duration takeover_least = seconds(15);  ///< until a standby answers
  Duration takeover_most = seconds(60);
  StormRate wipe_store;  ///< per replica of a store, as long as the others are a majority
  StormRate wipe_ids;    ///< per id service
  StormRate join;        ///< per process that can come and go (durations unused)
  StormRate leave;       ///< likewise; lasts = until it is gone
  StormRate replace;     ///< likewise; lasts = until the other one is there, gone after half of it
  StormRate resize;      ///< per server process (durations unused)
  std::uint32_t resize_most = 8;  ///< threads, at most
  friend bool operator==(const StormOptions&, const StormOptions&) = default;
};

}  // namespace imstorm
