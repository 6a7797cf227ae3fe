// The store's design choices under storms that also strike its commits, disks and caches: each
// sound one keeps every law, each other one breaks the law that it is known to break.
#include "model/scenario/processes.h"
#include "tests/long/ablation.h"

namespace imstorm {
namespace {

Scenario stormy(const Departure& departure) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  make_stores_hostile(scenario);
  departure.depart(scenario);
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
  fault.kind = FaultKind::WipeDisk;
  fault.from = {ProcessTable(s).of(ProcessKind::Store, n)};
  fault.at = Instant{} + at;
  fault.lasts = seconds(2);
  s.faults.push_back(fault);
}

/// The group's members leave, are thrown out and come back.
void come_and_go(Scenario& s) {
  ChurnSpec& churn = s.churn.emplace_back();
  churn.conv = ConvId(1);
  churn.users = {UserId(1), UserId(2)};
  churn.changes = 20;
  churn.every = seconds(1);
}

const Departure kUnsound[] = {
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

class UnsoundStores : public testing::TestWithParam<Departure> {};

TEST_P(UnsoundStores, BreakTheLawThatTheyAreKnownToBreak) {
  expect_broken(stormy(GetParam()), GetParam().law);
}

INSTANTIATE_TEST_SUITE_P(Policy, UnsoundStores, testing::ValuesIn(kUnsound), departure_name);

const Departure kSound[] = {
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
    {"replicate_async_one_message_at_a_time",
     [](Scenario& s) {
       behind(s);
       s.storm.wipe = {};
       s.protocol.outbox.order = OutboxOptions::Order::StopAndWait;
     }},
    {"replicate_async_ids_in_blocks",
     [](Scenario& s) {
       behind(s);
       s.storm.wipe = {};
       s.protocol.msgid.source = MsgidOptions::Source::Segment;
     }},
    {"replicate_async_caches_lost",
     [](Scenario& s) {
       behind(s);
       s.storm.wipe = {};
       s.storm.lose_cache = {seconds(10), milliseconds(100), seconds(3)};
     }},
    {"replicate_async_reinstalled",
     [](Scenario& s) {
       behind(s);
       s.permits.failover = true;
       s.storm.reinstall = {seconds(10), milliseconds(100), seconds(3)};
     }},
    {"replicate_async_lost_with_senders_is_permitted",
     [](Scenario& s) {
       behind(s);
       s.permits.failover = true;
     }},
    // Who joined, left or was thrown out behind the fork did not, until it is submitted again.
    {"replicate_async_members_come_and_go",
     [](Scenario& s) {
       behind(s);
       come_and_go(s);
       s.storm.wipe = {};
       s.permits.failover = true;
     }},
    {"replicate_async_members_numbered_by_redis",
     [](Scenario& s) {
       behind(s);
       come_and_go(s);
       s.permits.failover = true;
       s.protocol.seq.source = SeqOptions::Source::RedisSync;
     }},
    {"two_disks_of_three_lost_and_members",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       come_and_go(s);
       s.permits.disks = true;
       lose_disk(s, 0, seconds(6));
       lose_disk(s, 1, seconds(7));
     }},
    {"one_disk_of_three_lost",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       lose_disk(s, 0, seconds(6));
     }},
    {"one_disk_of_three_lost_and_copies",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       s.protocol.group.fanout = GroupOptions::Fanout::WriteOutbox;
       come_and_go(s);
       lose_disk(s, 1, seconds(6));
       lose_disk(s, 1, seconds(20));
     }},
    {"two_disks_of_three_lost",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       s.storm.wipe = {};
       lose_disk(s, 0, seconds(6));
       lose_disk(s, 1, seconds(7));
     }},
    {"three_disks_of_five_lost",
     [](Scenario& s) {
       s.topology.store_replicas = 5;
       s.storm.wipe = {};
       for (std::uint32_t n = 2; n < 5; ++n) lose_disk(s, n, seconds(5));
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

class SoundStores : public testing::TestWithParam<Departure> {};

TEST_P(SoundStores, KeepEveryLaw) { expect_whole(stormy(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Policy, SoundStores, testing::ValuesIn(kSound), departure_name);

}  // namespace
}  // namespace imstorm
