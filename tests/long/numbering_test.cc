// Numbers from an id service: what each source needs to be sound, and which law breaks when
// that is taken away. Two nets lie under all of them (insert-if-absent and the epoch in the store),
// so that a source or a fence by itself shows only where the other net is off.
#include <string>
#include <utility>

#include "tests/long/numbers.h"

namespace imstorm {
namespace {

const Departure kBroken[] = {
    {"redis_async_blind",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisAsync;
       blind(s);
     },
     "seq-monotonic"},
    {"redis_async_from_cache_without_failover",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisAsync;
       s.storm.fail_over = {};
       blind(s);
       from_cache(s);
     },
     "seq-monotonic"},
    {"seqsvr_late_blind_from_cache",
     [](Scenario& s) {
       s.protocol.seq.source = Source::SeqsvrLate;
       s.protocol.seq.seqsvr_step = 1;
       blind(s);
       from_cache(s);
     },
     "seq-monotonic"},
    {"redis_everysec_blind_from_cache",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisEverysec;
       cut_power(s);
       blind(s);
       from_cache(s);
     },
     "seq-monotonic"},
    {"redis_memory_blind_from_cache",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisMemory;
       blind(s);
       from_cache(s);
     },
     "seq-monotonic"},
    // A durable counter, whose disk is lost.
    {"redis_sync_wiped_blind_from_cache",
     [](Scenario& s) {
       lose_disks(s);
       blind(s);
       from_cache(s);
     },
     "seq-monotonic"},
    {"seqsvr_at_once_blind_from_cache",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Seqsvr;
       s.protocol.seq.section = SeqOptions::Section::AtOnce;
       blind(s);
       from_cache(s);
     },
     "seq-gap"},
    {"segment_blind",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Segment;
       blind(s);
     },
     "seq-monotonic"},
    {"snowflake_blind",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Snowflake;
       blind(s);
     },
     "seq-monotonic"},
    // It gives no number below those that are stored until its clock is where it was.
    {"snowflake_clock_far_back",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Snowflake;
       s.storm.clock_step_most = hours(5);
     },
     "no-silent-drop"},
    {"any_stored_then_append",
     [](Scenario& s) {
       s.protocol.store.read = StoreOptions::Read::AnyStored;
       disorderly(s);
     },
     "seq-gap"},
    {"hole_skip_on_timeout",
     [](Scenario& s) {
       s.protocol.seq.hole = SeqOptions::Hole::SkipOnTimeout;
       disorderly(s);
     },
     "seq-gap"},
    {"hole_stall",
     [](Scenario& s) {
       s.protocol.seq.hole = SeqOptions::Hole::Stall;
       then_append(s);
     },
     "no-silent-drop"},
    {"fence_none_blind",
     [](Scenario& s) {
       s.protocol.seq.fence = SeqOptions::Fence::None;
       rival_writers(s);
       blind(s);
     },
     "seq-monotonic"},
    {"fence_lease_clock_blind",
     [](Scenario& s) {
       s.protocol.seq.fence = SeqOptions::Fence::LeaseClock;
       rival_writers(s);
       blind(s);
     },
     "seq-monotonic"},
};

class UnsoundNumbers : public testing::TestWithParam<Departure> {};

TEST_P(UnsoundNumbers, BreakTheLawThatTheyAreKnownToBreak) {
  expect_broken(split(GetParam()), GetParam().law);
}

INSTANTIATE_TEST_SUITE_P(Numbers, UnsoundNumbers, testing::ValuesIn(kBroken), departure_name);

