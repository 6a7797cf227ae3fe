#include "reports/tale.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "reports/json.h"
#include "reports/json_trace.h"

namespace imstorm {
namespace {

/// A phone sends m1, the answer is lost in a crash, it sends again, and m1 is consumed twice.
struct Told {
  Result result;
  std::vector<Event> history;

  std::uint32_t step(std::int64_t ms, std::uint32_t lane, Trace::Input input,
                     std::uint32_t cause = Trace::kNone, std::uint32_t packet = Trace::kNone) {
    Trace::Step step;
    step.at = Instant{ms * 1'000'000};
    step.lane = lane;
    step.input = input;
    step.cause = cause;
    step.packet = packet;
    result.trace.steps.push_back(step);
    const auto index = static_cast<std::uint32_t>(result.trace.steps.size() - 1);
    if (packet != Trace::kNone) result.trace.packets[packet].received = index;
    return index;
  }

  std::uint32_t packet(FrameKind kind, std::uint32_t from, std::uint32_t to, std::uint32_t sent,
                       Trace::Fate fate = Trace::Fate::Delivered) {
    Trace::Packet packet;
    packet.kind = kind;
    packet.body = BodyId{0};
    packet.conv = ConvId{0};
    packet.from = from;
    packet.to = to;
    packet.sent = sent;
    packet.left = result.trace.steps[sent].at;
    packet.ended = packet.left + milliseconds(10);
    packet.fate = fate;
    result.trace.packets.push_back(packet);
    return static_cast<std::uint32_t>(result.trace.packets.size() - 1);
  }

  void sees(std::uint32_t step, EventKind kind) {
    Event event;
    event.at = result.trace.steps[step].at;
    event.kind = kind;
    event.device = DeviceId{0};
    event.inst = InstId{0};
    event.user = UserId{0};
    event.conv = ConvId{0};
    event.body = BodyId{0};
    event.cmid = {InstId{0}, 1};
    if (kind == EventKind::Crashed) event = {};
    event.at = result.trace.steps[step].at;
    event.kind = kind;
    if (kind == EventKind::Crashed) event.process = ProcessId{1};
    history.push_back(event);
    result.trace.seen_at.push_back(step);
  }

