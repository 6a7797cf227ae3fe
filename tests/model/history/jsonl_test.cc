#include "model/history/jsonl.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <utility>

namespace imstorm {
namespace {

constexpr std::string_view kHead = "{\"schema\":\"imstorm.history/1\"}\n";

HistoryRead read(std::string_view lines, const HistoryLimits& limits = {}) {
  std::istringstream in{std::string(kHead) + std::string(lines)};
  return read_history(in, limits);
}

std::string errors(const HistoryRead& read) {
  std::string text;
  for (const HistoryProblem& problem : read.problems) text += told(problem, "run.jsonl");
  return text;
}

std::string written(const Recording& recording) {
  std::ostringstream out;
  write_history(out, recording);
  return out.str();
}

/// One line of each kind, as it is written.
constexpr std::string_view kEveryKind =
    R"({"at":1,"kind":"joined","user":"alice","conv":"dm","seq":0}
{"at":2,"kind":"left","user":"alice","conv":"dm","seq":9}
{"at":3,"kind":"installed","user":"alice","device":"alice.phone","inst":0}
{"at":4,"kind":"wiped","user":"alice","device":"alice.phone","inst":0}
{"at":5,"kind":"sent","user":"alice","device":"alice.phone","inst":0,"conv":"dm","cmid":"1@0","cseq":1,"body":"m1"}
{"at":6,"kind":"accepted","user":"alice","conv":"dm","cmid":"1@0","body":"m1","seq":1,"msgid":"0x1f"}
{"at":7,"kind":"accepted","user":"alice","conv":"dm","cmid":"1@0","body":"m1","lineage":2,"seq":9223372036854775808,"msgid":"0xffffffffffffffff"}
{"at":8,"kind":"acked","user":"alice","device":"alice.phone","inst":0,"conv":"dm","cmid":"1@0","seq":1,"msgid":"0x1f"}
{"at":9,"kind":"rejected","user":"alice","device":"alice.phone","inst":0,"conv":"dm","cmid":"1@0"}
{"at":10,"kind":"received","user":"bob","device":"bob.phone","inst":1,"conv":"dm","cmid":"1@0","seq":1,"msgid":"0x1f"}
{"at":11,"kind":"consumed","user":"bob","device":"bob.phone","inst":1,"conv":"dm","cmid":"1@0","body":"m1","seq":1,"msgid":"0x0"}
{"at":12,"kind":"cursor","device":"bob.phone","inst":1,"conv":"dm","seq":1}
{"at":13,"kind":"gone","device":"bob.phone","inst":1,"conv":"dm","seq":1}
{"at":14,"kind":"refreshed","device":"bob.phone","inst":1,"conv":"dm","seq":1,"since":-13}
{"at":15,"kind":"connected","user":"bob","device":"bob.phone","inst":1,"session":18446744073709551615}
{"at":16,"kind":"disconnected","user":"bob","device":"bob.phone","inst":1}
{"at":17,"kind":"crashed","process":"logic-1"}
{"at":18,"kind":"restarted","device":"bob.phone"}
{"at":19,"kind":"phase","phase":"settle"}
{"at":20,"kind":"probed","device":"alice.phone","inst":0,"conv":"dm","cmid":"1@0","survives":false}
{"at":21,"kind":"settled","quiet":true}
{"at":22,"kind":"residue","device":"bob.phone","conv":"dm","what":"pull","count":2}
{"at":23,"kind":"installed","user":"alice","device":"alice.phone","inst":2,"knows_shown":1}
{"at":24,"kind":"forgot","user":"alice","device":"alice.phone","inst":2}
)";

TEST(HistoryFile, KeepsEveryKindWordForWord) {
  const HistoryRead got = read(kEveryKind);
  EXPECT_EQ(errors(got), "");
  EXPECT_EQ(written(got.recording), std::string(kHead) + std::string(kEveryKind));
}

TEST(HistoryFile, UnderstandsWhatItReads) {
  const HistoryRead got = read(kEveryKind);
  const std::vector<Event>& events = got.recording.events;
  ASSERT_EQ(events.size(), 24u);
  EXPECT_EQ(events[4].kind, EventKind::Sent);
  EXPECT_EQ(events[4].at, Instant{5});
  EXPECT_EQ(events[4].cmid, (Cmid{events[4].inst, 1}));
  EXPECT_EQ(events[4].cseq, Cseq{1});
  EXPECT_EQ(got.recording.names.of(events[4].body), "m1");
  EXPECT_EQ(events[6].lineage, Lineage{2});
  EXPECT_EQ(events[6].seq.value, std::uint64_t{1} << 63);
  EXPECT_EQ(events[6].msgid.value, ~std::uint64_t{0});
  EXPECT_NE(events[10].inst, events[10].cmid.inst);
  EXPECT_EQ(events[13].since, Instant{-13});
  EXPECT_EQ(events[18].value, 2u);
  EXPECT_EQ(events[19].value, 0u);
  EXPECT_EQ(events[20].value, 1u);
  EXPECT_EQ(events[21].what, Residue::Pull);
}

TEST(HistoryFile, GivesAMessageToItsSenderWhereverItIsNamedFirst) {
  const HistoryRead got = read(
      R"({"at":1,"kind":"consumed","user":"bob","device":"bob.phone","inst":"x","conv":"dm","cmid":"u-1","body":"m1","seq":1,"msgid":1}
{"at":2,"kind":"rejected","user":"carol","device":"carol.phone","inst":"x","conv":"dm","cmid":"u-1"}
{"at":3,"kind":"sent","user":"alice","device":"alice.phone","inst":"x","conv":"dm","cmid":"u-1","cseq":1,"body":"m1"}
{"at":4,"kind":"consumed","user":"bob","device":"bob.phone","inst":"x","conv":"dm","cmid":"u-2","body":"m2","seq":2,"msgid":2}
)");
  EXPECT_EQ(errors(got), "");
  const std::vector<Event>& events = got.recording.events;
  EXPECT_EQ(events[0].cmid, (Cmid{events[2].inst, 1}));
  EXPECT_EQ(events[1].cmid, events[0].cmid);
  EXPECT_NE(events[0].inst, events[1].inst) << "two devices may both call an installation x";
  for (const Event& e : events) EXPECT_NE(events[3].cmid.inst, e.inst) << "nobody sent u-2";
}

TEST(HistoryFile, GivesAMessageThatNobodySentToWhoeverWasToldOfIt) {
  for (const auto* rest : {R"("rejected","user":"a")", R"("acked","user":"a","seq":1,"msgid":1)",
                           R"("probed","survives":true)"}) {
    const HistoryRead got = read(fmt::format(
        R"({{"at":0,"kind":"cursor","device":"b","inst":1,"conv":"c","seq":0}}
{{"at":1,"device":"d","inst":2,"conv":"c","cmid":"u","kind":{}}})",
        rest));
    EXPECT_EQ(errors(got), "");
    EXPECT_EQ(got.recording.events.at(1).cmid.inst, got.recording.events.at(1).inst) << rest;
  }
}

