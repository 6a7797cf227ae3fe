#include "model/node/store.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/core/ensure.h"
#include "tests/model/node/drive.h"

namespace imstorm {
namespace {

Directory with(StoreOptions::Commit commit) {
  Directory directory = house();
  directory.options.store.commit = commit;
  return directory;
}

/// A store whose conversations have Ada's device attached and a writer at epoch 1.
struct Archive : Drive<StoreNode> {
  explicit Archive(StoreOptions::Commit commit = StoreOptions::Commit::Sync)
      : Drive(kStore, StoreNode(kStore, with(commit))) {
    directory.options.store.commit = commit;
    attach(true);
    receive(kLogicA, Take{kDm, Epoch{0}});
    persist(2);
  }

  const Outputs& attach(bool rebase) {
    return receive(kLogicA, Attach{via_of(kAda), {kDm, {}, {}, {}}, rebase});
  }
  const Outputs& append(std::uint32_t n) {
    Send send;
    send.via = via_of(kAda);
    send.conv = kDm;
    send.cmid = {InstId(10), n};
    send.cseq = {n};
    send.body = BodyId(static_cast<int>(n));
    return receive(kLogicA, Append{Epoch{1}, send});
  }
  const Outputs& read() { return receive(kLogicB, Read{via_of(kAda), 4, kDm, {}, {}, 100}); }
  const Outputs& persist(std::uint32_t records) { return step(Persisted{records}); }
  Seq last() const { return node.find(kDm)->last(); }
};

TEST(Store, AnswersNothingBeforeItIsDurable) {
  Archive store;
  store.append(1);
  EXPECT_EQ(written(store.out), 1u);
  EXPECT_EQ(frames(store.out), 0u);
  EXPECT_TRUE(all<Observe>(store.out).empty());
  EXPECT_EQ(store.last(), Seq{0}) << "nor can it be read or counted";
  EXPECT_TRUE(only<Page>(store.read()).entries.empty());
  EXPECT_EQ(only<Page>(store.out).head.hw, Seq{0});
  store.persist(1);
  EXPECT_EQ(only<Appended>(store.out).seq, Seq{1});
  EXPECT_EQ(receivers<Appended>(store.out), std::vector<ProcessId>{kLogicA});
  EXPECT_EQ(only<Page>(store.read()).entries.size(), 1u);
}

TEST(Store, ShowsWhatItAccepted) {
  Archive store;
  store.append(1);
  store.persist(1);
  ASSERT_EQ(seen(store.out, EventKind::Accepted).size(), 1u);
  const Event accepted = seen(store.out, EventKind::Accepted)[0];
  EXPECT_EQ(accepted.conv, kDm);
  EXPECT_EQ(accepted.seq, Seq{1});
  EXPECT_EQ(accepted.body, BodyId(1));
  EXPECT_EQ(accepted.user, UserId(0));
  EXPECT_EQ(accepted.cmid, (Cmid{InstId(10), 1}));
  EXPECT_EQ(accepted.msgid, only<Appended>(store.out).msgid);
  store.append(1);
  store.persist(1);
  EXPECT_EQ(only<Appended>(store.out).code, Appended::Code::Duplicate);
  EXPECT_TRUE(all<Observe>(store.out).empty()) << "a repeat commits nothing";
}

TEST(Store, CommitsInGroups) {
  Archive store;
  for (std::uint32_t n = 1; n <= 3; ++n) store.append(n);
  EXPECT_EQ(store.node.unsynced(), 3u);
  store.persist(2);
  const std::vector<Appended> answers = sent<Appended>(store.out);
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].cseq, Cseq{1});
  EXPECT_EQ(answers[1].cseq, Cseq{2});
  EXPECT_EQ(store.node.unsynced(), 1u);
  EXPECT_EQ(only<Appended>(store.persist(1)).cseq, Cseq{3});
}

TEST(Store, GivesSessionsThatGrowPerDevice) {
  Archive store;
  const auto ask = [&](DeviceId device) {
    store.receive(kGateway, Register{via_of(device, 0), 9});
    EXPECT_EQ(frames(store.out), 0u);
    return only<Registered>(store.persist(1));
  };
  EXPECT_EQ(ask(kAda).via.session, Session{1});
  EXPECT_EQ(ask(kAda).via.session, Session{2});
  EXPECT_EQ(ask(kBob).via.session, Session{1});
  EXPECT_EQ(ask(kAda).token, 9u);
  EXPECT_EQ(receivers<Registered>(store.out), std::vector<ProcessId>{kGateway});
}

TEST(Store, TellsTheHeadAtOnceButRegistersDurably) {
  Archive store;
  EXPECT_EQ(sent<Attached>(store.attach(false)).size(), 1u);
  EXPECT_EQ(written(store.out), 0u);
  EXPECT_EQ(sent<Attached>(store.attach(true)).size(), 0u);
  EXPECT_EQ(written(store.out), 1u);
  EXPECT_EQ(sent<Attached>(store.persist(1)).size(), 1u);
}

