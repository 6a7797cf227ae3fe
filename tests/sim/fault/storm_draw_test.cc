#include "sim/fault/storm_draw.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/hash.h"

namespace imstorm {
namespace {

StormPlaces::Place place(int process) {
  return {ProcessId(process), hash_text("place-" + std::to_string(process))};
}

/// Servers 0 to 2 (2 writes), devices 3 and 4, two hosts.
StormPlaces small_house() {
  StormPlaces places;
  places.servers = {place(0), place(1), place(2)};
  places.disks = {place(2), place(3), place(4)};
  places.devices = {place(3), place(4)};
  places.committers = places.replicas = {place(2)};
  places.id_services = {place(1)};
  places.caches = {place(1), place(2)};
  places.standbys = {place(2)};
  places.members = {place(0), place(1)};
  places.hosts = {{HostId(0), hash_text("host-0")}, {HostId(1), hash_text("host-1")}};
  places.pairs = {{place(0), place(1)}, {place(1), place(2)}};
  return places;
}

/// Everything, often.
StormOptions heavy() {
  StormOptions options;
  options.on = true;
  options.begin = seconds(10);
  options.length = seconds(300);
  const StormRate rate{seconds(20), milliseconds(100), seconds(10)};
  options.crash = options.host_crash = options.pause = options.partition = options.cut = rate;
  options.slow_disk = options.clock_step = options.clock_drift = options.offline = rate;
  options.kill = options.wipe = options.cache_flush = options.fail_over = rate;
  options.wipe_store = options.wipe_ids = rate;
  options.takeover_least = milliseconds(100);
  options.takeover_most = seconds(10);
  options.lose_cache = options.reinstall = rate;
  options.join = options.leave = options.replace = options.resize = rate;
  options.commit_fails_before = options.commit_fails_after = percent(4);
  options.commit_crawls = percent(5);
  options.half_open = percent(50);
  options.loss = percent(1);
  options.duplication = percent(2);
  options.reordering = percent(3);
  return options;
}

bool of_commits(const Fault& fault) {
  return fault.kind == FaultKind::CommitFailsBefore || fault.kind == FaultKind::CommitFailsAfter ||
         fault.kind == FaultKind::CommitCrawls;
}

bool is_rate(const Fault& fault) {
  return fault.kind == FaultKind::Loss || fault.kind == FaultKind::Duplication ||
         fault.kind == FaultKind::Reordering || of_commits(fault);
}

TEST(Storm, IsNothingWhenOff) {
  StormOptions options = heavy();
  options.on = false;
  EXPECT_TRUE(draw_storm(options, small_house(), Decider::seeded(1)).empty());
}

TEST(Storm, IsNothingWithoutRatesOrPlaces) {
  StormOptions calm;
  calm.on = true;
  EXPECT_TRUE(draw_storm(calm, small_house(), Decider::seeded(1)).empty());
  StormOptions options = heavy();
  options.loss = options.duplication = options.reordering = {};
  EXPECT_TRUE(draw_storm(options, {}, Decider::seeded(1)).empty());
}

RC_GTEST_PROP(Storm, IsTheSameForTheSameSeed, (std::uint64_t seed)) {
  const FaultPlan plan = draw_storm(heavy(), small_house(), Decider::seeded(seed));
  RC_ASSERT(plan == draw_storm(heavy(), small_house(), Decider::seeded(seed)));
  RC_ASSERT(plan != draw_storm(heavy(), small_house(), Decider::seeded(seed + 1)));
}

RC_GTEST_PROP(Storm, HasItsFaultsInOrderWithinItsTime, (std::uint64_t seed)) {
  const StormOptions options = heavy();
  const FaultPlan plan = draw_storm(options, small_house(), Decider::seeded(seed));
  RC_ASSERT(!plan.empty());
  Instant last;
  for (const Fault& fault : plan) {
    RC_ASSERT(fault.at >= last);
    RC_ASSERT(fault.at >= Instant{} + options.begin);
    RC_ASSERT(fault.at < Instant{} + options.begin + options.length);
    last = fault.at;
  }
}

RC_GTEST_PROP(Storm, DurationsAreWithinTheirBounds, (std::uint64_t seed)) {
  const StormOptions options = heavy();
  for (const Fault& fault : draw_storm(options, small_house(), Decider::seeded(seed))) {
    if (fault.kind == FaultKind::Break || fault.kind == FaultKind::HalfOpen ||
        fault.kind == FaultKind::ClockStep || fault.kind == FaultKind::CacheFlush ||
        fault.kind == FaultKind::Join || fault.kind == FaultKind::Resize) {
      RC_ASSERT(fault.lasts == Duration{});
    } else if (is_rate(fault)) {
      RC_ASSERT(fault.lasts == options.length);
    } else {
      RC_ASSERT(fault.lasts >= milliseconds(100));
      RC_ASSERT(fault.lasts <= seconds(10));
    }
  }
}

RC_GTEST_PROP(Storm, OneMorePlaceMovesNoOthersFaults, (std::uint64_t seed)) {
  StormPlaces more = small_house();
  const StormPlaces::Place newcomer = place(9);
  const bool server = *rc::gen::arbitrary<bool>();
  auto& grown = server ? more.servers : more.devices;
  const auto at = *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(grown) + 1);
  grown.insert(grown.begin() + at, newcomer);
  more.disks.insert(more.disks.begin(), newcomer);
  more.pairs.insert(more.pairs.begin(), {newcomer, place(0)});
  more.hosts.insert(more.hosts.begin(), {HostId(9), hash_text("host-9")});

