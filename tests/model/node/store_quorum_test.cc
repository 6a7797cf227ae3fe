// A shard of three replicas: one log, one clock, one account of what was accepted.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "model/node/store.h"
#include "tests/model/node/drive.h"

namespace imstorm {
namespace {

const ProcessId kSecond(6), kThird(7), kIds(8);

Directory shard_of_three(const ProtocolOptions& options) {
  Directory directory = house();
  directory.options = options;
  directory.logics = {kLogicA};
  directory.ids = {kIds};
  directory.replicas = {{kStore, kSecond, kThird}};
  return directory;
}

/// The replicas, each with a clock of its own; the first one leads.
struct Shard {
  explicit Shard(const ProtocolOptions& options = {}) {
    for (const ProcessId id : {kStore, kSecond, kThird}) {
      const Directory directory = shard_of_three(options);
      replicas.emplace_back(id, StoreNode(id, directory));
      replicas.back().directory = directory;
      replicas.back().pass(hours(10 * static_cast<std::int64_t>(replicas.size())));
    }
    for (auto& replica : replicas) take(replica, replica.step(Started{}));
    const TimerFired first = timer(replicas[0].step(Started{}), milliseconds(50));
    take(replicas[0], replicas[0].step(first));
    rest();
    ask(kLogicA, Attach{via_of(kAda), {kDm, {}, {}, {}}, true});
    ask(kLogicA, Take{kDm, Epoch{0}});
  }

  /// What the leader is asked; returns what everybody put out until nothing was left.
  const Outputs& ask(ProcessId from, Frame frame, CommitFate fate = CommitFate::Done) {
    said.clear();
    take(replicas[0], replicas[0].step(Received{from, {}, frame, fate}));
    rest();
    return said;
  }
  const Outputs& append(std::uint32_t n, std::uint64_t seq = 0) {
    Send send;
    send.via = via_of(kAda);
    send.conv = kDm;
    send.cmid = {InstId(10), n};
    send.cseq = {n};
    send.body = BodyId(static_cast<int>(n));
    return ask(kLogicA, Append{Epoch{1}, send, Seq{seq}});
  }
  void take(Drive<StoreNode>& from, const Outputs& out) {
    for (const TimerFired& beat : timers(out, from.directory.options.store.heartbeat)) {
      heartbeat = beat;
    }
    for (const Output& output : out) {
      const auto* to = std::get_if<SendTo>(&output);
      const bool peer = to != nullptr && drive(to->to) != nullptr;
      if (peer) {
        wire.push_back({from.self, *to});
      } else {
        said.push_back(output);
      }
    }
  }
  Drive<StoreNode>* drive(ProcessId id) {
    const auto at = std::find_if(replicas.begin(), replicas.end(),
                                 [id](const auto& replica) { return replica.self == id; });
    return at == replicas.end() ? nullptr : &*at;
  }
  void rest() {
    for (int round = 0; round < 100; ++round) {
      for (auto& replica : replicas) {
        take(replica, replica.step(Persisted{replica.node.unsynced()}));
      }
      const auto letters = std::exchange(wire, {});
      for (const auto& [from, letter] : letters) {
        Drive<StoreNode>& to = *drive(letter.to);
        take(to, to.receive(from, letter.frame));
      }
      if (letters.empty()) break;
    }
  }
  /// The leader shows that it is there: the others hear what is committed.
  void beat() {
    take(replicas[0], replicas[0].step(heartbeat));
    rest();
  }

  std::vector<Drive<StoreNode>> replicas;
  std::vector<std::pair<ProcessId, SendTo>> wire;
  Outputs said;
  TimerFired heartbeat;  // of the leader
};

/// What is shown by name: which names, and how often each.
std::multiset<std::uint64_t> shown(const Outputs& out) {
  std::multiset<std::uint64_t> names;
  for (const Observe& observe : all<Observe>(out)) names.insert(observe.once);
  return names;
}

TEST(Shard, ShowsEachThatOneCommandMadeReadable) {
  ProtocolOptions options;
  options.seq.source = SeqOptions::Source::RedisSync;
  Shard shard(options);
  shard.append(1, 3);
  EXPECT_TRUE(seen(shard.said, EventKind::Accepted).empty());
  shard.ask(kLogicA, Resolve{kDm, Epoch{1}, Seq{4}, Resolve::How::Tombstones});
  shard.beat();
  const auto names = shown(shard.said);
  EXPECT_EQ(names.size(), 9u) << "a hole, a message and a hole, at three replicas";
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), 3u) << "each of which counts once";
}

