// What an id service goes on from when its process, its machine or its disk is gone, or a commit
// fails.
#include <gtest/gtest.h>

#include "tests/model/node/office.h"

namespace imstorm {
namespace {

TEST(IdService, HasNoStandbyWhereItIsAlone) {
  Office file(SeqOptions::Source::RedisEverysec);
  file.ask();
  file.pass(milliseconds(1'500));
  file.ask();
  EXPECT_FALSE(file.node.has_standby());
  EXPECT_FALSE(file.fail_over(seconds(1)));
  file.recover(0, true);
  file.start();
  file.ask();
  EXPECT_EQ(file.number(), 2u) << "given out again";
  Office memory(SeqOptions::Source::RedisMemory);
  memory.ask();
  EXPECT_FALSE(memory.node.has_standby());
  memory.recover(0);
  memory.start();
  memory.ask();
  EXPECT_EQ(memory.number(), 1u);
  EXPECT_TRUE(Office(SeqOptions::Source::RedisSync).node.has_standby());
  EXPECT_FALSE(Office(SeqOptions::Source::LogPosition).node.has_standby());
}

TEST(IdService, LosesWhatACounterHadCountedWithItsDisk) {
  Office office(SeqOptions::Source::RedisSync);
  office.ask();
  office.persist(1);
  office.start_wiped();
  office.ask(Allocate::What::Peek, 1);
  office.persist(1);
  EXPECT_EQ(office.number(), 1u) << "the log says so";
  office.ask();
  EXPECT_EQ(only<Allocated>(office.persist(1)).number, 2u);
}

TEST(IdService, SaysThatACommitFailedAndCountsNothing) {
  Office office(SeqOptions::Source::RedisSync);
  office.ask(Allocate::What::Peek, CommitFate::FailsBefore);
  EXPECT_TRUE(only<Allocated>(office.out).failed);
  EXPECT_EQ(written(office.out), 0u);
  office.ask(Allocate::What::Seq, CommitFate::FailsAfter);
  EXPECT_EQ(frames(office.out), 0u);
  EXPECT_TRUE(only<Allocated>(office.persist(1)).failed);
  office.ask();
  EXPECT_EQ(only<Allocated>(office.persist(1)).number, 2u) << "1 was committed, and is a hole";
}

TEST(IdService, CommitsWhereABoundIsReachedOnly) {
  Office office(SeqOptions::Source::Seqsvr);
  const Frame next = Allocate{kDm, Allocate::What::Seq, 1, 0, {}, 0};
  EXPECT_TRUE(office.node.commits(office.context(), next));
  office.ask(Allocate::What::Seq, CommitFate::FailsBefore);
  EXPECT_TRUE(only<Allocated>(office.out).failed);
  office.ask();
  office.persist(1);
  EXPECT_FALSE(office.node.commits(office.context(), next)) << "2 is below the bound";
  office.ask(Allocate::What::Seq, CommitFate::FailsBefore);
  EXPECT_EQ(office.number(), 2u);
  const Office async(SeqOptions::Source::RedisAsync);
  EXPECT_FALSE(async.node.commits(async.context(), next)) << "nobody waits for its file";
}

TEST(IdService, NamesMessagesBelowABound) {
  Office office(SeqOptions::Source::LogPosition, MsgidOptions::Source::Seqsvr);
  office.msgid();
  EXPECT_EQ(frames(office.out), 0u);
  EXPECT_EQ(only<Allocated>(office.persist(1)).number, 1u);
  office.recover(0);
  office.start();
  office.msgid();
  EXPECT_EQ(only<Allocated>(office.persist(1)).number, 11u);
  Office late(SeqOptions::Source::LogPosition, MsgidOptions::Source::SeqsvrLate);
  late.msgid();
  EXPECT_EQ(late.number(), 1u);
  late.recover(0);
  late.start();
  late.msgid();
  EXPECT_EQ(late.number(), 1u) << "given out again";
}

/// A counter of ids that takes an era where it finds nothing of its own.
struct Historian : Office {
  explicit Historian(MsgidOptions::Source source)
      : Office(SeqOptions::Source::LogPosition, source) {
    directory.options.msgid.recover = MsgidOptions::Recover::NewEra;
  }
};

TEST(IdService, NamesMessagesInAnEraOfTheStores) {
  Historian office(MsgidOptions::Source::RedisSync);
  const Reserve asked = only<Reserve>(office.msgid());
  EXPECT_EQ(sent<Reserve>(office.msgid()).size(), 0u) << "asked once";
  office.grant(asked, 3);
  EXPECT_EQ(written(office.out), 2u);
  const auto first = sent<Allocated>(office.persist(2));
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].number >> 24, 3u);
  EXPECT_EQ(first[1].number, first[0].number + 1);
  office.recover(0);
  office.start();
  office.msgid();
  EXPECT_EQ(only<Allocated>(office.persist(1)).number, first[1].number + 1) << "its own disk";
  office.start_wiped();
  office.grant(only<Reserve>(office.msgid()), 4);
  EXPECT_EQ(only<Allocated>(office.persist(1)).number >> 24, 4u);
}

TEST(IdService, NamesMessagesInAnotherEraAfterEachStartWithoutAFile) {
  Historian office(MsgidOptions::Source::RedisMemory);
  office.grant(only<Reserve>(office.msgid()), 3);
  EXPECT_EQ(office.number() >> 24, 3u);
  office.recover(0);
  office.start();
  EXPECT_EQ(sent<Reserve>(office.msgid()).size(), 1u);
}

TEST(IdService, AsksForAnEraAgainWhenTheStoreIsBack) {
  Historian office(MsgidOptions::Source::Seqsvr);
  office.msgid();
  office.step(PeerDown{kStore});
  office.grant(only<Reserve>(office.step(PeerUp{kStore})), 3);
  EXPECT_EQ(only<Allocated>(office.persist(1)).number >> 24, 3u);
}

}  // namespace
}  // namespace imstorm
