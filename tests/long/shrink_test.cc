// How small findings become: of each unsound design one finding of a hostile storm.
#include "model/world/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario/parse.h"
#include "model/world/run.h"
#include "model/world/shrinker.h"
#include "model/world/signature_of.h"
#include "model/world/spell_out.h"
#include "model/world/trial.h"
#include "tests/model/world/small_world.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kSeedsMax = 60;
constexpr std::size_t kFaultsMax = 10;
constexpr std::size_t kMessagesMax = 12;
constexpr std::size_t kFaultsMedian = 5;
constexpr std::size_t kMessagesMedian = 6;
constexpr std::size_t kRichMax = 6;

struct Design {
  const char* name;
  const char* law;
  void (*change)(ProtocolOptions&);
};

const Design kDesigns[] = {
    {"outbox_remove_on_write", "no-silent-drop",
     [](ProtocolOptions& p) { p.outbox.remove = OutboxOptions::Remove::OnWrite; }},
    {"outbox_order_pipelined", "sender-fifo",
     [](ProtocolOptions& p) { p.outbox.order = OutboxOptions::Order::Pipelined; }},
    {"dedup_identity_per_try", "exactly-once",
     [](ProtocolOptions& p) { p.dedup.identity = DedupOptions::Identity::PerTry; }},
    {"dedup_window_none", "exactly-once",
     [](ProtocolOptions& p) { p.dedup.window = DedupOptions::Window::None; }},
    {"dedup_window_last_only", "exactly-once",
     [](ProtocolOptions& p) { p.dedup.window = DedupOptions::Window::LastOnly; }},
    {"store_commit_memory", "ack-safety",
     [](ProtocolOptions& p) { p.store.commit = StoreOptions::Commit::Memory; }},
    {"ack_sender_at_gateway", "ack-safety",
     [](ProtocolOptions& p) { p.ack.sender = AckOptions::Sender::AtGateway; }},
    {"ack_trim_max_device", "no-loss",
     [](ProtocolOptions& p) { p.ack.trim = AckOptions::Trim::MaxDevice; }},
    {"pull_cursor_own_ack", "cursor-sound",
     [](ProtocolOptions& p) { p.pull.cursor = PullOptions::Cursor::OwnAck; }},
    {"pull_cursor_server_head", "cursor-sound",
     [](ProtocolOptions& p) {
       p.pull.cursor = PullOptions::Cursor::ServerHead;
       p.pull.limit = 1;
     }},
    {"pull_page_newest_first", "cursor-sound",
     [](ProtocolOptions& p) {
       p.pull.page = PullOptions::Page::NewestFirst;
       p.pull.limit = 1;
     }},
    {"consume_state_volatile", "exactly-once",
     [](ProtocolOptions& p) { p.consume.state = ConsumeOptions::State::Volatile; }},
    {"client_order_by_timestamp", "group-order",
     [](ProtocolOptions& p) { p.client.order = ClientOptions::Order::ByTimestamp; }},
};

std::optional<Case> first_case(const Design& design) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  design.change(scenario.protocol);
  for (std::uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    if (auto found = shrink_finding(scenario, Decider::seeded(seed), design.law)) return found;
  }
  return {};
}

std::size_t median(std::vector<std::size_t> sizes) {
  std::sort(sizes.begin(), sizes.end());
  return sizes.empty() ? 0 : sizes[sizes.size() / 2];
}

TEST(Shrinking, LeavesAHandfulOfFaultsAndMessagesOfEveryUnsoundDesign) {
  std::vector<std::size_t> faults, messages;
  for (const Design& design : kDesigns) {
    const std::optional<Case> found = first_case(design);
    ASSERT_TRUE(found) << design.name;
    EXPECT_FALSE(found->needs_seed) << design.name;
    EXPECT_TRUE(found->minimal) << design.name;
    faults.push_back(found->scenario.faults.size());
    messages.push_back(message_count(found->scenario));
    EXPECT_LE(faults.back(), kFaultsMax) << design.name;
    EXPECT_LE(messages.back(), kMessagesMax) << design.name;
    const ParseResult read = parse_scenario(case_text(*found, ""), "case.toml");
    ASSERT_TRUE(read.scenario) << case_text(*found, "");
    EXPECT_EQ(run_scenario(*read.scenario, 1).digest, found->scenario.replay.digest)
        << case_text(*found, "");
  }
  EXPECT_LE(median(faults), kFaultsMedian);
  EXPECT_LE(median(messages), kMessagesMedian);
}

struct Rich {
  const char* name;
  std::vector<std::string> sets;
  const char* law;
  const char* draw;
};

/// Findings of worlds in which chance has a hand everywhere: nothing of them is a single fault.
TEST(Shrinking, LeavesFewAnswersWhereChanceIsEverywhere) {
  const Rich findings[] = {
      {"many chances",
       {"dedup.write=before-append", "storm.profile=bad"},
       "ack-safety",
       "0x375510cad675ca91"},
      {"another one",
       {"dedup.write=before-append", "storm.profile=bad"},
       "ack-safety",
       "0x1d38a6ec63ce1574"},
  };
  for (const Rich& rich : findings) {
    Overrides overrides;
    overrides.sets = rich.sets;
    const ParseResult base =
        load_scenario(std::string(IMSTORM_SOURCE_DIR) + "/tools/bench/bugs.toml", overrides);
    ASSERT_TRUE(base.scenario) << render(base.diagnostics);
    const Trial trial = draw_trial(*base.scenario, *read_draw(rich.draw));
    ShrinkOptions options;
    options.runs_max = 20'000;
    options.events_max = 60'000'000;
    const auto found = shrink_finding(*trial.scenario, trial.decider, rich.law, options);
    ASSERT_TRUE(found) << rich.name;
    EXPECT_FALSE(found->needs_seed) << rich.name;
    EXPECT_LE(fault_count(found->scenario), kRichMax) << case_text(*found, "");
    const ParseResult read = parse_scenario(case_text(*found, ""), "case.toml");
    ASSERT_TRUE(read.scenario) << render(read.diagnostics);
    EXPECT_EQ(run_scenario(*read.scenario, 0).digest, found->scenario.replay.digest) << rich.name;
  }
}

/// What breaks there may be a packet that is lost in the world of the probe, after the crash of
/// everybody: nothing of the finding's own has a part in it, and nothing can be left out alone.
TEST(Shrinking, FindsWhatIsLostInTheWorldOfAProbe) {
  Scenario scenario = small_world();
  make_hostile(scenario);
  make_datagrams(scenario);
  scenario.protocol.notify.repeat = NotifyOptions::Repeat::Once;
  scenario.protocol.session.sync = {};
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= kSeedsMax && found < 3; ++seed) {
    const RunRecord record = run_scenario(scenario, seed);
    const Signature signature = signature_of(record, "ack-safety");
    if (!signature) continue;
    ++found;
    const ShrinkOptions options;
    Scenario whole = spell_out(scenario, record);
    Shrinker shrinker(whole, Decider::seeded(seed), signature, options);
    ASSERT_TRUE(shrinker.find_alone(whole)) << seed;
    const Case alone = shrinker.finish();
    EXPECT_EQ(message_count(alone.scenario), 1U) << seed;
    EXPECT_LE(fault_count(alone.scenario), 1U) << seed;
  }
  EXPECT_EQ(found, 3U);
}

}  // namespace
}  // namespace imstorm