TEST(Store, TakesAWriterDurably) {
  Archive store;
  store.receive(kLogicB, Take{kDm, Epoch{1}});
  EXPECT_EQ(frames(store.out), 0u);
  store.append(1);
  store.persist(2);
  EXPECT_TRUE(only<Taken>(store.out).won);
  EXPECT_EQ(receivers<Taken>(store.out), std::vector<ProcessId>{kLogicB});
  EXPECT_EQ(only<Appended>(store.out).code, Appended::Code::Fenced) << "in the order of arrival";
}

TEST(Store, TrimsWithoutAWord) {
  Archive store;
  store.receive(kLogicA, Attach{via_of(kBob), {kDm, {}, {}, {}}, true});
  store.append(1);
  store.persist(2);
  store.receive(kLogicA, Cursors{kDm,
                                 {{kAda, InstId(10), Session{1}, Seq{1}, Seq{1}},
                                  {kBob, InstId(11), Session{1}, Seq{1}, Seq{1}}}});
  EXPECT_EQ(written(store.out), 1u);
  store.persist(1);
  EXPECT_TRUE(store.out.empty());
  EXPECT_EQ(store.node.find(kDm)->floor(), Seq{1});
}

TEST(Store, KnowsItsOwnConversationsOnly) {
  Directory two = house();
  two.stores = {ProcessId(8), ProcessId(9)};
  for (const ProcessId id : two.stores) {
    Drive<StoreNode> store(id, StoreNode(id, two));
    store.directory = two;
    for (const ConvId conv : {kDm, kTeam}) {
      const Attach attach{via_of(kAda), {conv, {}, {}, {}}, false};
      if (two.store_of(conv) == id) {
        EXPECT_EQ(sent<Attached>(store.receive(kLogicA, attach)).size(), 1u);
      } else {
        EXPECT_THROW(store.receive(kLogicA, attach), InternalError);
      }
    }
  }
}

TEST(Store, KeepsAPrefixThroughACrash) {
  for (std::uint32_t survivors = 0; survivors <= 3; ++survivors) {
    Archive store;
    for (std::uint32_t n = 1; n <= 3; ++n) store.append(n);
    store.recover(survivors);
    EXPECT_EQ(frames(store.out), 0u) << "nobody is answered";
    EXPECT_EQ(seen(store.out, EventKind::Accepted).size(), survivors) << "but it happened";
    EXPECT_EQ(store.node.unsynced(), 0u);
    store.step(Started{});
    EXPECT_TRUE(store.out.empty());
    EXPECT_EQ(store.last(), Seq{survivors});
    EXPECT_EQ(only<Page>(store.read()).entries.size(), survivors);
  }
}

TEST(Store, InMemoryAnswersAtOnceAndForgets) {
  Archive store(StoreOptions::Commit::Memory);
  store.append(1);
  EXPECT_EQ(only<Appended>(store.out).seq, Seq{1});
  EXPECT_EQ(seen(store.out, EventKind::Accepted).size(), 1u);
  EXPECT_EQ(written(store.out), 1u);
  store.append(2);
  EXPECT_TRUE(store.persist(1).empty()) << "it was said before";
  store.append(3);
  EXPECT_EQ(store.last(), Seq{3});
  store.recover(1);
  EXPECT_TRUE(store.out.empty());
  store.step(Started{});
  EXPECT_EQ(store.last(), Seq{2}) << "3 was acknowledged and is lost";
}

TEST(Store, RefusesWhatCannotBe) {
  Archive store;
  store.append(1);
  EXPECT_THROW(store.persist(2), InternalError);
  EXPECT_THROW(store.recover(2), InternalError);
  EXPECT_THROW(store.step(Started{}), InternalError);
  store.receive(kLogicA, Ping{});
  EXPECT_THROW(store.persist(2), InternalError);
}

RC_GTEST_PROP(Store, NeverForgetsWhatItAnswered, ()) {
  Archive store;
  std::uint64_t told = 0;
  std::uint32_t n = 0;
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
  for (const int step : steps) {
    if (step < 3) {
      store.append(++n);
    } else if (step < 5) {
      store.persist(*rc::gen::inRange<std::uint32_t>(0, store.node.unsynced() + 1));
      for (const Appended& answer : sent<Appended>(store.out)) told = answer.seq.value;
    } else {
      store.recover(*rc::gen::inRange<std::uint32_t>(0, store.node.unsynced() + 1));
      store.step(Started{});
      n = static_cast<std::uint32_t>(store.last().value);  // the sender goes on where the log ends
    }
    RC_ASSERT(store.last().value >= told);
    RC_ASSERT(store.last().value <= n);
  }
}

}  // namespace
}  // namespace imstorm
