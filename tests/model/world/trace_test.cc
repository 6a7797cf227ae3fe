#include "model/history/trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/history/ancestry.h"
#include "model/world/run.h"
#include "model/world/signature_of.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint32_t kNone = Trace::kNone;

RunRecord traced(const Scenario& scenario, std::uint64_t seed) {
  RunSettings settings{true, 1};
  settings.keep_trace = true;
  return run_scenario(scenario, seed, settings);
}

Scenario hostile_world(bool datagrams = false) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  if (datagrams) make_datagrams(scenario);
  return scenario;
}

TEST(Trace, ChangesNothing) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Scenario scenario = hostile_world(seed % 2 == 0);
    const RunRecord plain = run_scenario(scenario, seed);
    const RunRecord with = traced(scenario, seed);
    EXPECT_EQ(plain.digest, with.digest);
    EXPECT_TRUE(plain.trace.steps.empty());
    EXPECT_FALSE(with.trace.steps.empty());
  }
}

TEST(Trace, SaysThatAUserSignals) {
  Scenario scenario = small_world();
  scenario.traffic.clear();
  scenario.signals.push_back({DeviceId(0), ConvId(1), {}, Instant{} + seconds(1), {}});
  const Trace trace = traced(scenario, 1).trace;
  const auto at = std::count_if(trace.steps.begin(), trace.steps.end(), [&](const auto& step) {
    return trace.lanes[step.lane].name == "alice.phone" && step.input == Trace::Input::Write;
  });
  EXPECT_EQ(at, 1);
}

TEST(Trace, GivesEveryStepACauseThatCameBefore) {
  const Trace trace = traced(hostile_world(), 3).trace;
  std::map<Trace::Input, int> without;
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const Trace::Step& step = trace.steps[i];
    ASSERT_LT(step.lane, trace.lanes.size());
    if (i > 0) {
      ASSERT_LE(trace.steps[i - 1].at, step.at);
    }
    if (step.cause == kNone) {
      without[step.input] += 1;
      continue;
    }
    ASSERT_LT(step.cause, i);
    using Input = Trace::Input;
    const bool own =
        step.input == Input::Timer || step.input == Input::Durable || step.input == Input::Restart;
    if (own) {
      EXPECT_EQ(trace.steps[step.cause].lane, step.lane) << "step " << i;
    }
    if (step.input == Input::Restart) {
      EXPECT_EQ(trace.steps[step.cause].input, Input::Crash);
    }
  }
  EXPECT_EQ(without[Trace::Input::Receive], 0);
  EXPECT_EQ(without[Trace::Input::Timer], 0);
  EXPECT_EQ(without[Trace::Input::Durable], 0);
  EXPECT_EQ(without[Trace::Input::Restart], 0);
  EXPECT_EQ(without[Trace::Input::Start], static_cast<int>(trace.lanes.size()));
}

TEST(Trace, FollowsEveryPacketFromStepToStep) {
  const RunRecord record = traced(hostile_world(true), 4);
  const Trace& trace = record.trace;
  EXPECT_GE(trace.packets.size(), record.packets) << "copies count as well";
  std::map<Trace::Fate, int> fates;
  int explained = 0;
  for (std::uint32_t i = 0; i < trace.packets.size(); ++i) {
    const Trace::Packet& packet = trace.packets[i];
    fates[packet.fate] += 1;
    ASSERT_NE(packet.sent, kNone);
    EXPECT_EQ(trace.steps[packet.sent].lane, packet.from);
    EXPECT_EQ(trace.steps[packet.sent].at, packet.left);
    if (packet.received != kNone) {
      const Trace::Step& receiver = trace.steps[packet.received];
      EXPECT_EQ(packet.fate, Trace::Fate::Delivered);
      EXPECT_EQ(receiver.packet, i);
      EXPECT_EQ(receiver.lane, packet.to);
      EXPECT_EQ(receiver.cause, packet.sent);
    }
    const bool gone = packet.fate == Trace::Fate::Lost || packet.fate == Trace::Fate::Unheard;
    if (gone && (packet.fault != kNone || packet.by != kNone)) ++explained;
  }
  EXPECT_GT(fates[Trace::Fate::Lost], 0);
  EXPECT_GT(fates[Trace::Fate::Unheard], 0);
  EXPECT_GT(explained, (fates[Trace::Fate::Lost] + fates[Trace::Fate::Unheard]) / 4);
}