  StormOptions options = heavy();
  options.loss = options.duplication = options.reordering = {};
  FaultPlan before = draw_storm(options, small_house(), Decider::seeded(seed));
  FaultPlan after = draw_storm(options, more, Decider::seeded(seed));
  std::erase_if(after, [&](const Fault& fault) {
    return (!fault.from.empty() && fault.from.front() == newcomer.process) ||
           (!fault.to.empty() && fault.to.front() == newcomer.process &&
            fault.kind != FaultKind::Partition) ||
           fault.host == HostId(9);
  });
  RC_ASSERT(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].kind != FaultKind::Partition) continue;
    // A partition may cut a server off from the newcomer as well; and where it hits nobody by
    // chance, it takes somebody.
    std::erase(after[i].to, newcomer.process);
    if (before[i].to.size() == 1) before[i].to = after[i].to;
  }
  RC_ASSERT(before == after);
}

TEST(Storm, KindsStrikeAPlaceIndependently) {
  StormOptions options = heavy();
  StormPlaces one;
  one.servers = {place(0)};
  options.clock_step.every = options.clock_drift.every = {};
  std::set<Instant> crashes, pauses;
  for (const Fault& fault : draw_storm(options, one, Decider::seeded(9))) {
    if (fault.kind == FaultKind::Crash) crashes.insert(fault.at);
    if (fault.kind == FaultKind::Pause) pauses.insert(fault.at);
  }
  EXPECT_FALSE(crashes.empty());
  for (const Instant at : crashes) EXPECT_FALSE(pauses.contains(at));
}

RC_GTEST_PROP(Storm, OneKindMoreMovesNoOther, (std::uint64_t seed)) {
  StormOptions fewer = heavy();
  fewer.crash.every = {};
  const FaultPlan without = draw_storm(fewer, small_house(), Decider::seeded(seed));
  FaultPlan with = draw_storm(heavy(), small_house(), Decider::seeded(seed));
  RC_ASSERT(with.size() > without.size());
  std::erase_if(with, [](const Fault& fault) { return fault.kind == FaultKind::Crash; });
  RC_ASSERT(with == without);
}

TEST(Storm, StrikesWhereItShould) {
  std::set<FaultKind> met;
  std::set<ProcessId> wrong_clocks;
  for (const Fault& fault : draw_storm(heavy(), small_house(), Decider::seeded(2))) {
    met.insert(fault.kind);
    if (of_commits(fault)) {
      EXPECT_EQ(fault.from, std::vector<ProcessId>{ProcessId(2)}) << "what commits only";
      continue;
    }
    if (is_rate(fault)) {
      EXPECT_EQ(fault.from, (std::vector<ProcessId>{ProcessId(3), ProcessId(4)}));
      continue;
    }
    const ProcessId where = fault.from.empty() ? ProcessId{} : fault.from.front();
    switch (fault.kind) {
      case FaultKind::CacheFlush:
        EXPECT_TRUE(where == ProcessId(1) || where == ProcessId(2)) << "what caches";
        break;
      case FaultKind::Crash:
      case FaultKind::Partition:
        EXPECT_LT(where, ProcessId(3)) << "servers only";
        break;
      case FaultKind::Offline:
      case FaultKind::Kill:
      case FaultKind::Wipe:
      case FaultKind::LoseCache:
      case FaultKind::Reinstall:
        EXPECT_GE(where, ProcessId(3)) << "devices only";
        break;
      case FaultKind::SlowDisk:
        EXPECT_GE(where, ProcessId(2)) << "processes that write";
        EXPECT_EQ(fault.amount, milliseconds(500));
        break;
      case FaultKind::ClockStep:
        wrong_clocks.insert(where);
        break;
      case FaultKind::HostCrash:
        EXPECT_TRUE(fault.host);
        break;
      case FaultKind::FailOver:
        EXPECT_EQ(where, ProcessId(2)) << "who has a standby";
        EXPECT_GE(fault.amount, milliseconds(100));
        EXPECT_LE(fault.amount, seconds(10));
        break;
      case FaultKind::WipeDisk:
        EXPECT_TRUE(where == ProcessId(1) || where == ProcessId(2)) << "what has a disk to lose";
        EXPECT_EQ(fault.spares_majority, where == ProcessId(2)) << "replicas have it as well";
        break;
      case FaultKind::Join:
      case FaultKind::Leave:
      case FaultKind::Replace:
        EXPECT_LT(where, ProcessId(2)) << "who can come and go";
        EXPECT_EQ(fault.amount, fault.kind == FaultKind::Replace ? fault.lasts / 2 : Duration{});
        break;
      case FaultKind::Resize:
        EXPECT_LT(where, ProcessId(3)) << "servers only";
        EXPECT_GE(fault.nth, 1u);
        EXPECT_LE(fault.nth, heavy().resize_most);
        break;
      default:
        break;
    }
  }
  EXPECT_EQ(wrong_clocks.size(), 5u) << "every server's and every device's";
  EXPECT_EQ(met.size(), 27u) << "every kind that a storm draws beforehand";
}

