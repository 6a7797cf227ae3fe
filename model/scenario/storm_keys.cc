#include "model/scenario/key.h"
#include "model/scenario/presets.h"

namespace imstorm {
namespace {

constexpr Duration kYear = hours(24 * 365);

template <class Rate>
void add_rate(KeyList& list, const std::string& name, Rate rate, const std::string& what,
              bool lasts = true) {
  list.duration(
      name + ".every", [=](auto& s) -> auto& { return rate(s).every; }, {}, kYear,
      what + ": mean time from one to the next; 0s: never");
  if (!lasts) return;
  list.duration(
      name + ".least", [=](auto& s) -> auto& { return rate(s).least; }, {}, kYear,
      what + ": lasts at least this long");
  list.duration(
      name + ".most", [=](auto& s) -> auto& { return rate(s).most; }, {}, kYear,
      what + ": lasts at most this long");
}

void add_rates(KeyList& list) {
  add_rate(
      list, "storm.crash", [](auto& s) -> auto& { return s.storm.crash; },
      "a server process crashes");
  add_rate(
      list, "storm.host_crash", [](auto& s) -> auto& { return s.storm.host_crash; },
      "a host crashes with all its processes");
  add_rate(
      list, "storm.pause", [](auto& s) -> auto& { return s.storm.pause; },
      "a process stands still");
  add_rate(
      list, "storm.partition", [](auto& s) -> auto& { return s.storm.partition; },
      "a server process is cut off from some others");
  add_rate(
      list, "storm.cut", [](auto& s) -> auto& { return s.storm.cut; },
      "the connections of a pair or a device break", false);
  add_rate(
      list, "storm.slow_disk", [](auto& s) -> auto& { return s.storm.slow_disk; },
      "a disk is slow");
  add_rate(
      list, "storm.clock_step", [](auto& s) -> auto& { return s.storm.clock_step; },
      "a wall clock jumps", false);
  add_rate(
      list, "storm.clock_drift", [](auto& s) -> auto& { return s.storm.clock_drift; },
      "a process's clocks run fast or slow");
  add_rate(
      list, "storm.offline", [](auto& s) -> auto& { return s.storm.offline; },
      "a device has no network");
  add_rate(
      list, "storm.kill", [](auto& s) -> auto& { return s.storm.kill; }, "an app is killed");
  add_rate(
      list, "storm.wipe", [](auto& s) -> auto& { return s.storm.wipe; },
      "a device loses its storage");
  add_rate(
      list, "storm.fail_over", [](auto& s) -> auto& { return s.storm.fail_over; },
      "an id service's standby takes over, as far behind as this lasts, or a store's lead goes to "
      "another replica");
  list.duration(
      "storm.takeover.least", [](auto& s) -> auto& { return s.storm.takeover_least; }, {}, kYear,
      "a standby answers after this at the earliest");
  list.duration(
      "storm.takeover.most", [](auto& s) -> auto& { return s.storm.takeover_most; }, {}, kYear,
      "a standby answers after this at the latest");
  add_rate(
      list, "storm.lose_cache", [](auto& s) -> auto& { return s.storm.lose_cache; },
      "a device loses its cache");
  add_rate(
      list, "storm.reinstall", [](auto& s) -> auto& { return s.storm.reinstall; },
      "a device loses its storage, but not its app's own set of messages");
}

void add_change_rates(KeyList& list) {
  add_rate(
      list, "storm.join", [](auto& s) -> auto& { return s.storm.join; },
      "a gateway or logic process that is not in service is added", false);
  add_rate(
      list, "storm.leave", [](auto& s) -> auto& { return s.storm.leave; },
      "one is removed, and hands over for as long as this lasts");
  add_rate(
      list, "storm.replace", [](auto& s) -> auto& { return s.storm.replace; },
      "one is replaced by another, which is there after this");
  add_rate(
      list, "storm.resize", [](auto& s) -> auto& { return s.storm.resize; },
      "a server gets another number of worker threads", false);
  list.count(
      "storm.resize_most", [](auto& s) -> auto& { return s.storm.resize_most; }, 1, 64, "threads",
      "so many, at most");
}

void add_store_rates(KeyList& list) {
  add_rate(
      list, "storm.wipe_store", [](auto& s) -> auto& { return s.storm.wipe_store; },
      "a replica of a store loses its disk, if the others of its shard are a majority without it");
  add_rate(
      list, "storm.wipe_ids", [](auto& s) -> auto& { return s.storm.wipe_ids; },
      "an id service loses its disk");
  list.ratio(
      "storm.commit_fails_before", [](auto& s) -> auto& { return s.storm.commit_fails_before; },
      "commits of a store or an id service that fail, and nothing is committed");
  list.ratio(
      "storm.commit_fails_after", [](auto& s) -> auto& { return s.storm.commit_fails_after; },
      "commits of a store or an id service that are reported as failed, and are committed");
  list.ratio(
      "storm.commit_crawls", [](auto& s) -> auto& { return s.storm.commit_crawls; },
      "commits of a store or an id service that take much longer");
  list.duration(
      "storm.commit_crawls_by", [](auto& s) -> auto& { return s.storm.commit_crawls_by; }, {},
      hours(1), "so much longer");
  add_rate(
      list, "storm.cache_flush", [](auto& s) -> auto& { return s.storm.cache_flush; },
      "a server loses what it caches", false);
}

}  // namespace

void add_storm_keys(KeyList& list) {
  list.choice(
      "storm.profile", [](auto& s) -> auto& { return s.storm_profile; },
      "figures for the keys of storm that are not set", storm_profile_words());
  list.flag(
      "storm.on", [](auto& s) -> auto& { return s.storm.on; },
      "faults are drawn at random; true as soon as any key of storm is set");
  list.duration(
      "storm.begin", [](auto& s) -> auto& { return s.storm.begin; }, {}, kYear,
      "the storm begins after this");
  list.duration(
      "storm.length", [](auto& s) -> auto& { return s.storm.length; }, nanoseconds(1), kYear,
      "the storm rages this long; then everything heals");
  add_rates(list);
  list.ratio(
      "storm.half_open", [](auto& s) -> auto& { return s.storm.half_open; },
      "share of the cuts that only one end notices");
  list.duration(
      "storm.slow_disk_by", [](auto& s) -> auto& { return s.storm.slow_disk_by; }, {}, hours(1),
      "every sync of a slow disk takes this much longer");
  list.duration(
      "storm.clock_step_most", [](auto& s) -> auto& { return s.storm.clock_step_most; }, {},
      hours(24 * 3'650), "a clock jumps by at most this much, either way");
  list.count(
      "storm.clock_drift_ppm", [](auto& s) -> auto& { return s.storm.clock_drift_ppm; }, 0, 500'000,
      "ppm", "a clock drifts by at most this much, either way");
  list.ratio(
      "storm.crash_at_sync", [](auto& s) -> auto& { return s.storm.crash_at_sync; },
      "a process crashes at a durable step, before it is told");
  list.ratio(
      "storm.loss", [](auto& s) -> auto& { return s.storm.loss; },
      "added to the loss of every client link");
  list.ratio(
      "storm.duplication", [](auto& s) -> auto& { return s.storm.duplication; },
      "added to the duplication of every client link");
  list.ratio(
      "storm.reordering", [](auto& s) -> auto& { return s.storm.reordering; },
      "added to the reordering of every client link");
  add_store_rates(list);
  add_change_rates(list);
}

}  // namespace imstorm
