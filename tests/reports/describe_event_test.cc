#include "reports/describe_event.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

Event about(EventKind kind) {
  Event event;
  event.kind = kind;
  event.user = UserId{1};
  event.device = DeviceId{1};
  event.inst = InstId{4};
  event.conv = ConvId{0};
  event.body = BodyId{1};
  event.cmid = Cmid{InstId{0}, 2};
  event.seq = Seq{7};
  return event;
}

std::string told(EventKind kind) { return describe(about(kind), sample_names()); }

TEST(DescribeEvent, TellsTheLifeOfAMessage) {
  EXPECT_EQ(told(EventKind::Sent), "bob.phone sends m2 to family");
  EXPECT_EQ(told(EventKind::Accepted), "the server accepts bob's m2 into family (seq 7)");
  EXPECT_EQ(told(EventKind::Acked), "bob.phone is told that m2 is sent (seq 7)");
  EXPECT_EQ(told(EventKind::Rejected), "bob.phone is told that m2 is not sent, for good");
  EXPECT_EQ(told(EventKind::Received), "bob.phone stores m2 (seq 7)");
  EXPECT_EQ(told(EventKind::Consumed), "bob.phone consumes m2 (seq 7)");
}

TEST(DescribeEvent, TellsWhatADeviceBelieves) {
  EXPECT_EQ(told(EventKind::Cursor), "bob.phone needs nothing of family up to seq 7");
  EXPECT_EQ(told(EventKind::Gone), "bob.phone is told that family up to seq 7 is gone");
  EXPECT_EQ(told(EventKind::Refreshed), "bob.phone is told that seq 7 is the newest of family");
}

TEST(DescribeEvent, TellsOfMembersAndStorage) {
  EXPECT_EQ(told(EventKind::Joined), "bob joins family and may see what comes after seq 7");
  EXPECT_EQ(told(EventKind::Left), "bob leaves family and may see nothing after seq 7");
  EXPECT_EQ(told(EventKind::Installed), "bob.phone starts with empty storage (installation 4)");
  EXPECT_EQ(told(EventKind::Forgot),
            "bob.phone loses its cache: its cursors, and what it had received and not shown");
  EXPECT_EQ(told(EventKind::Wiped), "bob.phone loses its storage (installation 4)");
}

TEST(DescribeEvent, NamesTheProcessWhereThereIsNoDevice) {
  Event event;
  event.kind = EventKind::Crashed;
  event.process = StrongId<struct ProcessTag>{1};
  EXPECT_EQ(describe(event, sample_names()), "logic-1 crashes");
  event.kind = EventKind::Restarted;
  EXPECT_EQ(describe(event, sample_names()), "logic-1 starts again");
}

TEST(DescribeEvent, TellsOfTheRun) {
  Event event = about(EventKind::Phase);
  event.value = 2;
  EXPECT_EQ(describe(event, sample_names()), "the run enters the phase settle");
  event.value = 99;
  EXPECT_EQ(describe(event, sample_names()), "the run enters the phase unknown");
  event.kind = EventKind::Settled;
  event.value = 0;
  EXPECT_EQ(describe(event, sample_names()), "the run does not come to rest within its bound");
}

TEST(DescribeEvent, TellsWhatAProbeFound) {
  Event event = about(EventKind::Probed);
  event.seq = {};
  EXPECT_EQ(
      describe(event, sample_names()),
      "the server no longer has m2 in family when everything volatile is lost right after its "
      "acknowledgement");
  event.seq = Seq{7};
  EXPECT_EQ(describe(event, sample_names()),
            "the server still has m2 in family, but does not bring it to everybody, when "
            "everything volatile is lost right after its acknowledgement");
  event.value = 1;
  EXPECT_EQ(describe(event, sample_names()).substr(0, 23), "the server still has m2");
}

TEST(DescribeEvent, SaysWhatIsLeftWaiting) {
  Event event = about(EventKind::Residue);
  event.what = Residue::Outbox;
  event.value = 1;
  EXPECT_EQ(describe(event, sample_names()),
            "bob.phone has 1 message without an outcome in its outbox in family");
  std::set<std::string> sentences;
  for (std::size_t what = 0; what < std::size(kResidueNames); ++what) {
    event.what = static_cast<Residue>(what);
    sentences.insert(describe(event, sample_names()));
  }
  EXPECT_EQ(sentences.size(), std::size(kResidueNames));
}

TEST(DescribeEvent, CallsANamelessMessageByItsClientId) {
  Event event = about(EventKind::Acked);
  event.body = BodyId{};
  EXPECT_EQ(describe(event, sample_names()),
            "bob.phone is told that message 2 of installation 0 is sent (seq 7)");
}

TEST(DescribeEvent, SaysTheLineageOnlyWhereItIsNotTheFirst) {
  Event event = about(EventKind::Accepted);
  event.lineage = Lineage{2};
  EXPECT_EQ(describe(event, sample_names()),
            "the server accepts bob's m2 into family (seq 7, lineage 2)");
}

TEST(DescribeEvent, HasASentenceOfItsOwnForEveryKind) {
  std::set<std::string> sentences;
  for (std::size_t kind = 0; kind <= static_cast<std::size_t>(EventKind::GivenUp); ++kind) {
    sentences.insert(told(static_cast<EventKind>(kind)));
  }
  EXPECT_EQ(sentences.size(), static_cast<std::size_t>(EventKind::GivenUp) + 1);
}

}  // namespace
}  // namespace imstorm
