#include "model/scenario/fault_sentence.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/scenario/parse.h"
#include "model/types/frame_kind.h"

namespace imstorm {
namespace {

const Scenario& stage() {
  static const Scenario scenario = *parse_scenario(R"(
[topology]
gateway.count = 3
logic = { count = 2, spare = 1 }
ids.count = 2
hosts = 4
[users]
alice = ["phone", "laptop"]
bob = ["phone"]
gateway-x = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[send]]
from = "alice.phone"
to = "dm"
name = "hello"
[[send]]
from = "alice.phone"
to = "dm"
[[traffic]]
in = "dm"
messages = 20
)",
                                                   "stage.toml")
                                        .scenario;
  return scenario;
}
const ProcessTable& processes() {
  static const ProcessTable table(stage());
  return table;
}
const MessageNames& messages() {
  static const MessageNames names(stage());
  return names;
}
std::string again(std::string_view sentence) {
  const auto read = parse_fault(sentence, processes(), messages());
  if (const auto* error = std::get_if<SentenceError>(&read)) {
    return fmt::format("{}+{}: {} {}", error->offset, error->length, error->text, error->note);
  }
  return describe(std::get<Fault>(read), processes(), messages());
}
Fault fault(std::string_view sentence) {
  return std::get<Fault>(parse_fault(sentence, processes(), messages()));
}

TEST(FaultSentence, ReadsBackAsItWasWritten) {
  for (const char* sentence : {
           "drop SEND_ACK hello, first try, gateway-1 -> alice.phone",
           "duplicate SEND m2, every try, alice.phone <-> any from 1s to 2s",
           "delay PULL, second try, by 2s, bob.phone -> gateway-1",
           "drop any frame m7, 12th try",
           "drop DATA, third try, any -> any after 5s",
           "loss 5% on alice.phone <-> any from 1s to 5s",
           "duplication 0.5% on alice.phone -> gateway-1, gateway-2 from 1s to 5s",
           "reordering 10% by 300ms on any <-> any from 0s to 5s",
           "break alice.phone <-> gateway-1 at 3s",
           "half-open alice.phone <-> gateway-1 at 3s",
           "partition gateway-1, gateway-2 | logic-1 from 1s to 5s",
           "partition logic-1 -> store-1 from 1s to 5s",
           "crash logic-1 at 503ms, restart after 2s",
           "crash logic-* at 503ms, restart after 2s",
           "crash logic-1 at its 3rd sync, restart after 1s",
           "crash store-1 at its 1st sync after 2s, restart after 1s",
           "crash store-1 at 1s, restart after 1s, losing all writes",
           "crash store-1 at its 3rd sync, restart after 1s, losing 1 write",
           "kill bob.phone at 3s, restart after 2s, losing 12 writes",
           "crash host-1 at 1s, restart after 1s",
           "crash host alice.phone at 1s, restart after 1s",
           "pause logic-1 from 1s to 9s",
           "slow disk store-1 from 1s to 5s by 200ms",
           "step clock alice.phone at 1s by -5m",
           "drift clock logic-1 from 1s to 10s by -500ppm",
           "take bob.phone offline from 1s to 1h",
           "kill bob.phone at 3s, restart after 2s",
           "wipe bob.phone at 3.000000001s, restart after 0s",
           "fail commits of store-1 from 1s to 5s at 10% before",
           "fail commits of any from 1s to 5s at 0.5% after",
           "crawl commits of store-1 from 1s to 5s at 10% by 2s",
           "flush cache of logic-1, store-1 at 5s",
           "lose cache of bob.phone at 3s, restart after 1s",
           "reinstall bob.phone at 3s, restart after 1s",
           "add logic-3 at 2s",
           "remove gateway-1, logic-1 at 3s, gone after 2s",
           "replace gateway-1, gateway-2 at 4s, gone after 1s, back after 3s",
           "resize logic-1 to 4 threads at 5s",
           "resize store-1 to 1 thread at 5s",
       }) {
    EXPECT_EQ(again(sentence), sentence);
  }
}