TEST(HistoryFile, TakesMessageIdsOfManyForms) {
  const auto msgid = [](const char* form) {
    return read(
        fmt::format(R"({{"at":1,"kind":"joined","user":1,"conv":1,"seq":1,"msgid":{}}})", form));
  };
  for (const auto* good : {"31", "\"0x1f\"", "\"0x1F\"", "\"0x001f\""}) {
    const HistoryRead got = msgid(good);
    ASSERT_EQ(errors(got), "");
    EXPECT_EQ(got.recording.events.at(0).msgid, Msgid{31}) << good;
  }
  for (const auto* bad : {"\"0x\"", "\"0x1g\"", "\"1f\"", "\"0x-1\"", "-1", "1.0", "null"}) {
    EXPECT_EQ(msgid(bad).problems.size(), 1u) << bad;
    EXPECT_TRUE(msgid(bad).recording.events.empty()) << bad;
  }
}

TEST(HistoryFile, TakesNumbersForNamesAndIgnoresUnknownFieldsAndEmptyLines) {
  const HistoryRead got = read(
      "\r\n{\"kind\":\"joined\",\"region\":{\"at\":7},\"user\":7,\"conv\":\"7\",\"seq\":0,\"at\":1}"
      "\r\n"
      "\n{\"kind\":\"joined\",\"user\":\"7\",\"conv\":7,\"seq\":0,\"at\":1}");
  EXPECT_EQ(errors(got), "");
  ASSERT_EQ(got.recording.events.size(), 2u);
  EXPECT_EQ(got.recording.events[0], got.recording.events[1]);
}