TEST(Shard, GoesByOneClockWhateverTheReplicasOwnClocksSay) {
  ProtocolOptions options;
  options.dedup.window = DedupOptions::Window::Ttl;
  options.dedup.ttl = minutes(5);
  Shard shard(options);
  shard.append(1);
  shard.replicas[1].pass(minutes(10));
  shard.replicas[0].pass(minutes(1));
  EXPECT_EQ(only<Appended>(shard.append(1)).code, Appended::Code::Duplicate);
  shard.beat();
  for (const auto& replica : shard.replicas) EXPECT_EQ(replica.node.find(kDm)->last(), Seq{1});
  shard.replicas[0].pass(minutes(6));
  EXPECT_EQ(only<Appended>(shard.append(1)).code, Appended::Code::Committed);
  shard.beat();
  for (const auto& replica : shard.replicas) EXPECT_EQ(replica.node.find(kDm)->last(), Seq{2});
}

TEST(Shard, TellsEverybodyWhoAsksStoresThatItsLeaderIsNew) {
  Shard shard;
  Drive<StoreNode>& second = shard.replicas[1];
  const auto wait = all<SetTimer>(second.step(Started{}));
  ASSERT_EQ(wait.size(), 1u);
  second.pass(second.directory.options.store.election);
  shard.said.clear();
  shard.take(second, second.step(TimerFired{wait[0].timer}));
  shard.rest();
  std::set<ProcessId> told;
  for (const SendTo& to : all<SendTo>(shard.said)) {
    const auto* news = std::get_if<Leader>(&to.frame);
    if (news != nullptr && news->leader == kSecond) told.insert(to.to);
  }
  EXPECT_EQ(told, (std::set{kLogicA, kGateway, kIds}));
}

TEST(Shard, AnswersOnlyOnceHoweverManyReplicasApply) {
  Shard shard;
  shard.append(1);
  shard.beat();
  EXPECT_EQ(sent<Appended>(shard.said).size(), 1u);
  for (const auto& replica : shard.replicas) EXPECT_EQ(replica.node.find(kDm)->last(), Seq{1});
}

TEST(Shard, SaysThatItDoesNotKnowAndHasCommittedOrNot) {
  Shard shard;
  Send send;
  send.via = via_of(kAda);
  send.conv = kDm;
  send.cmid = {InstId(10), 1};
  send.cseq = {1};
  send.body = BodyId(1);
  shard.ask(kLogicA, Append{Epoch{1}, send}, CommitFate::FailsBefore);
  EXPECT_EQ(only<Appended>(shard.said).code, Appended::Code::Failed);
  EXPECT_EQ(shard.replicas[0].node.find(kDm)->last(), Seq{0});
  shard.ask(kLogicA, Append{Epoch{1}, send}, CommitFate::FailsAfter);
  EXPECT_EQ(only<Appended>(shard.said).code, Appended::Code::Failed);
  EXPECT_EQ(seen(shard.said, EventKind::Accepted).size(), 1u) << "committed all the same";
  EXPECT_EQ(only<Appended>(shard.append(1)).code, Appended::Code::Duplicate);
}

TEST(Shard, SendsWhoeverAsksAFollowerToTheLeader) {
  Shard shard;
  auto& follower = shard.replicas[2];
  const Leader hint = only<Leader>(follower.receive(kLogicA, Take{kDm, Epoch{1}}));
  EXPECT_EQ(hint.leader, kStore);
  EXPECT_EQ(written(follower.out), 0u);
}

}  // namespace
}  // namespace imstorm
