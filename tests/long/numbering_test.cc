// Numbers and ids from an id service: what each source needs to be sound, and which law breaks when
// that is taken away. Two nets lie under all of them (insert-if-absent and the epoch in the store),
// so that a source or a fence by itself shows only where the other net is off.
#include <utility>

#include "tests/long/ablation.h"

namespace imstorm {
namespace {

using Source = SeqOptions::Source;
using Msgid = MsgidOptions::Source;

constexpr std::uint64_t kSoundSeeds = 60;  // of each sound row

/// The small world with numbers from an id service, and everything that goes wrong with one.
Scenario split_world() {
  Scenario scenario = small_world();
  make_hostile(scenario);
  scenario.storm.fail_over = {seconds(10), {}, seconds(2)};
  scenario.topology.ids.count = 2;
  scenario.protocol.seq.source = Source::RedisSync;
  return scenario;
}

Scenario split(const Departure& departure) {
  Scenario scenario = split_world();
  departure.depart(scenario);
  return scenario;
}

void blind(Scenario& s) { s.protocol.seq.insert = SeqOptions::Insert::Blind; }
void then_append(Scenario& s) { s.protocol.seq.allocate = SeqOptions::Allocate::ThenAppend; }
/// Threads and sockets as they come: 5 is stored before 4.
void disorderly(Scenario& s) {
  then_append(s);
  s.protocol.route.worker = RoutingOptions::Worker::AnyFree;
  s.protocol.route.socket = RoutingOptions::Socket::RoundRobin;
}
/// Two writers take turns, often stand still, and wait long for their numbers.
void rival_writers(Scenario& s) {
  const auto ms = milliseconds;
  s.protocol.route.group = RoutingOptions::Group::HashSender;
  s.protocol.seq.lease = seconds(2);
  s.storm.pause = {seconds(4), ms(100), seconds(4)};
  s.topology.ids_disk.sync = {ms(100), ms(150), ms(200), ms(300), ms(400)};
}
/// Many messages in the same moment, at a service that needs a millisecond for each, while its
/// clock jumps to and fro.
void rush(Scenario& s) {
  for (TrafficSpec& traffic : s.traffic) {
    traffic.messages = 60;
    traffic.burst = 40;
  }
  s.protocol.outbox.window = 100;
  s.topology.ids.threads = 1;
  s.topology.ids.service = {microseconds(500), milliseconds(1), milliseconds(2), milliseconds(3),
                            milliseconds(4)};
  s.storm.clock_step = {milliseconds(300), {}, {}};
  s.storm.clock_step_most = milliseconds(50);
}
void from_cache(Scenario& s) { s.protocol.seq.recover = SeqOptions::Recover::FromCache; }

/// Short leases, small blocks, and a third server.
void lease_sections(Scenario& s) {
  s.topology.ids.count = 3;
  s.protocol.seq.source = Source::Seqsvr;
  s.protocol.seq.section = SeqOptions::Section::Leased;
  s.protocol.seq.section_lease = seconds(1);
  s.protocol.seq.seqsvr_step = 20;
}

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
    // Insert-if-absent keeps numbers unique, and does not keep two writers from taking turns for
    // ever.
    {"fence_none",
     [](Scenario& s) {
       s.protocol.seq.fence = SeqOptions::Fence::None;
       rival_writers(s);
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
    {"msgid_redis_async", [](Scenario& s) { s.protocol.msgid.source = Msgid::RedisAsync; },
     "msgid-unique"},
    {"msgid_snowflake_clock_back_ignore",
     [](Scenario& s) {
       s.protocol.msgid.source = Msgid::Snowflake;
       s.protocol.msgid.clock_back = MsgidOptions::ClockBack::Ignore;
       rush(s);
     },
     "msgid-unique"},
    {"msgid_snowflake_worker_colliding",
     [](Scenario& s) {
       s.protocol.msgid.source = Msgid::Snowflake;
       s.protocol.msgid.worker = MsgidOptions::Worker::Colliding;
     },
     "msgid-unique"},
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
    {"seqsvr", [](Scenario& s) { s.protocol.seq.source = Source::Seqsvr; }},
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
    {"fence_lease_clock",
     [](Scenario& s) {
       s.protocol.seq.fence = SeqOptions::Fence::LeaseClock;
       rival_writers(s);
     }},
    {"msgid_redis_sync", [](Scenario& s) { s.protocol.msgid.source = Msgid::RedisSync; }},
    {"msgid_segment", [](Scenario& s) { s.protocol.msgid.source = Msgid::Segment; }},
    {"msgid_snowflake",
     [](Scenario& s) {
       s.protocol.seq.source = Source::LogPosition;
       s.protocol.msgid.source = Msgid::Snowflake;
       rush(s);
     }},
    {"segment_with_replicas_of_the_store",
     [](Scenario& s) {
       s.protocol.seq.source = Source::Segment;
       s.protocol.msgid.source = Msgid::Snowflake;
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
  EXPECT_GT(faults[static_cast<std::size_t>(FaultKind::FailOver)], 0u);
}

INSTANTIATE_TEST_SUITE_P(Numbers, SoundNumbers, testing::ValuesIn(kSound), departure_name);

/// Id services whose blocks and worker numbers are in a store that changes its leader, under all
/// that goes wrong with both.
TEST(NumbersAndReplicas, KeepEveryLawTogether) {
  constexpr std::uint64_t kSeeds = 500;
  const std::pair<Source, Msgid> mixes[] = {
      {Source::Segment, Msgid::Snowflake},   {Source::RedisSync, Msgid::Segment},
      {Source::Seqsvr, Msgid::FromLog},      {Source::LogPosition, Msgid::Snowflake},
      {Source::Snowflake, Msgid::RedisSync}, {Source::RedisAsync, Msgid::Segment}};
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