TEST(Storm, ComesAsOftenAsItSays) {
  StormOptions options;
  options.on = true;
  options.length = hours(10);
  options.crash = {seconds(60), seconds(1), seconds(1)};
  StormPlaces one;
  one.servers = {place(0)};
  const FaultPlan plan = draw_storm(options, one, Decider::seeded(3));
  EXPECT_NEAR(static_cast<int>(plan.size()), 36'000 / 61, 60);
}

TEST(Storm, APlaceSuffersOneFaultOfAKindAtATime) {
  StormOptions options = heavy();
  options.pause = {milliseconds(1), seconds(1), seconds(2)};
  Instant free[5];
  for (const Fault& fault : draw_storm(options, small_house(), Decider::seeded(4))) {
    if (fault.kind != FaultKind::Pause) continue;
    Instant& until = free[fault.from.front().index()];
    EXPECT_GE(fault.at, until);
    until = fault.at + fault.lasts;
  }
}

TEST(Storm, ClocksGoWrongEitherWayWithinBounds) {
  StormOptions options = heavy();
  bool ahead = false, behind = false, fast = false, slow = false;
  for (const Fault& fault : draw_storm(options, small_house(), Decider::seeded(5))) {
    EXPECT_LE(fault.ppm, 500);
    EXPECT_GE(fault.ppm, -500);
    fast = fast || fault.ppm > 0;
    slow = slow || fault.ppm < 0;
    if (fault.kind != FaultKind::ClockStep) continue;
    EXPECT_LE(fault.amount, minutes(5));
    EXPECT_GE(fault.amount, -minutes(5));
    ahead = ahead || fault.amount > Duration{};
    behind = behind || fault.amount < Duration{};
  }
  EXPECT_TRUE(ahead && behind && fast && slow);
}

RC_GTEST_PROP(Storm, PartitionsAServerFromOthersOnly, (std::uint64_t seed)) {
  for (const Fault& fault : draw_storm(heavy(), small_house(), Decider::seeded(seed))) {
    if (fault.kind != FaultKind::Partition) continue;
    RC_ASSERT(!fault.to.empty());  // an empty side would be anyone
    for (const ProcessId peer : fault.to) {
      RC_ASSERT(peer != fault.from.front());
      RC_ASSERT(peer < ProcessId(3));
    }
  }
}

TEST(Storm, ALoneServerIsCutOffFromNobody) {
  StormPlaces one;
  one.servers = {place(0)};
  for (const Fault& fault : draw_storm(heavy(), one, Decider::seeded(6))) {
    EXPECT_NE(fault.kind, FaultKind::Partition);
  }
}

TEST(Storm, BreaksAreCleanOrHalfOpenAsItSays) {
  StormOptions options = heavy();
  const auto halves = [&](Ratio share) {
    options.half_open = share;
    int clean = 0, half = 0;
    for (const Fault& fault : draw_storm(options, small_house(), Decider::seeded(7))) {
      clean += fault.kind == FaultKind::Break;
      half += fault.kind == FaultKind::HalfOpen;
    }
    return std::pair{clean, half};
  };
  EXPECT_EQ(halves({}).second, 0);
  EXPECT_EQ(halves(kAlways).first, 0);
  EXPECT_GT(halves(percent(50)).first, 5);
  EXPECT_GT(halves(percent(50)).second, 5);
}

TEST(Storm, IsBounded) {
  StormOptions options;
  options.on = true;
  options.length = hours(10);
  options.cut = {nanoseconds(1), {}, {}};
  EXPECT_EQ(draw_storm(options, small_house(), Decider::seeded(8)).size(), kStormFaultsMax);
}

}  // namespace
}  // namespace imstorm
