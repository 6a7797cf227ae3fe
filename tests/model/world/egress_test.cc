// A connection that holds only so many frames.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "model/scenario/processes.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

/// Two devices in many conversations, each with a message while one of them is away.
Scenario many_conversations() {
  Scenario scenario;
  scenario.name = "many-conversations";
  add_device(scenario, "alice", "phone");
  add_device(scenario, "bob", "phone");
  for (int c = 0; c < 200; ++c) {
    scenario.conversations.push_back({"c" + std::to_string(c), {UserId(0), UserId(1)}});
    SendSpec send;
    send.device = DeviceId(0);
    send.conv = ConvId(c);
    send.at = Instant{} + seconds(5) + milliseconds(50 * c);
    scenario.sends.push_back(send);
  }
  Fault away;
  away.kind = FaultKind::Offline;
  away.at = Instant{} + seconds(2);
  away.lasts = seconds(30);
  away.from = {ProcessTable(scenario).of(ProcessKind::Device, 1)};
  scenario.faults.push_back(away);
  scenario.duration = seconds(40);
  scenario.protocol.session.egress_max = 80;
  scenario.protocol.pull.at_once = 20;
  return scenario;
}

std::uint64_t reached(const RunRecord& record, const std::string& what) {
  std::uint64_t sum = 0;
  for (const auto& [limit, times] : record.limits) {
    if (limit.find(what) != std::string::npos) sum += times;
  }
  return sum;
}

/// Everything arrives, and nobody is thrown out.
RunRecord undisturbed(const Scenario& scenario, std::uint64_t messages) {
  RunRecord record = run_scenario(scenario, 1, {false, 0});
  EXPECT_EQ(record.messages, messages);
  EXPECT_EQ(record.deliveries, 2 * messages);
  EXPECT_EQ(reached(record, "connection closed"), 0u);
  for (const RunRecord::Law& law : record.laws) {
    EXPECT_NE(law.verdict.outcome, Outcome::Broken) << law.name << ": " << law.verdict.because;
  }
  return record;
}

/// Rules G5 and R8: hints are left out and repeated, answers fit, and nobody is thrown out.
TEST(Egress, OfADeviceInManyConversationsIsNeverOverrunByItsOwnQuestions) {
  EXPECT_GT(reached(undisturbed(many_conversations(), 200), "hint left out"), 0u);
}

/// The same from the other side: a device writes in many conversations without a network.
Scenario many_outboxes() {
  Scenario scenario = many_conversations();
  scenario.sends.clear();
  for (int i = 0; i < 400; ++i) {
    SendSpec send;
    send.device = DeviceId(1);
    send.conv = ConvId(i % 100);
    send.at = Instant{} + seconds(5) + milliseconds(50 * i);
    scenario.sends.push_back(send);
  }
  scenario.protocol.outbox.at_once = 5;
  scenario.protocol.pull.at_once = 1;
  return scenario;
}

/// Rule T4.
TEST(Egress, OfADeviceThatWroteInManyConversationsIsNeverOverrunByItsOwnMessages) {
  undisturbed(many_outboxes(), 400);
}

TEST(Egress, IsOverrunByTheAnswersToAllThatADeviceWroteIfThatGoesAtOnce) {
  Scenario scenario = many_outboxes();
  scenario.protocol.outbox.at_once = 100;
  EXPECT_GT(reached(run_scenario(scenario, 1, {false, 0}), "connection closed"), 0u);
}

TEST(Egress, ClosesTheConnectionWhereAnswersDoNotFit) {
  Scenario scenario = many_conversations();
  scenario.protocol.pull.at_once = 200;
  EXPECT_GT(reached(run_scenario(scenario, 1, {false, 0}), "connection closed"), 0u);
}

}  // namespace
}  // namespace imstorm
