// The store's design choices under storms that also strike its commits, disks and caches: each
// sound one keeps every law, each other one breaks the law that it is known to break.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <set>
#include <string>

#include "model/scenario/processes.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeedsMax = 200;

struct Choice {
  const char* name;
  std::function<void(Scenario&)> depart;
  const char* law = "";  // the one that must break; none: all hold
};

std::string choice_name(const testing::TestParamInfo<Choice>& info) { return info.param.name; }
std::ostream& operator<<(std::ostream& out, const Choice& choice) { return out << choice.name; }

Scenario stormy(const Choice& choice) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  make_stores_hostile(scenario);
  choice.depart(scenario);
  return scenario;
}

/// Replicas that get it a second later, and a lead that goes from one to another.
void behind(Scenario& s) {
  s.topology.store_replicas = 3;
  s.protocol.store.replicate = StoreOptions::Replicate::Async;
  s.protocol.store.lag = seconds(1);
  s.storm.fail_over = {seconds(10), {}, {}};
}

/// The disk of the n-th replica is lost at that time.
void lose_disk(Scenario& s, std::uint32_t n, Duration at) {
  Fault fault;
  fault.kind = FaultKind::Wipe;
  fault.from = {ProcessTable(s).of(ProcessKind::Store, n)};
  fault.at = Instant{} + at;
  fault.lasts = seconds(2);
  s.faults.push_back(fault);
}

const Choice kUnsound[] = {
    {"commit_everysec",
     [](Scenario& s) { s.protocol.store.commit = StoreOptions::Commit::EverySec; }, "ack-safety"},
    {"commit_everysec_power_cut",
     [](Scenario& s) {
       s.protocol.store.commit = StoreOptions::Commit::EverySec;
       s.storm.host_crash.every = seconds(20);
     },
     "no-loss"},
    {"cache_only_store",
     [](Scenario& s) { s.protocol.store.cache = StoreOptions::Cache::OnlyStore; }, "no-loss"},
    {"cache_only_store_evicts",
     [](Scenario& s) {
       s.protocol.store.cache = StoreOptions::Cache::OnlyStore;
       s.protocol.store.cache_max = 2;
       s.storm = {};
       s.storm.on = true;
       s.storm.offline = {seconds(20), seconds(1), seconds(15)};
     },
     "cursor-sound"},
    {"read_any_stored", [](Scenario& s) { s.protocol.store.read = StoreOptions::Read::AnyStored; },
     "seq-gap"},
    {"read_follower_unchecked",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       s.protocol.store.read = StoreOptions::Read::FollowerUnchecked;
       s.protocol.store.cache_max = 1;  // a large one answers most reads before a follower is asked
     },
     "read-your-writes"},
    {"replicate_async",  // what is lost with its sender nobody can submit again
     [](Scenario& s) {
       behind(s);
       s.storm.wipe = {seconds(10), seconds(1), seconds(5)};
     },
     "no-loss"},
    {"lineage_ignored",
     [](Scenario& s) {
       behind(s);
       s.protocol.store.lineage = StoreOptions::Lineage::Ignored;
     },
     "seq-monotonic"},
    {"lineage_ignored_loses",
     [](Scenario& s) {
       behind(s);
       s.protocol.store.lineage = StoreOptions::Lineage::Ignored;
     },
     "no-loss"},
    {"dedup_before_append",
     [](Scenario& s) { s.protocol.dedup.write = DedupOptions::Write::BeforeAppend; }, "ack-safety"},
    {"dedup_memory", [](Scenario& s) { s.protocol.dedup.write = DedupOptions::Write::Memory; },
     "exactly-once"},
};

class UnsoundStores : public testing::TestWithParam<Choice> {};

TEST_P(UnsoundStores, BreakTheLawThatTheyAreKnownToBreak) {
  const Scenario scenario = stormy(GetParam());
  std::set<std::string> others;
  for (std::uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    const RunRecord record = run_scenario(scenario, seed, {false, 5});
    for (const RunRecord::Law& law : record.laws) {
      if (law.verdict.outcome != Outcome::Broken) continue;
      others.insert(law.name);
      if (law.name != GetParam().law) continue;
      RecordProperty("first_seed", static_cast<int>(seed));
      EXPECT_FALSE(law.verdict.because.empty());
      return;
    }
  }
  std::string broken;
  for (const std::string& law : others) broken += " " + law;
  FAIL() << GetParam().law << " was not broken in " << kSeedsMax << " seeds; broken:" << broken;
}

INSTANTIATE_TEST_SUITE_P(Policy, UnsoundStores, testing::ValuesIn(kUnsound), choice_name);

const Choice kSound[] = {
    {"default", [](Scenario&) {}},
    // A small cache costs reads from the store, nothing else.
    {"three_replicas", [](Scenario& s) { s.topology.store_replicas = 3; }},
    {"three_replicas_of_two_shards",
     [](Scenario& s) {
       s.topology.store.count = 2;
       s.topology.store_replicas = 3;
       make_datagrams(s);
     }},
    {"read_follower_min_hw",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       s.protocol.store.read = StoreOptions::Read::FollowerMinHw;
       s.protocol.store.cache_max = 1;
     }},
    // Nothing is lost for good while every sender keeps its storage.
    {"replicate_async_lineage_checked",
     [](Scenario& s) {
       behind(s);
       s.storm.wipe = {};
     }},
    {"replicate_async_datagrams",
     [](Scenario& s) {
       behind(s);
       s.storm.wipe = {};
       make_datagrams(s);
     }},
    {"replicate_async_lost_with_senders_is_permitted",
     [](Scenario& s) {
       behind(s);
       s.permits.failover = true;
     }},
    {"one_disk_of_three_lost",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       lose_disk(s, 0, seconds(6));
     }},
    {"two_disks_of_three_lost",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       s.storm.wipe = {};
       lose_disk(s, 0, seconds(6));
       lose_disk(s, 1, seconds(7));
     }},
    {"all_disks_lost_with_senders_is_permitted",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       s.permits.disks = true;
       for (std::uint32_t n = 0; n < 3; ++n) lose_disk(s, n, seconds(6));
     }},
    {"the_only_disk_lost",
     [](Scenario& s) {
       s.storm.wipe = {};
       lose_disk(s, 0, seconds(6));
     }},
    {"cache_of_one", [](Scenario& s) { s.protocol.store.cache_max = 1; }},
};

class SoundStores : public testing::TestWithParam<Choice> {};

TEST_P(SoundStores, KeepEveryLaw) {
  const Scenario scenario = stormy(GetParam());
  for (std::uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    const RunRecord record = run_scenario(scenario, seed, {false, 10});
    for (const RunRecord::Law& law : record.laws) {
      EXPECT_LT(law.verdict.outcome, Outcome::Undecided)
          << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Policy, SoundStores, testing::ValuesIn(kSound), choice_name);

}  // namespace
}  // namespace imstorm
