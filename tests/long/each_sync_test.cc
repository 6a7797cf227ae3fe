// A process dies at its first durable step, in another run at its second, and so on to its last
// one: at each of them once with everything lost that was under way, once without the last write,
// and once with all of it written. (As SQLite's tests let the n-th operation fail, n = 1, 2, ...)
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>

#include "model/scenario/processes.h"
#include "model/world/run.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint32_t kLosing[] = {Fault::kAllWrites, 1, 0};  // of the writes under way
constexpr std::uint32_t kSyncsMax = 1'000;  // of one process in one run: there are never so many

struct Variant {
  const char* name;
  void (*change)(Scenario&);
};
std::ostream& operator<<(std::ostream& out, const Variant& one) { return out << one.name; }

/// A few messages from everybody to everybody, one after the other, and nothing left to chance.
Scenario quiet_talk() {
  Scenario scenario = small_world();
  scenario.traffic.clear();
  scenario.decisions = Decisions::Harmless;
  scenario.duration = seconds(12);
  for (std::uint32_t n = 0; n < 8; ++n) {
    SendSpec& send = scenario.sends.emplace_back();
    send.device = DeviceId(n % 4);
    send.conv = ConvId(n % 4 == 3 ? 1 : n / 4);
    send.at = Instant{} + seconds(1 + n);
  }
  return scenario;
}

Scenario crashing(const Scenario& scenario, ProcessId process, std::uint32_t nth,
                  std::uint32_t losing) {
  Scenario crashing = scenario;
  Fault fault;
  fault.kind = FaultKind::CrashAtSync;
  fault.from = {process};
  fault.nth = nth;
  fault.lasts = milliseconds(1'500);
  fault.losing = losing;
  crashing.faults = {fault};
  return crashing;
}

/// How many of its durable steps there were to die at; each law must hold or be vacuous in each
/// run.
std::uint32_t die_at_each(const Scenario& scenario, ProcessId process, std::uint32_t losing) {
  for (std::uint32_t nth = 1; nth <= kSyncsMax; ++nth) {
    const RunRecord record = run_scenario(crashing(scenario, process, nth, losing), 1, {false, 1});
    if (record.faults[static_cast<std::size_t>(FaultKind::CrashAtSync)].effective == 0) {
      return nth - 1;
    }
    for (const RunRecord::Law& law : record.laws) {
      const Outcome outcome = law.verdict.outcome;
      EXPECT_TRUE(outcome == Outcome::Holds || outcome == Outcome::Vacuous)
          << "at sync " << nth << ": " << law.name << ": " << law.verdict.because;
    }
    if (testing::Test::HasFailure()) return nth;
  }
  return kSyncsMax;
}

class EachSync : public testing::TestWithParam<Variant> {};

TEST_P(EachSync, MayBeTheLastOneOfAProcess) {
  Scenario scenario = quiet_talk();
  GetParam().change(scenario);
  const ProcessTable table(scenario);
  std::uint32_t steps = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const ProcessKind kind = table.rows[row].kind;
    if (kind == ProcessKind::Gateway || kind == ProcessKind::Logic) continue;  // they have no disk
    SCOPED_TRACE(table.rows[row].name);
    for (const std::uint32_t losing : kLosing) {
      const std::uint32_t syncs = die_at_each(scenario, ProcessId(row), losing);
      ASSERT_FALSE(HasFailure());
      EXPECT_LT(syncs, kSyncsMax);
      EXPECT_GT(syncs, kind == ProcessKind::Ids ? 0U : 5U) << "too few to say anything";
      steps += syncs;
    }
  }
  RecordProperty("steps", static_cast<int>(steps));
  EXPECT_GT(steps, 250U);
}

INSTANTIATE_TEST_SUITE_P(
    Of, EachSync,
    testing::Values(
        Variant{"one_store", [](Scenario&) {}},
        Variant{"three_replicas", [](Scenario& s) { s.topology.store_replicas = 3; }},
        Variant{"numbers_from_a_counter",
                [](Scenario& s) { s.protocol.seq.source = SeqOptions::Source::RedisSync; }},
        Variant{"inboxes",
                [](Scenario& s) { s.protocol.group.fanout = GroupOptions::Fanout::WriteOutbox; }},
        Variant{"reading_b",
                [](Scenario& s) { s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal; }}),
    [](const auto& variant) { return std::string(variant.param.name); });

/// The runs would say nothing if they broke nothing.
TEST(EachSync, BreaksADesignWithoutTransactions) {
  using Commit = ConsumeOptions::Commit;
  for (const auto& [commit, law] : {std::pair{Commit::BeforeEffect, "no-loss"},
                                    std::pair{Commit::AfterEffect, "exactly-once"}}) {
    Scenario scenario = quiet_talk();
    scenario.protocol.consume.commit = commit;
    const ProcessId bob(ProcessTable(scenario).of(ProcessKind::Device, 2));
    bool broken = false;
    for (std::uint32_t nth = 1; nth < 20; ++nth) {
      for (const std::uint32_t losing : kLosing) {
        const Scenario one = crashing(scenario, bob, nth, losing);
        for (const RunRecord::Law& judged : run_scenario(one, 1, {false, 0}).laws) {
          broken |= judged.name == law && judged.verdict.outcome == Outcome::Broken;
        }
      }
    }
    EXPECT_TRUE(broken) << law;
  }
}

}  // namespace
}  // namespace imstorm
