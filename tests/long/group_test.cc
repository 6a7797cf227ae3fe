// Groups under fire: how messages reach the members, who is a member when, and what each choice
// does to the laws.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <set>
#include <string>

#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeedsMax = 200;
constexpr std::uint64_t kSoundSeeds = 1'000;  // of the two ways to find messages, each

struct Row {
  const char* name;
  std::function<void(Scenario&)> depart;
  const char* law;                  // the one that must break
  std::uint64_t seeds = kSeedsMax;  // where none may
};

std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name; }
std::string row_name(const testing::TestParamInfo<Row>& info) { return info.param.name; }

using Fanout = GroupOptions::Fanout;

void copies(Scenario& s) { s.protocol.group.fanout = Fanout::WriteOutbox; }

void push_prev(Scenario& s) { s.protocol.deliver.mode = DeliverOptions::Mode::PushPrev; }

/// Five users of whom two may join later; all but the first come and go while they write.
Scenario churning_world() {
  Scenario scenario = small_world();
  add_device(scenario, "dave", "phone");
  add_device(scenario, "erin", "phone");
  scenario.conversations[1].others = {UserId(3), UserId(4)};
  ChurnSpec churn;
  churn.conv = ConvId(1);
  churn.users = {UserId(1), UserId(2), UserId(3), UserId(4)};
  churn.changes = 20;
  churn.every = seconds(2);
  scenario.churn.push_back(churn);
  for (int i = 1; i <= 4; ++i) {  // taken back sooner or later than it is committed
    SendSpec send;
    send.device = DeviceId(static_cast<std::size_t>(i));
    send.conv = ConvId(1);
    send.at = Instant{} + seconds(7 * i);
    send.take_back = milliseconds(20 * i);
    scenario.sends.push_back(send);
  }
  make_hostile(scenario);
  return scenario;
}

/// Numbers of several id services that may fail over, each as good as the log.
template <SeqOptions::Source kSource>
void numbered(Scenario& s) {
  s.protocol.seq.source = kSource;
  s.topology.ids.count = 2;
  s.storm.fail_over = {seconds(20), {}, seconds(2)};
  s.storm.takeover_least = milliseconds(200);
  s.storm.takeover_most = seconds(10);
}

void at_fanout(Scenario& s) { s.protocol.group.members = GroupOptions::Members::AtFanout; }

class UnsoundGroups : public testing::TestWithParam<Row> {};
class SoundGroups : public testing::TestWithParam<Row> {};

const Row kUnsound[] = {
    {"deliver_mode_push", [](Scenario& s) { s.protocol.deliver.mode = DeliverOptions::Mode::Push; },
     "no-loss"},
    {"group_members_at_fanout_joiner", at_fanout, "no-phantom"},
    {"group_members_at_fanout_leaver", at_fanout, "no-loss"},
    {"group_fanout_write_direct",
     [](Scenario& s) { s.protocol.group.fanout = Fanout::WriteDirect; }, "no-loss"},
    {"group_fanout_write_retry", [](Scenario& s) { s.protocol.group.fanout = Fanout::WriteRetry; },
     "exactly-once"},
    {"group_fanout_write_parallel",
     [](Scenario& s) { s.protocol.group.fanout = Fanout::WriteParallel; }, "group-order"},
};

TEST_P(UnsoundGroups, BreakTheLawThatTheyAreKnownToBreak) {
  Scenario scenario = churning_world();
  GetParam().depart(scenario);
  std::set<std::string> broken;
  for (std::uint64_t seed = 1; seed <= kSeedsMax && broken.count(GetParam().law) == 0; ++seed) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, 5}).laws) {
      if (law.verdict.outcome == Outcome::Broken) broken.insert(law.name);
    }
  }
  EXPECT_EQ(broken.count(GetParam().law), 1U)
      << GetParam().law << " was not broken in " << kSeedsMax << " seeds";
}
INSTANTIATE_TEST_SUITE_P(Policy, UnsoundGroups, testing::ValuesIn(kUnsound), row_name);

