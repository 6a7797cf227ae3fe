#include "model/node/ids.h"

#include <gtest/gtest.h>

#include "tests/model/node/office.h"

namespace imstorm {
namespace {

TEST(IdService, SaysASynchronousCounterWhenItIsDurable) {
  Office office(SeqOptions::Source::RedisSync);
  office.ask();
  EXPECT_EQ(written(office.out), 1u);
  EXPECT_EQ(frames(office.out), 0u);
  office.persist(1);
  EXPECT_EQ(office.number(), 1u);
  office.ask();
  office.recover(0);
  office.start();
  office.ask();
  office.persist(1);
  EXPECT_EQ(office.number(), 2u) << "the other 2 was never said";
}

TEST(IdService, ForgetsWhatAnAsynchronousCounterHadNotWritten) {
  Office office(SeqOptions::Source::RedisAsync);
  office.ask();
  EXPECT_EQ(office.number(), 1u);
  office.pass(milliseconds(1'500));
  office.ask();
  office.pass(milliseconds(100));
  office.recover(0);
  office.start();
  office.ask(Allocate::What::Peek);
  EXPECT_EQ(office.number(), 2u) << "its process alone takes nothing from the file";
  office.recover(0, true);
  office.start();
  office.ask(Allocate::What::Peek);
  EXPECT_EQ(office.number(), 1u) << "written at the full second";
}

TEST(IdService, GivesNumbersOutAgainAfterAFailoverToALateReplica) {
  Office office(SeqOptions::Source::RedisAsync);
  office.ask();
  office.pass(milliseconds(200));
  office.ask();
  EXPECT_EQ(office.number(), 2u);
  EXPECT_TRUE(office.fail_over(milliseconds(100)));
  office.ask();
  EXPECT_EQ(office.number(), 2u);
  EXPECT_FALSE(office.fail_over({}));
}

TEST(IdService, KeepsASynchronousCounterThroughAFailover) {
  Office office(SeqOptions::Source::RedisSync);
  office.ask();
  office.persist(1);
  EXPECT_FALSE(office.fail_over(seconds(2)));
  office.ask();
  office.persist(1);
  EXPECT_EQ(office.number(), 2u);
}

TEST(IdService, WritesTheBoundOfASeqsvrBeforeANumberBelowIt) {
  Office office(SeqOptions::Source::Seqsvr);
  office.ask();
  EXPECT_EQ(frames(office.out), 0u);
  office.persist(1);
  EXPECT_EQ(office.number(), 1u);
  EXPECT_EQ(written(office.ask()), 0u) << "2 is below the bound";
  EXPECT_EQ(office.number(), 2u);
  office.recover(0);
  office.start();
  office.ask();
  office.persist(1);
  EXPECT_EQ(office.number(), 11u) << "3 to 10 are lost";
}

TEST(IdService, WritesTheBoundTooLate) {
  Office office(SeqOptions::Source::SeqsvrLate);
  office.ask();
  EXPECT_EQ(office.number(), 1u);
  office.recover(0);
  office.start();
  office.ask();
  EXPECT_EQ(office.number(), 1u) << "given out again";
}

TEST(IdService, GoesOnAtALateBoundOnceThatIsWritten) {
  Office office(SeqOptions::Source::SeqsvrLate);
  office.ask();
  office.persist(1);
  office.recover(0);
  office.start();
  office.ask();
  EXPECT_EQ(office.number(), 11u);
}

TEST(IdService, NeverGoesBelowABoundOrTheEndOfALog) {
  Office office(SeqOptions::Source::Seqsvr);
  office.ask();
  office.persist(1);
  office.ask(Allocate::What::Peek, 5);
  office.persist(1);
  EXPECT_EQ(office.number(), 5u);
  office.ask();
  EXPECT_EQ(office.number(), 6u);
  office.recover(0);
  office.start();
  office.ask();
  office.persist(1);
  EXPECT_EQ(office.number(), 11u) << "5 was written after 10";
}

TEST(IdService, LearnsWhereALogEnds) {
  Office redis(SeqOptions::Source::RedisSync);
  redis.ask(Allocate::What::Peek, 7);
  EXPECT_EQ(only<Allocated>(redis.persist(1)).number, 7u);
  redis.ask();
  EXPECT_EQ(only<Allocated>(redis.persist(1)).number, 8u);
  Office segment(SeqOptions::Source::Segment);
  segment.ask(Allocate::What::Peek, 7);
  EXPECT_EQ(segment.number(), 7u);
}

TEST(IdService, AnswersOnceWhateverAStandbyTakesOver) {
  Office office(SeqOptions::Source::RedisSync);
  office.ask();
  EXPECT_TRUE(office.fail_over({}));
  EXPECT_EQ(written(office.out), 1u);
  EXPECT_EQ(only<Allocated>(office.persist(2)).number, 1u) << "it was never said before";
}

TEST(IdService, AnswersFromABlockOfItsOwn) {
  Office office(SeqOptions::Source::Segment);
  office.ask();
  const Reserve asked = only<Reserve>(office.out);
  EXPECT_EQ(asked.count, 10u);
  EXPECT_TRUE(sent<Allocated>(office.out).empty());
  office.grant(asked, 31);
  EXPECT_EQ(office.number(), 31u);
  office.ask();
  EXPECT_EQ(office.number(), 32u);
}

TEST(IdService, LosesItsBlockByACrash) {
  Office office(SeqOptions::Source::Segment);
  office.grant(only<Reserve>(office.ask()), 31);
  office.recover(0);
  office.start();
  EXPECT_EQ(sent<Reserve>(office.ask()).size(), 1u);
  EXPECT_TRUE(sent<Allocated>(office.out).empty());
}

TEST(IdService, NamesMessagesFromABlockOfTheirOwn) {
  Office office(SeqOptions::Source::Segment, MsgidOptions::Source::Segment);
  office.grant(only<Reserve>(office.ask()), 31);
  const Reserve asked = only<Reserve>(office.msgid());
  office.grant(asked, 71);
  EXPECT_EQ(office.number(), 71u);
}

TEST(IdService, LeasesOneWorkerNumberForBothPurposes) {
  Office office(SeqOptions::Source::Snowflake, MsgidOptions::Source::Snowflake);
  office.grant(only<Reserve>(office.out), 7);
  office.ask();
  EXPECT_EQ(office.number() >> 12 & 1023, 7u);
  office.msgid();
  EXPECT_EQ(office.number() >> 12 & 1023, 7u);
}

TEST(IdService, AsksForItsBlockAgainWhenTheStoreIsBack) {
  Office office(SeqOptions::Source::Segment);
  office.ask();
  office.step(PeerDown{kStore});
  office.step(PeerUp{kStore});
  EXPECT_EQ(sent<Reserve>(office.out).size(), 1u);
}

/// An id service whose store has two replicas.
struct Replicated : Office {
  Replicated() : Office(SeqOptions::Source::Segment) {
    directory.replicas = {{kStore, kSecond}};
    step(PeerUp{kStore});
    step(PeerUp{kSecond});
  }
  const ProcessId kSecond{6};
};

TEST(IdService, AsksForItsBlockAgainUnderAnotherLeader) {
  Replicated office;
  EXPECT_EQ(receivers<Reserve>(office.ask()), std::vector{kStore});
  office.receive(kStore, Leader{Term{1}, {}});
  office.receive(office.kSecond, Leader{Term{2}, office.kSecond});
  EXPECT_EQ(receivers<Reserve>(office.out), std::vector{office.kSecond});
}

TEST(IdService, ForgetsWhoLeadsWhenItStartsAgain) {
  Replicated office;
  office.receive(office.kSecond, Leader{Term{2}, office.kSecond});
  office.recover(0);
  office.start();
  EXPECT_EQ(receivers<Reserve>(office.ask()), std::vector{kStore});
}

TEST(IdService, AsksForItsBlockAgainWhenTheCommitFailed) {
  Office office(SeqOptions::Source::Segment);
  const Reserve asked = only<Reserve>(office.ask());
  EXPECT_EQ(only<Reserve>(office.receive(kStore, Reserved{asked.key, 0, 0})).count, 10u);
}

TEST(IdService, SaysThatItHasNoRoomForWhoeverWaits) {
  Office office(SeqOptions::Source::Segment);
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(sent<Allocated>(office.ask()).empty());
  office.ask();
  EXPECT_EQ(office.number(), 0u);
}

TEST(IdService, AsksForItsBlockAgainWhenNobodyAnswers) {
  Office office(SeqOptions::Source::Segment);
  office.ask();
  const TimerFired late = timer(office.out, seconds(1));
  office.step(late);
  const Reserve again = only<Reserve>(office.out);
  EXPECT_TRUE(sent<Reserve>(office.step(late)).empty()) << "an earlier question's timer";
  office.grant(again, 31);
  EXPECT_EQ(office.number(), 31u);
}

TEST(IdService, AsksAgainForAWorkerNumberThatAStandbyWaitsFor) {
  Office office(SeqOptions::Source::LogPosition, MsgidOptions::Source::Snowflake);
  office.grant(only<Reserve>(office.out), 7);
  office.fail_over({});
  EXPECT_EQ(sent<Reserve>(office.out).size(), 1u);
  const TimerFired late = timer(office.out, seconds(1));
  office.msgid();
  EXPECT_TRUE(sent<Allocated>(office.out).empty());
  office.step(late);
  office.grant(only<Reserve>(office.out), 8);
  EXPECT_EQ(office.number() >> 12 & 1023, 8u);
}

TEST(IdService, HasAWorkerNumberOfItsOwn) {
  Office office(SeqOptions::Source::LogPosition, MsgidOptions::Source::Snowflake);
  const Reserve asked = only<Reserve>(office.out);
  EXPECT_TRUE(sent<Allocated>(office.msgid()).empty()) << "not without one";
  office.grant(asked, 7);
  EXPECT_EQ(office.number() >> 12 & 1023, 7u);
}

TEST(IdService, WaitsForAClockThatHasGoneBackABit) {
  Office office(SeqOptions::Source::LogPosition, MsgidOptions::Source::Snowflake);
  office.grant(only<Reserve>(office.out), 7);
  office.msgid();
  const std::uint64_t before = office.number();
  office.now.wall = office.now.wall - milliseconds(500);
  office.msgid();
  EXPECT_TRUE(sent<Allocated>(office.out).empty());
  const TimerFired again = timer(office.out, milliseconds(500));
  office.msgid();
  EXPECT_EQ(all<SetTimer>(office.out).size(), 0U) << "one look for all who wait";
  office.pass(milliseconds(501));
  office.step(again);
  EXPECT_EQ(sent<Allocated>(office.out).size(), 2U);
  EXPECT_GT(sent<Allocated>(office.out)[0].number, before);
}

/// Not by steps of a few milliseconds: a run would be all looks at a clock.
TEST(IdService, LooksAtAClockThatIsWrongByYearsOnceASecond) {
  Office office(SeqOptions::Source::LogPosition, MsgidOptions::Source::Snowflake);
  office.directory.options.msgid.worker = MsgidOptions::Worker::Colliding;
  office.step(Started{});
  office.msgid();
  office.now.wall = office.now.wall - hours(24 * 3'650);
  office.msgid();
  EXPECT_EQ(timers(office.out, seconds(1)).size(), 1U);
}

TEST(IdService, TakesANewWorkerNumberWhenItsClockHasGoneFarBack) {
  Office office(SeqOptions::Source::LogPosition, MsgidOptions::Source::Snowflake);
  office.grant(only<Reserve>(office.out), 7);
  office.msgid();
  office.now.wall = office.now.wall - minutes(5);
  office.msgid();
  office.grant(only<Reserve>(office.out), 8);
  EXPECT_EQ(office.number() >> 12 & 1023, 8u);
}

TEST(IdService, RepeatsItselfIfItIgnoresItsClock) {
  Office office(SeqOptions::Source::LogPosition, MsgidOptions::Source::Snowflake);
  office.directory.options.msgid.clock_back = MsgidOptions::ClockBack::Ignore;
  office.grant(only<Reserve>(office.out), 7);
  office.msgid();
  const std::uint64_t before = office.number();
  office.now.wall = office.now.wall + milliseconds(1);
  office.msgid();
  office.now.wall = office.now.wall - milliseconds(1);
  office.msgid();
  EXPECT_EQ(office.number(), before);
}

}  // namespace
}  // namespace imstorm
