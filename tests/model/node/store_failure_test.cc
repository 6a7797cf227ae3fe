// Commits that fail, caches that are the only store, rows that are written too early or not at all.
#include <gtest/gtest.h>

#include "model/node/store.h"
#include "tests/model/node/drive.h"

namespace imstorm {
namespace {

/// A store whose conversation has Ada's device attached and a writer at epoch 1.
struct Shelf : Drive<StoreNode> {
  explicit Shelf(const ProtocolOptions& options = {})
      : Drive(kStore, StoreNode(kStore, with(options))) {
    directory.options = options;
    receive(kLogicA, Attach{via_of(kAda), {kDm, {}, {}, {}}, true});
    receive(kLogicA, Take{kDm, Epoch{0}});
    step(Persisted{2});
  }
  static Directory with(const ProtocolOptions& options) {
    Directory directory = house();
    directory.options = options;
    return directory;
  }
  const Outputs& append(std::uint32_t n, CommitFate fate = CommitFate::Done) {
    Send send;
    send.via = via_of(kAda);
    send.conv = kDm;
    send.cmid = {InstId(10), n};
    send.cseq = {n};
    send.body = BodyId(static_cast<int>(n));
    Frame frame = Append{Epoch{1}, send};
    return step(Received{kLogicA, {}, frame, fate});
  }
  Page page(std::uint64_t after) {
    return only<Page>(receive(kLogicB, Read{via_of(kAda), 4, kDm, {}, Seq{after}, 100}));
  }
  Seq last() const { return node.find(kDm)->last(); }
};

TEST(Store, SaysThatItDoesNotKnowAndHasCommittedNothing) {
  Shelf store;
  EXPECT_EQ(only<Appended>(store.append(1, CommitFate::FailsBefore)).code, Appended::Code::Failed);
  EXPECT_EQ(written(store.out), 0u);
  EXPECT_EQ(store.last(), Seq{0});
}

TEST(Store, SaysThatItDoesNotKnowAndHasCommittedAllTheSame) {
  Shelf store;
  store.append(1, CommitFate::FailsAfter);
  EXPECT_EQ(frames(store.out), 0u) << "nor does it say so before it is durable";
  store.step(Persisted{1});
  EXPECT_EQ(only<Appended>(store.out).code, Appended::Code::Failed);
  EXPECT_EQ(seen(store.out, EventKind::Accepted).size(), 1u);
  EXPECT_EQ(store.last(), Seq{1});
  store.append(1);
  EXPECT_EQ(only<Appended>(store.step(Persisted{1})).code, Appended::Code::Duplicate);
}

TEST(Store, DoesNotKnowWhetherAWriterWasTaken) {
  Shelf store;
  Frame take = Take{kDm, Epoch{1}};
  store.step(Received{kLogicB, {}, take, CommitFate::FailsBefore});
  EXPECT_TRUE(only<Taken>(store.out).failed);
  EXPECT_FALSE(only<Taken>(store.out).won);
}

TEST(Store, ThatIsACacheForgetsWhatHasNoRoom) {
  ProtocolOptions options;
  options.store.cache = StoreOptions::Cache::OnlyStore;
  options.store.cache_max = 2;
  Shelf store(options);
  for (std::uint32_t n = 1; n <= 3; ++n) store.append(n);
  store.step(Persisted{3});
  const Page page = store.page(0);
  ASSERT_EQ(page.entries.size(), 2u);
  EXPECT_EQ(page.entries[0].seq, Seq{2}) << "and nobody is told of 1";
  EXPECT_EQ(page.next, Seq{3});
  EXPECT_EQ(page.head.floor, Seq{0});
  EXPECT_EQ(store.node.cached(options), 2u);
}

TEST(Store, ThatIsACacheIsEmptyAfterAFlushOrACrash) {
  ProtocolOptions options;
  options.store.cache = StoreOptions::Cache::OnlyStore;
  Shelf store(options);
  store.append(1);
  store.step(Persisted{1});
  store.step(CacheFlushed{});
  EXPECT_TRUE(store.page(0).entries.empty());
  EXPECT_EQ(store.page(0).next, Seq{1}) << "the cursor moves over what is not there";
  store.append(2);
  store.step(Persisted{1});
  store.recover(0);
  EXPECT_TRUE(store.page(0).entries.empty());
  EXPECT_EQ(store.last(), Seq{2}) << "its numbers are durable";
}

TEST(Store, ThatIsALogLosesNothingByAFlush) {
  Shelf store;
  store.append(1);
  store.step(Persisted{1});
  EXPECT_EQ(store.node.cached(store.directory.options), 0u);
  store.step(CacheFlushed{});
  store.recover(0);
  EXPECT_EQ(store.page(0).entries.size(), 1u);
}

TEST(Store, ThatNotesTheSenderFirstSwallowsTheRetryOfAFailedAppend) {
  ProtocolOptions options;
  options.dedup.write = DedupOptions::Write::BeforeAppend;
  Shelf store(options);
  store.append(1);
  EXPECT_EQ(written(store.out), 2u);
  EXPECT_EQ(only<Appended>(store.step(Persisted{2})).code, Appended::Code::Committed);
  store.append(2);
  store.recover(1);  // the row, and not the message
  store.append(2);
  const Appended retried = only<Appended>(store.step(Persisted{2}));
  EXPECT_EQ(retried.code, Appended::Code::Duplicate);
  EXPECT_EQ(retried.seq, Seq{0});
  EXPECT_EQ(store.last(), Seq{1});
  store.append(3, CommitFate::FailsBefore);
  store.step(Persisted{1});
  store.append(3);
  EXPECT_EQ(only<Appended>(store.step(Persisted{2})).code, Appended::Code::Duplicate);
}

TEST(Store, ThatAnswersFromMemoryNotesTheSenderOfAFailedAppend) {
  ProtocolOptions options;
  options.dedup.write = DedupOptions::Write::BeforeAppend;
  options.store.commit = StoreOptions::Commit::EverySec;
  Shelf store(options);
  store.append(1, CommitFate::FailsBefore);
  EXPECT_EQ(only<Appended>(store.append(1)).code, Appended::Code::Duplicate);
}

TEST(Store, ThatAnswersFromMemoryForgetsSendersByACrash) {
  ProtocolOptions options;
  options.dedup.write = DedupOptions::Write::Memory;
  options.store.commit = StoreOptions::Commit::EverySec;
  Shelf store(options);
  store.append(1);
  store.step(Persisted{1});
  store.recover(0);
  store.step(Started{});
  EXPECT_EQ(only<Appended>(store.append(1)).code, Appended::Code::Committed);
}

TEST(Store, DoesNotKnowWhatBecameOfNumbers) {
  Shelf store;
  Frame resolve = Resolve{kDm, Epoch{1}, Seq{5}, Resolve::How::Tombstones};
  store.step(Received{kLogicA, {}, resolve, CommitFate::FailsBefore});
  EXPECT_FALSE(only<Resolved>(store.out).done);
  Frame reserve = Reserve{77, 10, 0};
  store.step(Received{kLogicA, {}, reserve, CommitFate::FailsBefore});
  EXPECT_EQ(only<Reserved>(store.out).count, 0u);
  Frame lease = Lease{77, 10, 0, 3, 0};
  store.step(Received{kLogicA, {}, lease, CommitFate::FailsBefore});
  EXPECT_FALSE(only<Leased>(store.out).held);
  EXPECT_EQ(only<Leased>(store.out).turn, 3u);
  EXPECT_EQ(only<Leased>(store.out).wait, Duration{}) << "ask again";
}

TEST(Store, HandsOutBlocksThatNeverOverlap) {
  Shelf store;
  const auto first = [&](std::uint32_t count, std::uint64_t above) {
    store.receive(kLogicA, Reserve{77, count, above});
    return only<Reserved>(store.step(Persisted{1})).first;
  };
  EXPECT_EQ(first(10, 0), 1u);
  EXPECT_EQ(first(5, 100), 101u) << "above what its asker knows of";
  EXPECT_EQ(first(1, 0), 106u);
}

TEST(Store, LendsASectionToOneServerAtATime) {
  Shelf store;
  const auto lease = [&](ProcessId server) {
    store.receive(server, Lease{77, 10, 0, 1, 0});
    return only<Leased>(store.step(Persisted{1}));
  };
  EXPECT_EQ(lease(kLogicA).first, 1u);
  store.receive(kLogicA, Reserve{77, 5, 0});
  EXPECT_EQ(only<Reserved>(store.step(Persisted{1})).first, 11u);
  EXPECT_EQ(lease(kLogicB).wait, seconds(5));
  store.pass(seconds(5));
  EXPECT_EQ(lease(kLogicB).first, 16u) << "no number is in two blocks";
}

TEST(Store, ShowsWhatIsOnlyWrittenWhereThePolicySaysSo) {
  ProtocolOptions options;
  options.store.read = StoreOptions::Read::AnyStored;
  Shelf store(options);
  store.append(1);
  EXPECT_EQ(store.page(0).entries.size(), 1u);
  EXPECT_EQ(store.last(), Seq{0});
  store.recover(0);
  EXPECT_TRUE(store.page(0).entries.empty());
}

TEST(Store, LeasesAWriterByItsClock) {
  ProtocolOptions options;
  options.seq.fence = SeqOptions::Fence::LeaseClock;
  Shelf store(options);
  const auto take = [&](ProcessId by, std::uint64_t expected) {
    store.receive(by, Take{kDm, Epoch{expected}});
    return only<Taken>(store.step(Persisted{1}));
  };
  store.pass(seconds(1));
  const Taken refused = take(kLogicB, 1);
  EXPECT_FALSE(refused.won);
  EXPECT_EQ(refused.epoch, Epoch{1});
  EXPECT_EQ(refused.wait, options.seq.lease - seconds(1));
  EXPECT_TRUE(take(kLogicA, 1).won) << "its own";
  store.pass(options.seq.lease);
  EXPECT_TRUE(take(kLogicB, 2).won);
  EXPECT_EQ(take(kLogicA, 3).wait, options.seq.lease);
}

TEST(Store, ThatNotesNoSenderTakesTheRetryAsNewAfterACrash) {
  ProtocolOptions options;
  options.dedup.write = DedupOptions::Write::Memory;
  Shelf store(options);
  store.append(1);
  store.step(Persisted{1});
  store.append(1);
  EXPECT_EQ(only<Appended>(store.step(Persisted{1})).code, Appended::Code::Duplicate);
  store.recover(0);
  store.append(1);
  EXPECT_EQ(only<Appended>(store.step(Persisted{1})).code, Appended::Code::Committed);
  EXPECT_EQ(store.last(), Seq{2});
}

}  // namespace
}  // namespace imstorm