TEST(FaultSentence, MayLeaveOutWhatIsUsual) {
  EXPECT_EQ(again("drop SEND hello"), "drop SEND hello, first try");
  EXPECT_EQ(again("drop any hello"), "drop any frame hello, first try");
  EXPECT_EQ(again("crash logic-1 at 1s"), "crash logic-1 at 1s, restart after 1s");
  EXPECT_EQ(again("crash logic-1 at 1s, losing all writes"),
            "crash logic-1 at 1s, restart after 1s, losing all writes");
  EXPECT_EQ(again("break alice.phone at 1s"), "break alice.phone <-> any at 1s");
  EXPECT_EQ(again("partition logic-1 from 1s for 2s"), "partition logic-1 | any from 1s to 3s");
  EXPECT_EQ(again("loss 5% on alice.*<->any from 1s to 2s"),
            "loss 5% on alice.phone, alice.laptop <-> any from 1s to 2s");
}

TEST(FaultSentence, SaysWhatEachWordMeans) {
  const Fault drop = fault("drop SEND_ACK hello, second try, gateway-1 -> alice.phone");
  EXPECT_EQ(drop.kind, FaultKind::Drop);
  EXPECT_EQ(drop.packet.frame, static_cast<std::uint8_t>(FrameKind::SendAck));
  EXPECT_EQ(drop.packet.body, 0U);
  EXPECT_EQ(drop.packet.nth, 2U);
  EXPECT_EQ(drop.from, std::vector<ProcessId>{processes().find("gateway-1")});
  EXPECT_EQ(drop.to, std::vector<ProcessId>{processes().find("alice.phone")});
  EXPECT_FALSE(drop.both_ways);
  EXPECT_EQ(fault("drop SEND m3").packet.body, 2U);
  EXPECT_EQ(fault("drop SEND").packet.body, PacketMatch{}.body);
  EXPECT_EQ(fault("drop any").packet.frame, PacketMatch::kAnyKind);
  const Fault slow = fault("slow disk store-1 from 1s to 5s by 200ms");
  EXPECT_EQ(slow.at, Instant{} + seconds(1));
  EXPECT_EQ(slow.lasts, seconds(4));
  EXPECT_EQ(slow.amount, milliseconds(200));
  EXPECT_EQ(fault("crash host-2 at 1s").host, HostId{1});
  EXPECT_EQ(fault("drift clock logic-1 from 1s to 2s by -7ppm").ppm, -7);
  EXPECT_EQ(fault("loss 5% on any <-> any from 1s to 2s").rate, percent(5));
}

TEST(FaultSentence, FailsOverIdServicesOnly) {
  const Fault over = fault("fail over ids-1 at 5s, 300ms behind");
  EXPECT_EQ(over.kind, FaultKind::FailOver);
  EXPECT_EQ(over.from, std::vector<ProcessId>{processes().find("ids-1")});
  EXPECT_EQ(over.amount, milliseconds(300));
  EXPECT_EQ(over.lasts, seconds(15));
  EXPECT_EQ(again("fail over ids-* at 5s"), "fail over ids-* at 5s, taking 15s, 0s behind");
  EXPECT_EQ(again("fail over ids-1 at 5s, taking 40s"),
            "fail over ids-1 at 5s, taking 40s, 0s behind");
  EXPECT_EQ(again("fail over ids-1 at 5s, taking 0s, 2s behind"),
            "fail over ids-1 at 5s, taking 0s, 2s behind");
  EXPECT_EQ(again("fail over store-1 at 5s"), "fail over store-1 at 5s");
  EXPECT_EQ(again("fail over logic-1 at 5s"), "10+7: logic-1 is not an id service or a store ");
}