const Row kSound[] = {
    {"group_members_at_position", [](Scenario&) {}, "", kSoundSeeds},
    {"group_fanout_write_outbox", copies, "", kSoundSeeds},
    {"group_fanout_write_outbox_over_datagrams",
     [](Scenario& s) {
       copies(s);
       make_datagrams(s);
     },
     ""},
    {"group_fanout_write_outbox_on_bad_stores",
     [](Scenario& s) {
       copies(s);
       make_stores_hostile(s);
     },
     ""},
    {"group_fanout_write_outbox_on_replicas",
     [](Scenario& s) {
       copies(s);
       make_stores_hostile(s);
       s.topology.store.count = 2;
       s.topology.store_replicas = 3;
     },
     ""},
    {"group_fanout_write_outbox_by_push_prev",
     [](Scenario& s) {
       copies(s);
       push_prev(s);
     },
     ""},
    {"group_fanout_write_outbox_in_pages_of_two",
     [](Scenario& s) {
       copies(s);
       s.protocol.pull.limit = 2;
       s.protocol.route.worker = RoutingOptions::Worker::AnyFree;
       s.protocol.route.socket = RoutingOptions::Socket::RoundRobin;
     },
     ""},
    {"group_members_at_position_over_datagrams", make_datagrams, ""},
    {"group_members_at_position_in_pages_of_two",
     [](Scenario& s) {
       s.protocol.pull.limit = 2;
       s.protocol.route.worker = RoutingOptions::Worker::AnyFree;
       s.protocol.route.socket = RoutingOptions::Socket::RoundRobin;
     },
     ""},
    {"group_fanout_write_outbox_numbered_by_segments",
     [](Scenario& s) {
       numbered<SeqOptions::Source::Segment>(s);
       s.protocol.seq.segment_step = 5;
       s.churn.clear();
       copies(s);
     },
     ""},
    {"group_members_numbered_by_redis", numbered<SeqOptions::Source::RedisSync>, "", kSoundSeeds},
    {"group_members_numbered_by_leased_seqsvrs",
     [](Scenario& s) {
       numbered<SeqOptions::Source::Seqsvr>(s);
       s.protocol.seq.section = SeqOptions::Section::Leased;
       s.protocol.seq.allocate = SeqOptions::Allocate::ThenAppend;
     },
     ""},
    {"group_members_copied_and_numbered_by_segments",
     [](Scenario& s) {
       numbered<SeqOptions::Source::Segment>(s);
       s.protocol.seq.segment_step = 5;
       copies(s);
     },
     ""},
    {"group_members_numbered_on_replicas_by_push_prev",
     [](Scenario& s) {
       numbered<SeqOptions::Source::RedisSync>(s);
       make_stores_hostile(s);
       s.topology.store_replicas = 3;
       push_prev(s);
     },
     ""},
    {"deliver_mode_push_prev", push_prev, ""},
    {"deliver_mode_push_prev_over_datagrams",
     [](Scenario& s) {
       push_prev(s);
       make_datagrams(s);
     },
     ""},
    {"deliver_mode_push_prev_two_local",
     [](Scenario& s) {
       push_prev(s);
       s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
     },
     ""},
};

TEST_P(SoundGroups, KeepEveryLaw) {
  Scenario scenario = churning_world();
  GetParam().depart(scenario);
  for (std::uint64_t seed = 1; seed <= GetParam().seeds; ++seed) {
    for (const RunRecord::Law& law : run_scenario(scenario, seed, {false, 20}).laws) {
      EXPECT_NE(law.verdict.outcome, Outcome::Broken)
          << "seed " << seed << ": " << law.name << ": " << law.verdict.because;
    }
    if (HasFailure()) return;
  }
}
INSTANTIATE_TEST_SUITE_P(Policy, SoundGroups, testing::ValuesIn(kSound), row_name);

/// What the rows above hold is worth something only if members do come, go and are turned away.
TEST(Churn, BringsJoinersLeaversAndRejections) {
  std::size_t joined = 0, left = 0, rejected = 0, outsiders = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const RunRecord record = run_scenario(churning_world(), seed, {true, 0});
    const auto count = [&](EventKind kind) {
      return static_cast<std::size_t>(
          std::count_if(record.history.begin(), record.history.end(),
                        [kind](const Event& event) { return event.kind == kind; }));
    };
    joined += count(EventKind::Joined) - 5;
    left += count(EventKind::Left);
    rejected += count(EventKind::Rejected);
    outsiders += record.deliveries == 0 ? 1 : 0;
  }
  EXPECT_GT(joined, 60U);
  EXPECT_GT(left, 60U);
  EXPECT_GT(rejected, 60U);
  EXPECT_EQ(outsiders, 0U);
}

/// 500 members, each message to all of them, and one who comes back.
TEST(LargeGroup, OfFiveHundredHoldsEveryLaw) {
  Scenario scenario;
  scenario.conversations.push_back({"all", {}, {}});
  for (std::size_t u = 0; u < 500; ++u) {
    add_device(scenario, "user-" + std::to_string(u), "phone");
    scenario.conversations[0].members.push_back(UserId(u));
  }
  add_traffic(scenario, ConvId(0), 20, milliseconds(300));
  ChurnSpec churn;
  churn.conv = ConvId(0);
  churn.users = {UserId(1), UserId(2)};
  churn.changes = 6;
  churn.every = seconds(1);
  scenario.churn.push_back(churn);
  const RunRecord record = run_scenario(scenario, 1, {false, 50});
  EXPECT_EQ(record.outcome, Outcome::Holds);
  EXPECT_GT(record.deliveries, 9'000U);
}

}  // namespace
}  // namespace imstorm
