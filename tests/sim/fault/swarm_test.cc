#include "sim/fault/swarm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <type_traits>
#include <vector>

namespace imstorm {
namespace {

StormOptions base_storm() {
  StormOptions storm;
  storm.on = true;
  storm.length = seconds(40);
  storm.crash = {seconds(10), seconds(1), seconds(4)};
  storm.cut = {seconds(10), {}, {}};
  storm.loss = percent(4);
  return storm;
}

TEST(Swarm, LeavesOutHalfOfTheKindsAndAddsNone) {
  int crashes = 0;
  int losses = 0;
  int both = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    const StormOptions storm = vary_storm(base_storm(), {}, {}, Decider::seeded(seed));
    crashes += storm.crash.every.ns > 0 ? 1 : 0;
    losses += storm.loss.ppm > 0 ? 1 : 0;
    both += storm.crash.every.ns > 0 && storm.loss.ppm > 0 ? 1 : 0;
    EXPECT_EQ(storm.kill, StormRate{});
    EXPECT_EQ(storm.crash_at_sync, Ratio{});
  }
  EXPECT_NEAR(crashes, 500, 60);
  EXPECT_NEAR(losses, 500, 60);
  EXPECT_NEAR(both, 250, 60);
}

/// Every field of a storm, in their order. With one more, or one fewer, this does not compile.
template <class Visit>
void each_field(StormOptions& storm, const Visit& visit) {
  auto& [on, begin, length, crash, host_crash, pause, partition, cut, half_open, slow_disk,
         slow_disk_by, clock_step, clock_step_most, clock_drift, clock_drift_ppm, offline, kill,
         wipe, lose_cache, reinstall, crash_at_sync, loss, duplication, reordering,
         commit_fails_before, commit_fails_after, commit_crawls, commit_crawls_by, cache_flush,
         fail_over, takeover_least, takeover_most, wipe_store, wipe_ids, join, leave, replace,
         resize, resize_most] = storm;
  const auto all = [&visit](auto&... fields) { (visit(fields), ...); };
  all(on, begin, length, crash, host_crash, pause, partition, cut, half_open, slow_disk,
      slow_disk_by, clock_step, clock_step_most, clock_drift, clock_drift_ppm, offline, kill, wipe,
      lose_cache, reinstall, crash_at_sync, loss, duplication, reordering, commit_fails_before,
      commit_fails_after, commit_crawls, commit_crawls_by, cache_flush, fail_over, takeover_least,
      takeover_most, wipe_store, wipe_ids, join, leave, replace, resize, resize_most);
}

/// The kinds of fault among them: all that has a rate. How many breaks are half-open is no kind.
template <class Visit>
void each_kind(StormOptions& storm, const Visit& visit) {
  each_field(storm, [&](auto& field) {
    using Field = std::remove_reference_t<decltype(field)>;
    if constexpr (std::is_same_v<Field, StormRate>) visit(field, field.every.ns);
    if constexpr (std::is_same_v<Field, Ratio>) {
      if (&field != &storm.half_open) visit(field, field.ppm);
    }
  });
}

StormOptions storm_of_everything() {
  StormOptions storm;
  storm.on = true;
  each_kind(storm, [](auto& kind, auto) {
    if constexpr (std::is_same_v<decltype(kind), StormRate&>) {
      kind = {seconds(10), seconds(1), seconds(4)};
    } else {
      kind = percent(4);
    }
  });
  return storm;
}

TEST(Swarm, VariesEveryKindByItself) {
  std::vector<std::set<std::uint64_t>> runs;  // by kind: which have it
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    StormOptions storm = vary_storm(storm_of_everything(), {}, {}, Decider::seeded(seed));
    std::size_t kind = 0;
    each_kind(storm, [&](auto&, auto rate) {
      runs.resize(std::max(runs.size(), kind + 1));
      if (rate > 0) runs[kind].insert(seed);
      ++kind;
    });
  }
  for (std::size_t kind = 0; kind < runs.size(); ++kind) {
    EXPECT_NEAR(static_cast<double>(runs[kind].size()), 100, 40) << "kind " << kind;
  }
  EXPECT_EQ(std::set(runs.begin(), runs.end()).size(), runs.size()) << "two go together";
}

TEST(Swarm, VariesDensityAndLengthWithinTheirBounds) {
  Duration rarest;
  Duration most_often = hours(1);
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    const StormOptions storm = vary_storm(base_storm(), {}, {}, Decider::seeded(seed));
    EXPECT_GE(storm.length, seconds(10));
    EXPECT_LE(storm.length, seconds(40));
    EXPECT_LE(storm.crash.least, storm.crash.most);
    if (storm.crash.every.ns == 0) continue;
    rarest = std::max(rarest, storm.crash.every);
    most_often = std::min(most_often, storm.crash.every);
  }
  EXPECT_EQ(rarest, seconds(200));                       // 10% of the rate, halved
  EXPECT_EQ(most_often.ns, seconds(10).ns * 100 / 320);  // 160%, doubled
}

TEST(Swarm, ShortensTakeovers) {
  std::set<Duration> least, most;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const StormOptions storm = vary_storm(base_storm(), {}, {}, Decider::seeded(seed));
    least.insert(storm.takeover_least);
    most.insert(storm.takeover_most);
  }
  EXPECT_EQ(least, (std::set{milliseconds(3'750), seconds(5), milliseconds(7'500), seconds(15)}));
  EXPECT_EQ(most, (std::set{seconds(15), seconds(20), seconds(30), seconds(60)}));
}

TEST(Swarm, CutsNoStormBelowTheShortest) {
  const auto lengths = [](Duration shortest) {
    std::set<Duration> all;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      all.insert(vary_storm(base_storm(), {}, shortest, Decider::seeded(seed)).length);
    }
    return all;
  };
  EXPECT_EQ(lengths(seconds(5)), (std::set{seconds(10), seconds(20), seconds(40)}));
  EXPECT_EQ(lengths(seconds(15)), (std::set{seconds(15), seconds(20), seconds(40)}));
  EXPECT_EQ(lengths(seconds(60)), (std::set{seconds(40)})) << "and makes none longer";
}

TEST(Swarm, IsAFunctionOfTheDecisions) {
  EXPECT_EQ(vary_storm(base_storm(), {}, {}, Decider::seeded(5)),
            vary_storm(base_storm(), {}, {}, Decider::seeded(5)));
  SwarmOptions off;
  off.on = false;
  EXPECT_EQ(vary_storm(base_storm(), off, {}, Decider::seeded(5)), base_storm());
}

}  // namespace
}  // namespace imstorm
