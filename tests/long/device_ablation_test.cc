// Departures on the way to a device and inside it: each breaks the law that it is known to break,
// or keeps every law while the net that masks it is there.
#include "tests/long/ablation.h"

namespace imstorm {
namespace {

/// Neither repeated notifications nor a periodic look at the heads.
void told_once(Scenario& s) {
  s.protocol.notify.repeat = NotifyOptions::Repeat::Once;
  s.protocol.session.sync = {};
}

/// Devices lose their network again and again while messages come, and nothing else happens, over a
/// slow backbone. Later they stay, so that no later reconnect repairs what was missed.
void told_once_while_phones_come_and_go(Scenario& s) {
  told_once(s);
  const StormRate offline{seconds(2), milliseconds(100), seconds(1)};
  s.storm = {};
  s.storm.on = true;
  s.storm.length = seconds(8);
  s.storm.offline = offline;
  const Duration way = milliseconds(200);
  s.topology.backbone.latency = {way, way, way, way, way};
}

void one_phase_over_datagrams(Scenario& s) {
  s.protocol.consume.phases = ConsumeOptions::Phases::One;
  make_datagrams(s);
}

void pushed_in_one_phase(Scenario& s) {
  s.protocol.deliver.mode = DeliverOptions::Mode::PushPrev;
  one_phase_over_datagrams(s);
}

/// Devices lose their caches, and are installed anew by users who keep their app's own data.
void lose_caches(Scenario& s) {
  s.storm.lose_cache = {seconds(40), milliseconds(100), seconds(3)};
  s.storm.reinstall = {seconds(80), milliseconds(100), seconds(3)};
}

/// Without phase two, apps die again and again while what they received is being written.
void kill_while_disks_are_slow(Scenario& s) {
  s.protocol.consume.phases = ConsumeOptions::Phases::One;
  s.storm.slow_disk = {seconds(5), seconds(2), seconds(8)};
  s.storm.slow_disk_by = seconds(1);
  s.storm.kill = {seconds(8), seconds(1), seconds(4)};
}

/// Some messages are longer than the store takes.
void write_too_much(Scenario& s) {
  s.protocol.store.bytes_max = 100;
  add_traffic(s, ConvId(1), 3, seconds(3));
  s.traffic.back().bytes = 101;
}

void small_egress(Scenario& s) {
  s.protocol.session.egress_full = SessionOptions::EgressFull::DropFrame;
  s.protocol.session.egress_max = 2;
}

const Departure kUnsound[] = {
    {"ack_carry_none_without_sync",
     [](Scenario& s) {
       s.protocol.ack.carry = AckOptions::Carry::None;
       s.protocol.session.sync = {};
     },
     "no-loss"},
    {"ack_apply_last_told_once",
     [](Scenario& s) {
       s.protocol.ack.apply = AckOptions::Apply::Last;
       s.protocol.consume.phases = ConsumeOptions::Phases::TwoLocal;
       told_once(s);
       make_datagrams(s);
     },
     "quiescence"},
    {"ack_trim_per_user", [](Scenario& s) { s.protocol.ack.trim = AckOptions::Trim::PerUser; },
     "no-loss"},
    {"ack_trim_window",
     [](Scenario& s) {
       s.protocol.ack.trim = AckOptions::Trim::Window;
       s.protocol.ack.window = 5;
     },
     "no-loss"},
    {"ack_sender_in_memory",
     [](Scenario& s) { s.protocol.ack.sender = AckOptions::Sender::InMemory; }, "ack-safety"},
    {"notify_subscribe_after_snapshot_told_once",
     [](Scenario& s) {
       s.protocol.notify.subscribe = NotifyOptions::Subscribe::AfterSnapshot;
       told_once_while_phones_come_and_go(s);
     },
     "no-loss"},
    {"notify_presence_unconditional_without_sync",
     [](Scenario& s) {
       s.protocol.notify.presence = NotifyOptions::Presence::Unconditional;
       s.protocol.session.sync = {};
     },
     "no-loss"},
    {"session_egress_full_drop_frame_told_once",
     [](Scenario& s) {
       small_egress(s);
       told_once_while_phones_come_and_go(s);
     },
     "no-loss"},
    {"dedup_identity_volatile_counter",
     [](Scenario& s) { s.protocol.dedup.identity = DedupOptions::Identity::VolatileCounter; },
     "no-loss"},
    {"dedup_window_ttl",
     [](Scenario& s) {
       s.protocol.dedup.window = DedupOptions::Window::Ttl;
       s.protocol.dedup.ttl = seconds(1);
     },
     "exactly-once"},
    {"dedup_window_lru",
     [](Scenario& s) {
       s.protocol.dedup.window = DedupOptions::Window::Lru;
       s.protocol.dedup.lru_max = 1;
     },
     "exactly-once"},
    {"consume_duplicate_row_exists_one_phase",
     [](Scenario& s) {
       s.protocol.consume.duplicate = ConsumeOptions::Duplicate::RowExists;
       one_phase_over_datagrams(s);
     },
     "exactly-once"},
    {"consume_duplicate_ttl_one_phase",
     [](Scenario& s) {
       s.protocol.consume.duplicate = ConsumeOptions::Duplicate::Ttl;
       s.protocol.consume.duplicate_ttl = milliseconds(500);
       one_phase_over_datagrams(s);
     },
     "exactly-once"},
    {"consume_duplicate_republish",
     [](Scenario& s) {
       s.protocol.consume.duplicate = ConsumeOptions::Duplicate::Republish;
       make_datagrams(s);
     },
     "exactly-once"},
    {"consume_duplicate_dup_flag",
     [](Scenario& s) {
       s.protocol.consume.duplicate = ConsumeOptions::Duplicate::DupFlag;
       make_datagrams(s);
     },
     "no-loss"},
    {"consume_commit_before_effect",
     [](Scenario& s) { s.protocol.consume.commit = ConsumeOptions::Commit::BeforeEffect; },
     "no-loss"},
    {"consume_commit_after_effect",
     [](Scenario& s) { s.protocol.consume.commit = ConsumeOptions::Commit::AfterEffect; },
     "exactly-once"},
    {"consume_permit_per_message_datagrams",
     [](Scenario& s) {
       s.protocol.consume.permit = ConsumeOptions::Permit::PerMessage;
       make_datagrams(s);
     },
     "sender-fifo"},
    {"pull_cursor_requested_end",
     [](Scenario& s) { s.protocol.pull.cursor = PullOptions::Cursor::RequestedEnd; }, "no-loss"},
    {"pull_cursor_live_message_pushed",
     [](Scenario& s) {
       s.protocol.pull.cursor = PullOptions::Cursor::LiveMessage;
       s.protocol.deliver.mode = DeliverOptions::Mode::PushPrev;
     },
     "no-loss"},
    {"pull_cursor_client_clock",
     [](Scenario& s) { s.protocol.pull.cursor = PullOptions::Cursor::ClientClock; }, "no-loss"},
    {"ack_value_highest_pushed_one_phase",
     [](Scenario& s) {
       s.protocol.ack.value = AckOptions::Value::Highest;
       pushed_in_one_phase(s);
     },
     "no-loss"},
    {"ack_when_on_receipt_one_phase",
     [](Scenario& s) {
       s.protocol.ack.when = AckOptions::When::OnReceipt;
       kill_while_disks_are_slow(s);
     },
     "no-loss"},
    {"outbox_rejected_blocks",
     [](Scenario& s) {
       s.protocol.outbox.rejected = OutboxOptions::Rejected::Blocks;
       write_too_much(s);
     },
     "no-silent-drop"},
    {"client_cache_lost_with_its_msgids",
     [](Scenario& s) {
       s.protocol.client.cache = ClientOptions::Cache::Lost;
       s.protocol.client.msgids = ClientOptions::Msgids::Lost;
     },
     "exactly-once"},
    {"client_msgids_lost_where_caches_are",
     [](Scenario& s) {
       s.protocol.client.msgids = ClientOptions::Msgids::Lost;
       lose_caches(s);
     },
     "exactly-once"},
};

class DeviceAblations : public testing::TestWithParam<Departure> {};

TEST_P(DeviceAblations, BreakTheLawThatTheyAreKnownToBreak) {
  expect_broken(departed(GetParam()), GetParam().law);
}

INSTANTIATE_TEST_SUITE_P(Policy, DeviceAblations, testing::ValuesIn(kUnsound), departure_name);

const Departure kWhole[] = {
    // The nets that must be gone before the departures above show: each of these keeps them.
    {"told_once_while_phones_come_and_go", told_once_while_phones_come_and_go},
    {"ack_carry_none", [](Scenario& s) { s.protocol.ack.carry = AckOptions::Carry::None; }},
    {"ack_apply_last",
     [](Scenario& s) {
       s.protocol.ack.apply = AckOptions::Apply::Last;
       make_datagrams(s);
     }},
    {"notify_subscribe_after_snapshot",
     [](Scenario& s) { s.protocol.notify.subscribe = NotifyOptions::Subscribe::AfterSnapshot; }},
    {"notify_presence_unconditional",
     [](Scenario& s) { s.protocol.notify.presence = NotifyOptions::Presence::Unconditional; }},
    {"session_egress_full_drop_frame", small_egress},
    {"consume_duplicate_row_exists_two_phases",
     [](Scenario& s) {
       s.protocol.consume.duplicate = ConsumeOptions::Duplicate::RowExists;
       make_datagrams(s);
     }},
    {"consume_duplicate_ttl_two_phases",
     [](Scenario& s) {
       s.protocol.consume.duplicate = ConsumeOptions::Duplicate::Ttl;
       s.protocol.consume.duplicate_ttl = milliseconds(500);
       make_datagrams(s);
     }},
    {"one_phase_over_datagrams", one_phase_over_datagrams},
    {"consume_permit_per_message",
     [](Scenario& s) { s.protocol.consume.permit = ConsumeOptions::Permit::PerMessage; }},
    {"pull_cursor_live_message",
     [](Scenario& s) { s.protocol.pull.cursor = PullOptions::Cursor::LiveMessage; }},
    {"pushed_in_one_phase", pushed_in_one_phase},
    {"ack_value_highest", [](Scenario& s) { s.protocol.ack.value = AckOptions::Value::Highest; }},
    {"client_cache_lost",
     [](Scenario& s) { s.protocol.client.cache = ClientOptions::Cache::Lost; }},
    {"lose_caches", lose_caches},
    {"write_too_much", write_too_much},
    {"kill_while_disks_are_slow", kill_while_disks_are_slow},
    {"client_msgids_lost_where_no_cache_is",
     [](Scenario& s) { s.protocol.client.msgids = ClientOptions::Msgids::Lost; }},
};

class DeviceNets : public testing::TestWithParam<Departure> {};

TEST_P(DeviceNets, KeepEveryLaw) { expect_whole(departed(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Policy, DeviceNets, testing::ValuesIn(kWhole), departure_name);

}  // namespace
}  // namespace imstorm