TEST(HistoryFile, IsWhatTheReadmeShows) {
  std::ifstream readme(IMSTORM_SOURCE_DIR "/model/history/README.md");
  std::stringstream text;
  text << readme.rdbuf();
  const std::string all = text.str();
  const auto example = all.find("```json\n", all.find("### An example")) + 8;
  std::istringstream lines(all.substr(example, all.find("```", example) - example));
  const HistoryRead got = read_history(lines);
  EXPECT_EQ(errors(got), "");
  EXPECT_EQ(got.recording.events.size(), 10u);
  EXPECT_EQ(got.recording.events.back().cmid.inst, got.recording.events[2].inst);
}

TEST(HistoryFile, CallsWhatHasNoNameByItsNumber) {
  Recording recording;
  Event event;
  event.kind = EventKind::Joined;
  event.user = UserId(3);
  event.conv = ConvId(4);
  recording.events = {event};
  EXPECT_EQ(
      written(recording),
      std::string(kHead) + R"({"at":0,"kind":"joined","user":"#3","conv":"#4","seq":0})" + "\n");
}

TEST(HistoryFile, SaysEverythingThatIsWrongWithIt) {
  EXPECT_EQ(errors(read(R"({"at":1,"kind":"acceptd"}
{"at":1.5,"kind":"accepted","seq":"7","seq":8,"lineage":-1}
{"at":3,"kind":"cursor","device":"","inst":true,"conv":"dm","seq":9223372036854775809}
not JSON
[1]
{"at":9,"kind":"phase", "phase" : "sturm"}
{"at":9,"kind":"crashed"}
{"at":9}
{"at":9,"kind":"settled","quiet":"yes"}
{"at":9,"kind":"residue","device":"d","what":"tea","count":1}
{"at":9,"kind":"joined","user":"a","conv":"c","seq":1,"msgid":"0x11112222333344445"}
)")),
            R"(run.jsonl:2:16: error: there is no kind "acceptd"; did you mean "accepted"?
    2 | {"at":1,"kind":"acceptd"}
      |                ^
run.jsonl:3:35: error: seq is given twice
    3 | {"at":1.5,"kind":"accepted","seq":"7","seq":8,"lineage":-1}
      |                                   ^
run.jsonl:3: error: a line of kind accepted needs user, conv, cmid, body, msgid
    3 | {"at":1.5,"kind":"accepted","seq":"7","seq":8,"lineage":-1}
run.jsonl:3:7: error: at must be an integer of nanoseconds, found 1.5
    3 | {"at":1.5,"kind":"accepted","seq":"7","seq":8,"lineage":-1}
      |       ^
run.jsonl:3:57: error: lineage must be an integer from 0 to 4294967295, found -1
    3 | {"at":1.5,"kind":"accepted","seq":"7","seq":8,"lineage":-1}
      |                                                         ^
run.jsonl:4:67: error: seq must be an integer from 0 to 9223372036854775808, found 9223372036854775809
    4 | {"at":3,"kind":"cursor","device":"","inst":true,"conv":"dm","seq":9223372036854775809}
      |                                                                   ^
run.jsonl:4:34: error: device must be a text that is not empty, or an integer, found ""
    4 | {"at":3,"kind":"cursor","device":"","inst":true,"conv":"dm","seq":9223372036854775809}
      |                                  ^
run.jsonl:4:44: error: inst must be a text that is not empty, or an integer, found true
    4 | {"at":3,"kind":"cursor","device":"","inst":true,"conv":"dm","seq":9223372036854775809}
      |                                            ^
run.jsonl:5: error: this is not JSON: Problem while parsing an atom starting with the letter 'n'
    5 | not JSON
run.jsonl:6: error: a line must be a JSON object
    6 | [1]
run.jsonl:7:35: error: phase must be "storm", "heal", "settle" or "judge", found "sturm"
    7 | {"at":9,"kind":"phase", "phase" : "sturm"}
      |                                   ^
run.jsonl:8: error: a line of kind crashed needs device or process
    8 | {"at":9,"kind":"crashed"}
run.jsonl:9: error: kind is missing
    9 | {"at":9}
run.jsonl:10:34: error: quiet must be true or false, found "yes"
   10 | {"at":9,"kind":"settled","quiet":"yes"}
      |                                  ^
run.jsonl:11:46: error: what must be "outbox", "pull", "unconsumed", "offline", "notify", "permit", "queue" or "retained", found "tea"
   11 | {"at":9,"kind":"residue","device":"d","what":"tea","count":1}
      |                                              ^
run.jsonl:12:63: error: msgid must be a text like "0x1f" of at most 64 bits, found "0x11112222333344445"
   12 | {"at":9,"kind":"joined","user":"a","conv":"c","seq":1,"msgid":"0x11112222333344445"}
      |                                                               ^
)");
}

TEST(HistoryFile, NamesTheLineageWhereHistoriesPart) {
  EXPECT_EQ(errors(read(R"({"at":1,"kind":"forked","conv":"dm","seq":10,"from":1}
{"at":2,"kind":"rebuilt","conv":"dm","lineage":2,"seq":10}
{"at":3,"kind":"resynced","device":"d","inst":1,"conv":"dm","seq":10}
)")),
            R"(run.jsonl:2: error: a line of kind forked needs lineage
    2 | {"at":1,"kind":"forked","conv":"dm","seq":10,"from":1}
run.jsonl:3: error: a line of kind rebuilt needs from
    3 | {"at":2,"kind":"rebuilt","conv":"dm","lineage":2,"seq":10}
run.jsonl:4: error: a line of kind resynced needs lineage
    4 | {"at":3,"kind":"resynced","device":"d","inst":1,"conv":"dm","seq":10}
)");
}

TEST(HistoryFile, IsRefusedWithoutASchemaThatImstormKnows) {
  const auto errors_of = [](const std::string& text) {
    std::istringstream in(text);
    return errors(read_history(in));
  };
  EXPECT_EQ(errors_of(""),
            "run.jsonl:1: error: the first line must be {\"schema\":\"imstorm.history/1\"}\n");
  EXPECT_EQ(errors_of("{\"at\":1}\n{\"at\":2}\n"),
            "run.jsonl:1: error: the first line must be {\"schema\":\"imstorm.history/1\"}\n"
            "    1 | {\"at\":1}\n");
  EXPECT_EQ(errors_of("{\"schema\":\"imstorm.history/2\"}\n"),
            "run.jsonl:1: error: this file's schema is \"imstorm.history/2\"; this imstorm reads "
            "imstorm.history/1\n    1 | {\"schema\":\"imstorm.history/2\"}\n");
  EXPECT_NE(errors_of("{\"schema\":\"imstorm.history/10\"}\n"), "");
  EXPECT_EQ(errors_of("{\"schema\":\"imstorm.history/1.3\",\"by\":\"us\"}\n"), "");
}

TEST(HistoryFile, IsReadUpToItsLimits) {
  const std::string line = R"({"at":1,"kind":"joined","user":"a","conv":"c","seq":1})";
  HistoryLimits limits;
  limits.line_max = line.size();
  limits.events_max = 2;
  EXPECT_EQ(errors(read(line + "\n" + line, limits)), "");
  EXPECT_EQ(errors(read(line + "\n\n" + line + "\n" + line, limits)),
            "run.jsonl:5: error: there are more than 2 events\n    5 | " + line + "\n");
  EXPECT_EQ(errors(read(line + " \n" + line, limits)),
            "run.jsonl:2: error: the line is longer than 54 bytes\n    2 | " + line + "\n");
  EXPECT_EQ(errors(read(line + " ", limits)),
            "run.jsonl:2: error: the line is longer than 54 bytes\n    2 | " + line + "\n");
  limits.problems_max = 2;
  const HistoryRead many = read("{}\n{}\n{}\n{}\n", limits);
  ASSERT_EQ(many.problems.size(), 3u);
  EXPECT_EQ(many.problems.back().what, "there are more than 2 errors; reading stopped here");
}

TEST(HistoryFile, ShowsAWindowOfALongLine) {
  const std::string line = R"({"at":1,"kind":"joined","conv":"c","note":")" +
                           std::string(300, 'x') + R"(","user":"a","seq":-1,"more":")" +
                           std::string(300, 'y') + "\"}";
  const std::string text = errors(read(line));
  EXPECT_EQ(text,
            "run.jsonl:2:363: error: seq must be an integer from 0 to 9223372036854775808, found "
            "-1\n    2 | ..." +
                line.substr(262, 160) + "...\n      | " + std::string(103, ' ') + "^\n");
}

constexpr EventKind kLast = EventKind::GivenUp;

/// An event that has what its kind requires; installation i is of device i / 2.
rc::Gen<Event> events() {
  return rc::gen::exec([] {
    const auto small = [] { return *rc::gen::inRange<std::uint32_t>(0, 4); };
    Event e;
    e.at = Instant{*rc::gen::arbitrary<std::int64_t>()};
    e.kind = static_cast<EventKind>(*rc::gen::inRange(0, static_cast<int>(kLast) + 1));
    e.inst = InstId(small());
    e.device = DeviceId(e.inst.value / 2);
    e.user = UserId(small());
    e.conv = ConvId(small());
    e.body = BodyId(small());
    e.process = ProcessId(small());
    e.peer = UserId(small());
    e.cmid = Cmid{InstId(small()), small()};
    e.cseq = Cseq{*rc::gen::arbitrary<std::uint32_t>()};
    e.lineage = Lineage{small()};
    e.seq = Seq{*rc::gen::arbitrary<std::uint64_t>() >> 1};
    e.msgid = Msgid{*rc::gen::arbitrary<std::uint64_t>()};
    e.since = Instant{*rc::gen::arbitrary<std::int64_t>()};
    e.what = static_cast<Residue>(*rc::gen::inRange(0, 9));
    e.value = *rc::gen::arbitrary<std::uint64_t>() >> small() * 21;
    return e;
  });
}

Names odd_names() {
  Names names;
  names.users = {"alice", "\"", "\\u0041", "J\xc3\xbcrgen"};
  names.devices = {"alice.phone", "a\tb"};
  names.convs = {"dm", "#0", " ", "</script>"};
  names.processes = {"logic-1", "logic-2", "x\x7f", std::string(1, '\0')};
  names.bodies = {"m1", "m2", "\xf0\x9f\x99\x82", "null"};
  return names;
}

/// Two ways to call the same things: the same here means the same there, and the other way round.
template <class T>
class Renaming {
 public:
  bool agrees(const T& a, const T& b) {
    const auto there = there_.emplace(a, b).first;
    const auto back = back_.emplace(b, a).first;
    return there->second == b && back->second == a;
  }

 private:
  std::map<T, T> there_, back_;
};

RC_GTEST_PROP(HistoryFile, KeepsEveryHistoryUpToTheNumbersOfNames, ()) {
  const Recording before{odd_names(), *rc::gen::container<std::vector<Event>>(events())};
  std::istringstream first(written(before));
  const HistoryRead after = read_history(first);
  RC_ASSERT(errors(after) == "");
  RC_ASSERT(after.recording.events.size() == before.events.size());
  Renaming<InstId> insts;
  Renaming<Cmid> cmids;
  for (std::size_t i = 0; i < before.events.size(); ++i) {
    Event a = before.events[i];
    Event b = after.recording.events[i];
    const Names& names = after.recording.names;
    RC_ASSERT(insts.agrees(a.inst, b.inst));
    RC_ASSERT(cmids.agrees(a.cmid, b.cmid));
    RC_ASSERT(before.names.of(a.user) == names.of(b.user));
    RC_ASSERT(before.names.of(a.device) == names.of(b.device));
    RC_ASSERT(before.names.of(a.conv) == names.of(b.conv));
    RC_ASSERT(before.names.of(a.body) == names.of(b.body));
    RC_ASSERT(before.names.of(a.process) == names.of(b.process));
    RC_ASSERT(before.names.of(a.peer) == names.of(b.peer));
    b.peer = a.peer;
    b.inst = a.inst;
    b.cmid = a.cmid;
    b.user = a.user;
    b.device = a.device;
    b.conv = a.conv;
    b.body = a.body;
    b.process = a.process;
    RC_ASSERT(a == b);
  }
  std::istringstream second(written(after.recording));
  RC_ASSERT(read_history(second).recording.events == after.recording.events);
}

}  // namespace
}  // namespace imstorm