TEST(FaultSentence, LetsGatewaysAndLogicProcessesComeAndGo) {
  const Fault replace = fault("replace logic-1, gateway-2 at 4s, gone after 1s, back after 3s");
  EXPECT_EQ(replace.kind, FaultKind::Replace);
  EXPECT_EQ(replace.amount, seconds(1));
  EXPECT_EQ(replace.lasts, seconds(3));
  EXPECT_EQ(replace.from.size(), 2u);
  EXPECT_EQ(fault("resize logic-1 to 4 threads at 5s").nth, 4u);
  EXPECT_EQ(again("remove logic-1 at 3s"), "remove logic-1 at 3s, gone after 2s");
  EXPECT_EQ(again("replace logic-1 at 3s"), "replace logic-1 at 3s, gone after 2s, back after 4s");
  EXPECT_EQ(again("replace logic-1 at 3s, back after 10s"),
            "replace logic-1 at 3s, gone after 5s, back after 10s");
  EXPECT_EQ(again("replace logic-1 at 3s, gone after 10s"),
            "replace logic-1 at 3s, gone after 10s, back after 10s");
  EXPECT_EQ(again("replace logic-1 at 3s, gone after 5s, back after 4s"),
            "49+2: it is back after 4s, before it is gone ");
  EXPECT_EQ(again("add store-1 at 3s"),
            "4+7: store-1 is neither a gateway nor a logic process: it cannot come or go ");
  EXPECT_EQ(again("remove any at 3s"),
            "7+3: it must say which one: a gateway or logic process by its name, or all of a kind: "
            "gateway-*, store-*, alice.*");
  EXPECT_EQ(again("add logic-4 at 3s"),
            "4+7: there is no process 'logic-4' did you mean 'logic-1'?");
  EXPECT_EQ(again("resize logic-1 to 65 threads at 5s"),
            "18+2: threads must be between 1 and 64, found 65 ");
  EXPECT_EQ(again("resize bob.phone to 2 threads at 5s"),
            "7+9: bob.phone is a device: it has no worker threads ");
}

TEST(FaultSentence, TellsTheWordThatIsWrong) {
  EXPECT_EQ(again("crash logik-1 at 3s"),
            "6+7: there is no process 'logik-1' did you mean 'logic-1'?");
  EXPECT_EQ(again("crash logic-1 att 3s"),
            "14+3: here 'at' must stand, found 'att' did you mean 'at'?");
  EXPECT_EQ(again("crash logic-1"), "13+1: 'at' is missing ");
  EXPECT_EQ(again("break -> gateway-1 at 1s"), "6+2: a process is missing before '->' ");
}

rc::Gen<std::vector<ProcessId>> some(std::uint32_t first, std::uint32_t last, std::size_t least) {
  return rc::gen::suchThat(rc::gen::resize(5, rc::gen::unique<std::vector<ProcessId>>(rc::gen::map(
                                                  rc::gen::inRange(first, last),
                                                  [](std::uint32_t i) { return ProcessId{i}; }))),
                           [=](const std::vector<ProcessId>& ids) { return ids.size() >= least; });
}

Duration any_duration() {
  return Duration{*rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 3'000'000'000),
                                  rc::gen::inRange<std::int64_t>(0, 86'400'000'000'000))};
}

