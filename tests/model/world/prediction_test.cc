// Arithmetic against simulation: on a fixed network without faults they must agree.
#include "model/scenario/prediction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>

#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr Duration kRoundTrip = milliseconds(50);
constexpr Duration kCommit = milliseconds(5);

/// One message at a time over links that always take the same.
Scenario fixed_world() {
  Scenario scenario;
  scenario.topology.edge.latency = Quantiles::fixed(milliseconds(25));
  scenario.topology.edge.loss = {};
  scenario.topology.store_disk.sync = Quantiles::fixed(kCommit);
  add_device(scenario, "alice", "phone");
  add_device(scenario, "bob", "phone");
  scenario.conversations.push_back({"dm", {UserId(0), UserId(1)}});
  for (int i = 1; i <= 40; ++i) {
    SendSpec send;
    send.device = DeviceId(0);
    send.conv = ConvId(0);
    send.at = Instant{} + seconds(5 * i);
    scenario.sends.push_back(send);
  }
  return scenario;
}

Duration median_delivery(const Scenario& scenario) {
  RunRecord record = run_scenario(scenario, 1, {false, 0});
  for (RunRecord::Series& series : record.latency) {
    if (series.name != "sent to consumed") continue;
    std::sort(series.samples.begin(), series.samples.end());
    return {series.samples[series.samples.size() / 2]};
  }
  return {};
}

struct Design {
  const char* name;
  std::function<void(Scenario&)> choose;
  int half_round_trips;  ///< of the textbook formula, both sides alike
  Duration timer;        ///< that the design waits for on purpose
};
std::ostream& operator<<(std::ostream& out, const Design& design) { return out << design.name; }

const Design kDesigns[] = {
    {"one_phase",
     [](Scenario& s) { s.protocol.consume.phases = ConsumeOptions::Phases::One; },
     4,
     {}},
    {"two_local",
     [](Scenario& s) { s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal; },
     4,
     {}},
    {"push_with_predecessor",
     [](Scenario& s) {
       s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
       s.protocol.deliver.mode = DeliverOptions::Mode::PushPrev;
     },
     2,
     {}},
    {"two_server_per_pull",
     [](Scenario& s) { s.protocol.ack.carry = AckOptions::Carry::PerPull; },
     6,
     {}},
    {"two_server_piggyback", [](Scenario&) {}, 6, milliseconds(200)},
    {"acknowledged_on_receipt",
     [](Scenario& s) { s.protocol.ack.when = AckOptions::When::OnReceipt; },
     6,
     {}},
    {"three_replicas",
     [](Scenario& s) {
       s.topology.store_replicas = 3;
       s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
     },
     4,
     {}},
    {"numbers_of_a_seqsvr",
     [](Scenario& s) {
       s.protocol.seq.source = SeqOptions::Source::Seqsvr;
       s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
     },
     4,
     {}},
    {"numbers_that_are_stored",
     [](Scenario& s) {
       s.protocol.seq.source = SeqOptions::Source::RedisSync;
       s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
     },
     4,
     {}},
};

class Predictions : public testing::TestWithParam<Design> {};

/// RTT_s/2 + c + 3/2 RTT_r, one RTT_r more where the server permits consumption, and one less where
/// the page comes unasked.
TEST_P(Predictions, OfTheFormulaHoldWithinTheTimerAndTheWayBetweenServers) {
  Scenario scenario = fixed_world();
  GetParam().choose(scenario);
  const Duration formula = kRoundTrip * GetParam().half_round_trips;
  const Duration least{formula.ns / 2 + kCommit.ns + GetParam().timer.ns};
  const Duration servers = milliseconds(10);  // hops between servers, device storage
  const Duration measured = median_delivery(scenario);
  EXPECT_GE(measured, least);
  EXPECT_LE(measured, least + servers);
}

TEST_P(Predictions, AddUpToWhatIsMeasured) {
  Scenario scenario = fixed_world();
  GetParam().choose(scenario);
  const Duration measured = median_delivery(scenario);
  const Duration predicted = predict_delivery(scenario).total();
  EXPECT_LE(measured, predicted + milliseconds(2));
  EXPECT_GE(measured + milliseconds(2), predicted);
  EXPECT_FALSE(predict_delivery(scenario).at_least);
}

INSTANTIATE_TEST_SUITE_P(Design, Predictions, testing::ValuesIn(kDesigns),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Prediction, WaitsForNoDiskThatNobodyWaitsFor) {
  Scenario scenario = fixed_world();
  scenario.topology.store_disk.sync = Quantiles::fixed(milliseconds(20));
  scenario.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
  scenario.protocol.store.commit = StoreOptions::Commit::Memory;
  const Duration measured = median_delivery(scenario);
  const Duration predicted = predict_delivery(scenario).total();
  EXPECT_LE(measured, predicted + milliseconds(2));
  EXPECT_GE(measured + milliseconds(2), predicted);
}

/// Where something waits for what may never come, there is no time that could be told.
TEST(Prediction, IsALeastTimeWhereItCannotKnow) {
  const auto at_least = [](const std::function<void(Scenario&)>& choose) {
    Scenario scenario = fixed_world();
    choose(scenario);
    const Prediction prediction = predict_delivery(scenario);
    EXPECT_GE(median_delivery(scenario), prediction.total());
    return prediction.at_least;
  };
  EXPECT_TRUE(
      at_least([](Scenario& s) { s.protocol.ack.carry = AckOptions::Carry::PiggybackOnly; }));
  EXPECT_TRUE(at_least([](Scenario& s) { s.protocol.ack.carry = AckOptions::Carry::None; }));
  EXPECT_TRUE(at_least([](Scenario& s) { s.protocol.seq.source = SeqOptions::Source::Snowflake; }));
  const auto of_segments = [](std::uint32_t servers) {
    return [servers](Scenario& s) {
      s.protocol.seq.source = SeqOptions::Source::Segment;
      s.topology.ids.count = servers;
    };
  };
  EXPECT_TRUE(at_least(of_segments(2)));
  EXPECT_FALSE(at_least(of_segments(1)));
  EXPECT_FALSE(at_least([](Scenario& s) {
    s.protocol.ack.carry = AckOptions::Carry::None;
    s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
  }));
}

}  // namespace
}  // namespace imstorm