TEST(Trace, BlamesTheCrashForWhatTheDeadDidNotHear) {
  Scenario scenario = small_world();
  Fault crash;
  crash.kind = FaultKind::Crash;
  crash.at = Instant{} + seconds(3);
  crash.lasts = seconds(2);
  crash.from = {ProcessId(2), ProcessId(3)};  // both logic processes
  scenario.faults.push_back(crash);
  const Trace trace = traced(scenario, 1).trace;
  ASSERT_EQ(trace.bands.size(), 1U);
  EXPECT_EQ(trace.bands[0].sentence, "crash logic-* at 3s, restart after 2s");
  EXPECT_TRUE(trace.bands[0].effective);
  EXPECT_EQ(trace.bands[0].lanes, (std::vector<std::uint32_t>{2, 3}));
  const auto steps_of = [&](Trace::Input input) {
    return std::count_if(trace.steps.begin(), trace.steps.end(), [&](const Trace::Step& step) {
      return step.input == input && (input != Trace::Input::Crash || step.fault == 0);
    });
  };
  EXPECT_EQ(steps_of(Trace::Input::Crash), 2);
  EXPECT_EQ(steps_of(Trace::Input::Restart), 2);
  EXPECT_TRUE(std::any_of(trace.steps.begin(), trace.steps.end(), [](const Trace::Step& step) {
    return step.input == Trace::Input::Down && step.fault == 0;
  })) << "the peers notice, and why is known";
}

TEST(Trace, KnowsWhichStepMadeEachEventOfTheHistory) {
  const RunRecord record = traced(hostile_world(), 5);
  const Trace& trace = record.trace;
  ASSERT_EQ(trace.seen_at.size(), record.history.size());
  for (std::size_t i = 0; i < record.history.size(); ++i) {
    const Event& event = record.history[i];
    if (event.kind == EventKind::Sent || event.kind == EventKind::Consumed ||
        event.kind == EventKind::Crashed || event.kind == EventKind::Installed) {
      ASSERT_NE(trace.seen_at[i], kNone) << i;
      EXPECT_EQ(trace.steps[trace.seen_at[i]].at, event.at);
      if (event.device) {
        EXPECT_EQ(trace.lanes[trace.steps[trace.seen_at[i]].lane].name,
                  record.names.of(event.device));
      }
    }
    if (event.kind == EventKind::Phase) {
      EXPECT_EQ(trace.seen_at[i], kNone);
    }
  }
}

TEST(Trace, SaysHowManyStepsItLeftOut) {
  const Scenario scenario = small_world();
  RunSettings settings{true, 0};
  settings.keep_trace = true;
  const std::size_t all = run_scenario(scenario, 1, settings).trace.steps.size();
  settings.trace_max = 100;
  const Trace trace = run_scenario(scenario, 1, settings).trace;
  EXPECT_EQ(trace.steps.size(), 100U);
  EXPECT_EQ(trace.left_out, all - 100);
}

TEST(Trace, ListsCrashesThatChanceStruckAtADurableStep) {
  Scenario scenario = hostile_world();
  scenario.storm.crash_at_sync = percent(5);
  const RunRecord record = traced(scenario, 1);
  ASSERT_FALSE(record.chanced.empty());
  const Trace& trace = record.trace;
  ASSERT_EQ(trace.bands.size(), record.plan.size() + record.chanced.size());
  EXPECT_EQ(trace.bands[record.plan.size()].kind, "crash-at-sync");
  const auto index = static_cast<std::uint32_t>(record.plan.size());
  const auto struck = std::find_if(trace.steps.begin(), trace.steps.end(),
                                   [&](const Trace::Step& s) { return s.fault == index; });
  ASSERT_NE(struck, trace.steps.end());
  EXPECT_EQ(struck->input, Trace::Input::Crash);
  EXPECT_EQ(trace.bands[index].from, struck->at);
}

TEST(Ancestry, IsAFewDozenStepsFromTheActOfAUserToTheScreen) {
  const RunRecord record = traced(small_world(), 1);
  std::size_t consumed = 0;
  while (record.history[consumed].kind != EventKind::Consumed ||
         record.history[consumed].device == DeviceId(0)) {
    ++consumed;
  }
  const Ancestry found = ancestry_of(record.trace, record.history, {consumed});
  ASSERT_FALSE(found.steps.empty());
  EXPECT_LE(found.steps.size(), 40U);
  EXPECT_EQ(found.steps.back(), record.trace.seen_at[consumed]);
  EXPECT_TRUE(std::any_of(found.steps.begin(), found.steps.end(), [&](std::uint32_t step) {
    return record.trace.steps[step].input == Trace::Input::Write;
  }));
  EXPECT_TRUE(found.packets.empty());
  EXPECT_TRUE(found.bands.empty());
}

}  // namespace
}  // namespace imstorm