/// A fault in which only the fields that its kind uses are set.
Fault any_fault() {
  Fault f;
  f.kind = static_cast<FaultKind>(
      *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<int>(0, kFaultKinds)));
  const auto all = static_cast<std::uint32_t>(processes().rows.size());
  const std::uint32_t first_device = processes().of(ProcessKind::Device, 0).value;
  const auto is = [&](std::initializer_list<FaultKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), f.kind) != kinds.end();
  };
  using K = FaultKind;
  const bool packet = is({K::Drop, K::Duplicate, K::Delay});
  const bool path =
      packet || is({K::Loss, K::Duplication, K::Reordering, K::Break, K::HalfOpen, K::Partition});
  const bool device = is({K::Offline, K::Kill, K::Wipe, K::LoseCache, K::Reinstall});
  const bool commits = is({K::CommitFailsBefore, K::CommitFailsAfter, K::CommitCrawls});
  const bool disk = commits || f.kind == K::WipeDisk;
  const bool comes = is({K::Join, K::Leave, K::Replace});
  if (disk) {
    f.from = {processes().find(*rc::gen::element("store-1", "ids-1"))};
  } else if (f.kind == K::FailOver) {
    const std::uint32_t first_ids = processes().of(ProcessKind::Ids, 0).value;
    f.from = *some(first_ids, first_device, 1);
  } else if (comes || f.kind == K::Resize) {
    const ProcessKind next = comes ? ProcessKind::Store : ProcessKind::Device;
    f.from = *some(0, processes().of(next, 0).value, 1);
  } else if (f.kind != K::HostCrash) {
    f.from = *some(device ? first_device : 0, all, path ? 0 : 1);
  }
  if (path) f.to = *some(0, all, 0);
  std::erase_if(f.to, [&f](ProcessId id) {  // nobody is on both sides
    return std::find(f.from.begin(), f.from.end(), id) != f.from.end();
  });
  if (path) f.both_ways = *rc::gen::arbitrary<bool>();
  f.at = Instant{} + any_duration();
  if (!is({K::Break, K::HalfOpen, K::ClockStep, K::CacheFlush, K::Join, K::Resize})) {
    f.lasts = any_duration();
  }
  if (f.kind == K::HostCrash) {
    f.host = HostId{*rc::gen::inRange<std::size_t>(0, processes().hosts.size())};
  }
  if (packet) {
    if (*rc::gen::arbitrary<bool>()) f.packet.frame = *rc::gen::inRange<std::uint8_t>(0, 31);
    if (*rc::gen::arbitrary<bool>()) f.packet.body = *rc::gen::inRange<std::uint32_t>(0, 22);
    f.packet.nth = *rc::gen::inRange<std::uint32_t>(0, 130);
  }
  const bool dies = is({K::Crash, K::CrashAtSync, K::HostCrash, K::Kill, K::Wipe, K::WipeDisk});
  const bool store = f.from == std::vector<ProcessId>{processes().find("store-1")};
  if (f.kind == K::WipeDisk && store) f.spares_majority = *rc::gen::arbitrary<bool>();
  if (dies && *rc::gen::arbitrary<bool>()) f.losing = *rc::gen::inRange<std::uint32_t>(0, 100);
  if (dies && *rc::gen::inRange(0, 4) == 0) f.losing = Fault::kAllWrites;
  if (f.kind == K::Replace) f.amount = f.lasts / *rc::gen::inRange<std::int64_t>(1, 5);
  if (f.kind == K::Resize) f.nth = *rc::gen::inRange<std::uint32_t>(1, 65);
  if (f.kind == K::CrashAtSync) f.nth = *rc::gen::inRange<std::uint32_t>(1, 1'000);
  if (commits || is({K::Loss, K::Duplication, K::Reordering})) {
    f.rate = {*rc::gen::inRange<std::uint32_t>(0, 1'000'001)};
  }
  if (is({K::Delay, K::Reordering, K::SlowDisk, K::CommitCrawls, K::FailOver})) {
    f.amount = any_duration();
  }
  if (f.kind == K::ClockStep) f.amount = any_duration() - any_duration();
  if (f.kind == K::ClockDrift) f.ppm = *rc::gen::inRange<std::int32_t>(-500'000, 500'001);
  return f;
}

RC_GTEST_PROP(FaultSentence, ReadsBackAsTheSameFault, ()) {
  const Fault f = any_fault();
  RC_TAG(std::string(kFaultNames[static_cast<std::size_t>(f.kind)]));
  const std::string sentence = describe(f, processes(), messages());
  RC_LOG() << sentence << "\n" << again(sentence) << "\n";
  const auto read = parse_fault(sentence, processes(), messages());
  RC_ASSERT(std::holds_alternative<Fault>(read));
  RC_ASSERT(std::get<Fault>(read) == f);
}

RC_GTEST_PROP(FaultSentence, WithAnyWordTakenAwayIsAFaultOrOneMessage, ()) {
  std::string sentence = describe(any_fault(), processes(), messages());
  const auto cut = *rc::gen::inRange<std::size_t>(0, sentence.size());
  const auto length = *rc::gen::inRange<std::size_t>(1, 12);
  sentence.erase(cut, length);
  const auto read = parse_fault(sentence, processes(), messages());
  if (const auto* error = std::get_if<SentenceError>(&read)) {
    RC_ASSERT(error->offset <= sentence.size());
    RC_ASSERT(!error->text.empty());
  } else {
    // What is taken must mean what it then says.
    const Fault& f = std::get<Fault>(read);
    RC_ASSERT(std::get<Fault>(
                  parse_fault(describe(f, processes(), messages()), processes(), messages())) == f);
  }
}

}  // namespace
}  // namespace imstorm