const Departure kSound[] = {
    {"redis_sync", [](Scenario&) {}},
    {"redis_sync_then_append", then_append},
    {"redis_sync_blind", blind},  // unique, never back, and its writers are fenced
    // Each writer tells the counter where the log ends: rule S6, and a net of its own.
    {"redis_sync_wiped_blind",
     [](Scenario& s) {
       lose_disks(s);
       blind(s);
     }},
    {"redis_sync_wiped_blind_then_append",
     [](Scenario& s) {
       lose_disks(s);
       blind(s);
       then_append(s);
     }},
    {"redis_sync_blind_while_commits_fail",
     [](Scenario& s) {
       make_stores_hostile(s);
       blind(s);
     }},
    {"redis_everysec",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisEverysec;
       cut_power(s);
       from_cache(s);
     }},
    {"redis_everysec_blind",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisEverysec;
       cut_power(s);
       blind(s);
     }},
    {"redis_memory",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisMemory;
       from_cache(s);
     }},
    {"redis_memory_blind",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisMemory;
       blind(s);
     }},
    {"seqsvr", [](Scenario& s) { s.protocol.seq.source = Source::Seqsvr; }},
    {"seqsvr_wiped_blind_while_commits_fail",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Seqsvr;
       s.protocol.seq.seqsvr_step = 3;
       make_stores_hostile(s);
       lose_disks(s);
       blind(s);
     }},
    {"seqsvr_blind_small_step",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Seqsvr;
       s.protocol.seq.seqsvr_step = 3;
       blind(s);
       then_append(s);
     }},
    {"seqsvr_leased_blind",
     [](Scenario& s) {
       lease_sections(s);
       blind(s);
     }},
    {"seqsvr_leased_at_three_replicas",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       make_stores_hostile(s);
       lease_sections(s);
     }},
    // Masked by the log's end, which each new writer tells the server that it asks.
    {"seqsvr_at_once_blind",
     [](Scenario& s) {
       lease_sections(s);
       s.protocol.seq.section = SeqOptions::Section::AtOnce;
       blind(s);
     }},
    // Masked by insert-if-absent: a number that comes twice, or from below, is refused.
    {"redis_async",
     [](Scenario& s) {
       s.protocol.seq.source = Source::RedisAsync;
       from_cache(s);
     }},
    {"seqsvr_late",
     [](Scenario& s) {
       s.protocol.seq.source = Source::SeqsvrLate;
       from_cache(s);
     }},
    {"segment", [](Scenario& s) { s.protocol.seq.source = Source::Segment; }},
    {"snowflake", [](Scenario& s) { s.protocol.seq.source = Source::Snowflake; }},
    {"snowflake_where_lineages_begin",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Snowflake;
       s.topology.store_replicas = 3;
       s.protocol.store.replicate = StoreOptions::Replicate::Async;
       s.protocol.store.lag = seconds(1);
       s.permits.failover = true;
     }},
    {"disorderly", disorderly},
    // One command makes several positions readable, at three replicas.
    {"then_append_at_three_replicas",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       make_stores_hostile(s);
       then_append(s);
     }},
    {"segment_at_three_replicas",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       make_stores_hostile(s);
       s.protocol.seq.source = Source::Segment;
       s.protocol.seq.segment_step = 5;
     }},
    {"rival_writers_blind",  // fenced
     [](Scenario& s) {
       rival_writers(s);
       blind(s);
     }},
    {"fence_none",  // masked by insert-if-absent
     [](Scenario& s) {
       s.protocol.seq.fence = SeqOptions::Fence::None;
       rival_writers(s);
     }},
    {"fence_lease_clock",
     [](Scenario& s) {
       s.protocol.seq.fence = SeqOptions::Fence::LeaseClock;
       rival_writers(s);
     }},
    {"segment_with_replicas_of_the_store",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Segment;
       s.protocol.msgid.source = IdSource::Snowflake;
       s.topology.store_replicas = 3;
     }},
    {"datagrams",
     [](Scenario& s) {
       then_append(s);
       make_datagrams(s);
     }},
};

class SoundNumbers : public testing::TestWithParam<Departure> {};

TEST_P(SoundNumbers, KeepEveryLaw) {
  const FaultCounts faults = expect_whole(split(GetParam()), kSoundSeeds);
  const bool alone = std::string(GetParam().name).find("everysec") != std::string::npos ||
                     std::string(GetParam().name).starts_with("redis_memory");
  EXPECT_EQ(faults[static_cast<std::size_t>(FaultKind::FailOver)] == 0, alone);
}

INSTANTIATE_TEST_SUITE_P(Numbers, SoundNumbers, testing::ValuesIn(kSound), departure_name);

/// Id services whose blocks and worker numbers are in a store that changes its leader, under all
/// that goes wrong with both.
TEST(NumbersAndReplicas, KeepEveryLawTogether) {
  constexpr std::uint64_t kSeeds = 500;
  const std::pair<Source, IdSource> mixes[] = {
      {Source::Segment, IdSource::Snowflake},   {Source::RedisSync, IdSource::Segment},
      {Source::Seqsvr, IdSource::Seqsvr},       {Source::LogPosition, IdSource::Snowflake},
      {Source::Snowflake, IdSource::RedisSync}, {Source::RedisAsync, IdSource::Segment}};
  std::uint64_t failed_over = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds && !HasFailure(); ++seed) {
    Scenario scenario = split_world();
    make_stores_hostile(scenario);
    scenario.topology.store_replicas = seed % 5 == 0 ? 5 : 3;
    scenario.topology.store.count = 1 + seed % 2;
    const auto& [source, msgid] = mixes[seed % std::size(mixes)];
    scenario.protocol.seq.source = source;
    scenario.protocol.msgid.source = msgid;
    if (seed % 3 == 0) disorderly(scenario);
    if (seed % 2 == 0) {
      lose_disks(scenario);
      scenario.storm.wipe_store = {seconds(10), milliseconds(100), seconds(4)};
    }
    const RunRecord record = run_scenario(scenario, seed, {false, 20});
    failed_over += record.faults[static_cast<std::size_t>(FaultKind::FailOver)].effective;
    for (const RunRecord::Law& law : record.laws) {
      EXPECT_LT(law.verdict.outcome, Outcome::Undecided)
          << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
  }
  EXPECT_GT(failed_over, kSeeds);
}

}  // namespace
}  // namespace imstorm
