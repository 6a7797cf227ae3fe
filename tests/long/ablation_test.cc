// Each policy that departs from the sound stack must break the law that it is known to break: else
// the law, the mechanism or the storm does not work.
#include "tests/long/ablation.h"

namespace imstorm {
namespace {

/// No periodic look at the heads: what it would repair shows.
void without_sync(Scenario& s) { s.protocol.session.sync = {}; }

const Departure kAblations[] = {
    {"outbox_order_pipelined",
     [](Scenario& s) { s.protocol.outbox.order = OutboxOptions::Order::Pipelined; }, "sender-fifo"},
    {"outbox_remove_on_write",
     [](Scenario& s) { s.protocol.outbox.remove = OutboxOptions::Remove::OnWrite; },
     "no-silent-drop"},
    {"dedup_identity_per_try",
     [](Scenario& s) { s.protocol.dedup.identity = DedupOptions::Identity::PerTry; },
     "exactly-once"},
    {"dedup_window_none", [](Scenario& s) { s.protocol.dedup.window = DedupOptions::Window::None; },
     "exactly-once"},
    {"dedup_window_last_only",
     [](Scenario& s) { s.protocol.dedup.window = DedupOptions::Window::LastOnly; }, "exactly-once"},
    {"store_commit_memory",
     [](Scenario& s) { s.protocol.store.commit = StoreOptions::Commit::Memory; }, "ack-safety"},
    {"ack_sender_at_gateway",
     [](Scenario& s) { s.protocol.ack.sender = AckOptions::Sender::AtGateway; }, "ack-safety"},
    {"ack_trim_max_device", [](Scenario& s) { s.protocol.ack.trim = AckOptions::Trim::MaxDevice; },
     "no-loss"},
    // What a crash of the device undoes has been acknowledged, and trimmed.
    {"ack_when_on_receipt_with_a_slow_disk",
     [](Scenario& s) {
       s.protocol.ack.when = AckOptions::When::OnReceipt;
       s.protocol.consume.phases = ConsumeOptions::Phases::One;
       s.topology.device_disk.sync = Quantiles::fixed(seconds(2));
     },
     "no-loss"},
    {"ack_carry_piggyback_only",
     [](Scenario& s) {
       s.protocol.ack.carry = AckOptions::Carry::PiggybackOnly;
       s.protocol.notify.repeat = NotifyOptions::Repeat::Once;
       without_sync(s);
     },
     "no-loss"},
    {"notify_repeat_once",
     [](Scenario& s) {
       s.protocol.notify.repeat = NotifyOptions::Repeat::Once;
       without_sync(s);
       make_datagrams(s);
     },
     "no-loss"},
    {"notify_during_pull_drop",
     [](Scenario& s) {
       s.protocol.notify.during_pull = NotifyOptions::DuringPull::Drop;
       s.protocol.notify.repeat = NotifyOptions::Repeat::Once;
       without_sync(s);
     },
     "no-loss"},
    {"pull_cursor_own_ack",
     [](Scenario& s) { s.protocol.pull.cursor = PullOptions::Cursor::OwnAck; }, "cursor-sound"},
    {"pull_cursor_server_head",
     [](Scenario& s) {
       s.protocol.pull.cursor = PullOptions::Cursor::ServerHead;
       s.protocol.pull.limit = 1;
     },
     "cursor-sound"},
    {"pull_page_newest_first",
     [](Scenario& s) {
       s.protocol.pull.page = PullOptions::Page::NewestFirst;
       s.protocol.pull.limit = 1;
     },
     "cursor-sound"},
    {"pull_stale_reply_accepted",
     [](Scenario& s) {
       s.protocol.pull.stale_reply = PullOptions::StaleReply::Accepted;
       make_datagrams(s);
     },
     "exactly-once"},
    {"notify_target_last",
     [](Scenario& s) {
       s.protocol.notify.target = NotifyOptions::Target::Last;
       s.protocol.notify.repeat = NotifyOptions::Repeat::Once;
       without_sync(s);
       make_datagrams(s);
     },
     "no-loss"},
    {"consume_state_volatile",
     [](Scenario& s) { s.protocol.consume.state = ConsumeOptions::State::Volatile; },
     "exactly-once"},
    {"consume_state_volatile_in_one_step",
     [](Scenario& s) {
       s.protocol.consume.state = ConsumeOptions::State::Volatile;
       s.protocol.consume.phases = ConsumeOptions::Phases::One;
     },
     "exactly-once"},
    {"consume_order_by_timestamp",
     [](Scenario& s) { s.protocol.client.order = ClientOptions::Order::ByTimestamp; },
     "group-order"},
};

class Ablations : public testing::TestWithParam<Departure> {};

TEST_P(Ablations, BreakTheLawThatTheyAreKnownToBreak) {
  expect_broken(departed(GetParam()), GetParam().law);
}

INSTANTIATE_TEST_SUITE_P(Policy, Ablations, testing::ValuesIn(kAblations), departure_name);

const Departure kSound[] = {
    {"outbox_order_stop_and_wait",
     [](Scenario& s) { s.protocol.outbox.order = OutboxOptions::Order::StopAndWait; }},
    {"ack_carry_per_pull", [](Scenario& s) { s.protocol.ack.carry = AckOptions::Carry::PerPull; }},
    // CONNECT tells the true cursor after every crash (rule D2), which repairs what was
    // over-claimed, unless it is trimmed by then.
    {"ack_when_on_receipt", [](Scenario& s) { s.protocol.ack.when = AckOptions::When::OnReceipt; }},
    {"consume_phases_two_local",
     [](Scenario& s) { s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal; }},
    {"consume_phases_one",
     [](Scenario& s) { s.protocol.consume.phases = ConsumeOptions::Phases::One; }},
    // Masked by SYNC, which finds what no notification said (rule R6).
    {"notify_repeat_once_with_sync",
     [](Scenario& s) { s.protocol.notify.repeat = NotifyOptions::Repeat::Once; }},
    // Masked by the repeated NOTIFY, which a device answers with its ACK (rule N2).
    {"ack_carry_piggyback_only_with_notify",
     [](Scenario& s) { s.protocol.ack.carry = AckOptions::Carry::PiggybackOnly; }},
    // Masked by the numbers that the store checks (rule S2).
    {"outbox_reconnect_new_first",
     [](Scenario& s) { s.protocol.outbox.reconnect = OutboxOptions::Reconnect::NewFirst; }},
    // Masked: the append transaction makes the position itself (rule S1).
    {"seq_fence_none", [](Scenario& s) { s.protocol.seq.fence = SeqOptions::Fence::None; }},
    // Shows where a dead connection is registered late: scenarios/two-sockets.toml.
    {"session_takeover_both_live",
     [](Scenario& s) { s.protocol.session.takeover = SessionOptions::Takeover::BothLive; }},
    {"route_worker_any_free",
     [](Scenario& s) { s.protocol.route.worker = RoutingOptions::Worker::AnyFree; }},
    {"route_socket_round_robin",
     [](Scenario& s) { s.protocol.route.socket = RoutingOptions::Socket::RoundRobin; }},
    {"route_group_hash_sender",
     [](Scenario& s) { s.protocol.route.group = RoutingOptions::Group::HashSender; }},
    {"route_group_round_robin",
     [](Scenario& s) { s.protocol.route.group = RoutingOptions::Group::RoundRobin; }},
};

class SoundChoices : public testing::TestWithParam<Departure> {};

/// Rules S1 to S3 do not need pinned paths: what chat owes to them is speed only.
TEST_P(SoundChoices, KeepEveryLaw) { expect_whole(departed(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Policy, SoundChoices, testing::ValuesIn(kSound), departure_name);

}  // namespace
}  // namespace imstorm
