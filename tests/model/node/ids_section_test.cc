// A server of a seqsvr whose sections change hands.
#include <gtest/gtest.h>

#include "tests/model/node/office.h"

namespace imstorm {
namespace {

/// A seqsvr whose sections are leased.
struct Tenant : Office {
  Tenant() : Office(SeqOptions::Source::Seqsvr) {
    directory.options.seq.section = SeqOptions::Section::Leased;
    node = IdNode(directory);
    start();
  }
  const Outputs& lend(const Lease& asked, std::uint64_t first) {
    return receive(kStore, Leased{asked.key, asked.turn, true, first, asked.count, {}});
  }
  const Outputs& refuse(const Lease& asked, Duration wait) {
    return receive(kStore, Leased{asked.key, asked.turn, false, 0, 0, wait});
  }
};

TEST(SectionServer, GivesNumbersOutOnlyWhileItHasTheLease) {
  Tenant office;
  const Lease asked = only<Lease>(office.ask());
  EXPECT_TRUE(sent<Allocated>(office.out).empty());
  office.lend(asked, 1);
  EXPECT_EQ(office.number(), 1u);
  office.ask();
  EXPECT_EQ(office.number(), 2u);
  office.pass(seconds(5));
  EXPECT_EQ(only<Lease>(office.ask()).keep, 10u);
  EXPECT_TRUE(sent<Allocated>(office.out).empty());
}

TEST(SectionServer, NamesANumberBelowWhichNobodyElseHasOneToGive) {
  Tenant office;
  const Lease asked = only<Lease>(office.ask(Allocate::What::Peek));
  office.lend(asked, 41);
  EXPECT_EQ(office.number(), 40u) << "its predecessors had those";
  office.ask(Allocate::What::Peek, 44);
  EXPECT_EQ(office.number(), 44u);
  office.ask();
  EXPECT_EQ(office.number(), 45u);
}

TEST(SectionServer, AsksAgainWhenTheLeaseOfTheOtherOneEnds) {
  Tenant office;
  const Lease asked = only<Lease>(office.ask());
  office.refuse(asked, seconds(3));
  const TimerFired due = timer(office.out, seconds(3));
  EXPECT_TRUE(sent<Lease>(office.out).empty());
  office.pass(seconds(3));
  const Lease again = only<Lease>(office.step(due));
  office.ask();  // another one waits with it
  EXPECT_TRUE(sent<Lease>(office.out).empty());
  EXPECT_EQ(sent<Allocated>(office.lend(again, 11)).size(), 2u);
}

TEST(SectionServer, AsksAgainAtOnceWhenTheCommitFailed) {
  Tenant office;
  const Lease asked = only<Lease>(office.ask());
  EXPECT_EQ(sent<Lease>(office.refuse(asked, {})).size(), 1u);
}

TEST(SectionServer, HasNothingLeftWhenItStartsAgain) {
  Tenant office;
  office.lend(only<Lease>(office.ask()), 1);
  office.recover(0);
  office.start();
  EXPECT_EQ(only<Lease>(office.ask()).keep, 0u);
  EXPECT_TRUE(sent<Allocated>(office.out).empty());
}

TEST(SectionServer, HasNothingLeftWhereAStandbyTakesOver) {
  Tenant office;
  office.lend(only<Lease>(office.ask()), 1);
  EXPECT_TRUE(office.fail_over({}));
  EXPECT_TRUE(sent<Allocated>(office.ask()).empty());
}

TEST(SectionServer, AsksAgainWhenTheStoreIsBack) {
  Tenant office;
  office.ask();
  office.step(PeerDown{kStore});
  EXPECT_EQ(sent<Lease>(office.step(PeerUp{kStore})).size(), 1u);
}

}  // namespace
}  // namespace imstorm