  Told() {
    result.names.users = {"alice"};
    result.names.devices = {"alice.phone"};
    result.names.convs = {"dm"};
    result.names.processes = {"alice.phone", "gateway-1"};
    result.names.bodies = {"m1"};
    result.trace.lanes = {{"alice.phone", Trace::Role::Device, UserId{0}, 0, {}},
                          {"gateway-1", Trace::Role::Gateway, {}, 2, {}}};
    result.trace.bands = {{"crash",
                           "crash gateway-1 at 40ms, restart after 1s",
                           Instant{40'000'000},
                           Instant{1'040'000'000},
                           true,
                           {1}}};
    const auto write = step(0, 0, Trace::Input::Write);
    const auto sent = step(1, 0, Trace::Input::Durable, write);
    const auto first = packet(FrameKind::Send, 0, 1, sent);
    const auto heard = step(30, 1, Trace::Input::Receive, sent, first);
    const auto answer = packet(FrameKind::SendAck, 1, 0, heard, Trace::Fate::Unheard);
    const auto crash = step(40, 1, Trace::Input::Crash);
    result.trace.steps[crash].fault = 0;
    result.trace.packets[answer].by = crash;
    result.trace.packets[answer].fault = 0;
    const auto once = step(50, 0, Trace::Input::Durable, heard);
    const auto timer = step(3'000, 0, Trace::Input::Timer, sent);
    const auto second = packet(FrameKind::Send, 0, 1, timer);
    result.trace.packets[second].detail = "try 2";
    const auto again = step(3'030, 1, Trace::Input::Receive, timer, second);
    const auto twice = step(3'060, 0, Trace::Input::Durable, again);
    sees(sent, EventKind::Sent);
    sees(crash, EventKind::Crashed);
    sees(once, EventKind::Consumed);
    sees(twice, EventKind::Consumed);
    Result::Law law;
    law.name = "exactly-once";
    law.verdict.outcome = Outcome::Broken;
    law.verdict.because = "alice.phone consumed m1 twice";
    law.verdict.witnesses = {{2, history[2]}, {3, history[3]}};
    law.ancestry = ancestry_of(result.trace, history, {2, 3});
    law.tale = tale_of(law, result.trace, history, result.names);
    result.laws.push_back(law);
    result.outcome = Outcome::Broken;
  }
};

TEST(Tale, SaysWhoDidWhatWhatWasLostAndWhy) {
  const Told told;
  std::vector<std::string> texts;
  for (const Step& step : told.result.laws[0].tale) texts.push_back(step.text);
  const std::vector<std::string> expected = {
      "alice.phone sends m1 to dm",
      "the answer that m1 is sent from gateway-1 to alice.phone is lost: gateway-1 crashed",
      "gateway-1 crashes",
      "alice.phone consumes m1 (seq 0)",
      "alice.phone has no answer and sends m1 again (try 2)",
      "alice.phone consumes m1 (seq 0)"};
  EXPECT_EQ(texts, expected);
}

TEST(Tale, StandsOnStepsInTheOrderOfTheRun) {
  const Told told;
  const std::vector<Step>& tale = told.result.laws[0].tale;
  for (std::size_t i = 1; i < tale.size(); ++i) EXPECT_LE(tale[i - 1].at_ns, tale[i].at_ns);
  EXPECT_TRUE(tale[3].witness);
  EXPECT_TRUE(tale[5].witness);
  EXPECT_FALSE(tale[4].witness);
  EXPECT_EQ(tale[5].step, told.result.trace.seen_at[3]);
  EXPECT_EQ(tale[4].position, Step::kNoPosition);
}

TEST(JsonTrace, IsColumnsThatReferToEachOther) {
  const Told told;
  const auto json = nlohmann::json::parse(json_report(told.result));
  const auto& trace = json["trace"];
  const auto& steps = trace["steps"];
  const std::size_t count = told.result.trace.steps.size();
  for (const auto& [name, column] : steps.items()) EXPECT_EQ(column.size(), count) << name;
  EXPECT_EQ(trace["inputs"][steps["input"][0].get<int>()], "write");
  EXPECT_EQ(steps["cause"][0], -1);
  EXPECT_EQ(steps["cause"][1], 0);
  for (const auto& [name, column] : trace["packets"].items()) EXPECT_EQ(column.size(), 3U) << name;
  EXPECT_EQ(trace["fates"][trace["packets"]["fate"][1].get<int>()], "unheard");
  EXPECT_EQ(trace["strings"][trace["packets"]["body"][1].get<int>()], "m1");
  const auto& violation = trace["violations"][0];
  EXPECT_EQ(violation["law"], "exactly-once");
  EXPECT_EQ(violation["step"], count - 1);
  EXPECT_EQ(violation["lost"][0], 1);
  EXPECT_EQ(violation["faults"][0], 0);
  EXPECT_EQ(trace["story"].size(), 6U);
  EXPECT_EQ(trace["story"][5]["n"], 6);
  EXPECT_EQ(trace["left_out"], 0);
  EXPECT_EQ(json["invariants"][0]["story"][4]["position"], -1);
}

TEST(JsonTrace, KeepsAWindowAndTheLineageAndSaysWhatIsLeftOut) {
  Told told;
  Trace& trace = told.result.trace;
  for (int i = 0; i < 1'000; ++i) told.step(4'000 + i, 1, Trace::Input::Timer);
  const auto json = nlohmann::json::parse(trace_json(told.result, 20));
  const std::size_t kept = json["steps"]["at"].size();
  EXPECT_EQ(kept, 20U);
  EXPECT_EQ(json["left_out"], trace.steps.size() - kept);
  for (const auto& step : json["violations"][0]["lineage"]) EXPECT_GE(step.get<int>(), 0);
  // The violation is the last thing of all: the window is its past and the lineage before that.
  Told late;
  for (auto& step : late.result.trace.steps) step.at += seconds(10);
  EXPECT_EQ(nlohmann::json::parse(trace_json(late.result, 5))["steps"]["at"].size(),
            late.result.laws[0].ancestry.steps.size());
}

TEST(JsonTrace, IsLeftOutOfAResultWithoutOne) {
  EXPECT_EQ(json_report(Result{}).find("\"trace\""), std::string::npos);
}

}  // namespace
}  // namespace imstorm
