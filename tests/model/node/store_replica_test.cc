// A store that is one replica of its shard; here it is the only one, and so a majority by itself.
#include <gtest/gtest.h>

#include <set>

#include "model/node/store.h"
#include "tests/model/node/drive.h"

namespace imstorm {
namespace {

struct Replica : Drive<StoreNode> {
  explicit Replica(const ProtocolOptions& options = {})
      : Drive(kStore, StoreNode(kStore, with(options))) {
    directory = with(options);
    step(Started{});
    elect();
    receive(kLogicA, Attach{via_of(kAda), {kDm, {}, {}, {}}, true});
    receive(kLogicA, Take{kDm, Epoch{0}});
    persist();
  }
  static Directory with(const ProtocolOptions& options) {
    Directory directory = house();
    directory.options = options;
    directory.replicas = {{kStore}};
    directory.ids = {ProcessId(5)};
    return directory;
  }
  void elect() {
    const std::vector<SetTimer> set = all<SetTimer>(out);
    ASSERT_EQ(set.size(), 1u);
    step(TimerFired{set[0].timer});
    persist();
    persist();
  }
  const Outputs& persist() { return step(Persisted{node.unsynced()}); }
  const Outputs& insert(std::uint32_t n, std::uint64_t seq) {
    Send send;
    send.via = via_of(kAda);
    send.conv = kDm;
    send.cmid = {InstId(10), n};
    send.cseq = {n};
    send.body = BodyId(static_cast<int>(n));
    return receive(kLogicA, Append{Epoch{1}, send, Seq{seq}});
  }
};

TEST(StoreReplica, TellsEverybodyWhoAsksStoresThatItLeads) {
  Replica store;
  store.recover(0);
  store.step(Started{});
  store.pass(minutes(1));
  const std::vector<SetTimer> set = all<SetTimer>(store.out);
  ASSERT_FALSE(set.empty());
  store.step(TimerFired{set[0].timer});
  store.persist();
  EXPECT_EQ(receivers<Leader>(store.out),
            (std::vector<ProcessId>{kLogicA, kLogicB, kGateway, ProcessId(5)}));
}

TEST(StoreReplica, NamesEachOfThePositionsThatOneCommandDecides) {
  ProtocolOptions options;
  options.seq.source = SeqOptions::Source::RedisSync;
  options.seq.insert = SeqOptions::Insert::Blind;  // or the line of one sender is kept
  Replica store(options);
  store.insert(1, 3);
  store.insert(2, 2);
  store.persist();
  EXPECT_TRUE(all<Observe>(store.out).empty());
  store.insert(3, 1);
  store.persist();
  std::set<std::uint64_t> names;
  for (const Observe& seen : all<Observe>(store.out)) names.insert(seen.once);
  EXPECT_EQ(seen(store.out, EventKind::Accepted).size(), 3u);
  EXPECT_EQ(names.size(), 3u);
  EXPECT_EQ(names.count(0), 0u);
}

TEST(StoreReplica, NamesNoTwoPositionsAlikeInWhateverTerms) {
  Replica store;
  std::set<std::uint64_t> names;
  std::uint32_t n = 0;
  for (int term = 0; term < 15; ++term) {
    for (int i = 0; i < 40; ++i) {
      store.insert(++n, 0);
      store.persist();
      for (const Observe& seen : all<Observe>(store.out)) names.insert(seen.once);
    }
    store.recover(0);
    store.step(Started{});
    store.pass(minutes(1));
    store.elect();
  }
  EXPECT_EQ(names.size(), std::size_t{n});
}

}  // namespace
}  // namespace imstorm
