#include "model/protocol/replica_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "sim/core/decision.h"

namespace imstorm {
namespace {

using Role = ReplicaLog::Role;

std::shared_ptr<const Logged> command(std::uint32_t n) {
  Logged logged;
  Take take;
  take.conv = ConvId(0);
  take.expected = Epoch{n};
  logged.frame = take;
  return std::make_shared<const Logged>(logged);
}

std::uint64_t number_of(const LogRow& row) {
  return row.what == nullptr ? 0 : std::get<Take>(row.what->frame).expected.value;
}

/// Replicas in a test's hands: what they say lies in `wire` until it is delivered.
struct Council {
  struct Letter {
    std::uint32_t from, to;
    Frame frame;
  };
  explicit Council(std::uint32_t count,
                   StoreOptions::Replicate mode = StoreOptions::Replicate::Quorum) {
    for (std::uint32_t i = 0; i < count; ++i) logs.emplace_back(i, count, mode);
    applied.resize(count);
  }

  void send(std::uint32_t from, const ReplicaLog::Effects& effects) {
    for (const auto& [to, frame] : effects.messages) wire.push_back({from, to, frame});
    take(from);
  }
  /// What is committed is applied; nobody applies anything else at the same place, ever.
  void take(std::uint32_t who) {
    if (logs[who].take_rewind()) applied[who].clear();
    while (const LogRow* row = logs[who].next()) {
      applied[who].push_back({row->term, number_of(*row)});
      const std::size_t index = applied[who].size();
      const auto [known, fresh] = decided.try_emplace(index, applied[who].back());
      if (!fresh && known->second != applied[who].back()) ++contradictions;
    }
    if (!logs[who].leads()) return;
    const auto [leader, fresh] = leaders.try_emplace(logs[who].term(), who);
    if (leader->second != who) ++contradictions;
  }
  void persist(std::uint32_t who) {
    ReplicaLog::Effects effects;
    logs[who].persisted(logs[who].unsynced(), effects);
    send(who, effects);
  }
  void deliver(const Letter& letter) {
    ReplicaLog::Effects effects;
    ReplicaLog& log = logs[letter.to];
    if (const auto* f = std::get_if<Vote>(&letter.frame)) log.on(letter.from, *f, effects);
    if (const auto* f = std::get_if<Voted>(&letter.frame)) log.on(letter.from, *f, effects);
    if (const auto* f = std::get_if<Replicate>(&letter.frame)) log.on(letter.from, *f, effects);
    if (const auto* f = std::get_if<Replicated>(&letter.frame)) log.on(letter.from, *f, effects);
    send(letter.to, effects);
  }
  void campaign(std::uint32_t who) {
    ReplicaLog::Effects effects;
    logs[who].campaign(effects);
    send(who, effects);
  }
  void beat(std::uint32_t who) {
    ReplicaLog::Effects effects;
    logs[who].beat(effects);
    send(who, effects);
  }
  bool append(std::uint32_t who, std::uint32_t n) {
    ReplicaLog::Effects effects;
    const bool taken = logs[who].append(command(n), effects);
    send(who, effects);
    return taken;
  }
  /// A new disk; the others do not hear any more of what was under way from it.
  void wipe(std::uint32_t who) {
    logs[who].wipe(Term{std::uint64_t{++wiped} << 16});
    applied[who].clear();
    wire.erase(std::remove_if(wire.begin(), wire.end(),
                              [who](const Letter& letter) { return letter.from == who; }),
               wire.end());
  }
  bool anybody_blank() const {
    return std::any_of(logs.begin(), logs.end(), [](const ReplicaLog& log) { return log.blank(); });
  }
  /// Everybody writes and hears everything, until nothing is left; `away` hears and says nothing.
  void rest(std::uint32_t away = 99) {
    for (int round = 0; round < 100; ++round) {
      for (std::uint32_t i = 0; i < logs.size(); ++i) persist(i);
      std::vector<Letter> letters;
      letters.swap(wire);
      for (const Letter& letter : letters) {
        if (letter.to != away && letter.from != away) deliver(letter);
      }
      if (letters.empty()) return;
    }
  }

  std::vector<ReplicaLog> logs;
  std::vector<Letter> wire;
  std::vector<std::vector<std::pair<Term, std::uint64_t>>> applied;
  std::map<std::size_t, std::pair<Term, std::uint64_t>> decided;
  std::map<Term, std::uint32_t> leaders;
  std::uint32_t wiped = 0;
  int contradictions = 0;
};

TEST(ReplicaLog, ElectsWhoStandsFirst) {
  Council council(3);
  council.campaign(1);
  EXPECT_TRUE(council.wire.empty()) << "its own vote is not durable yet";
  council.rest();
  EXPECT_TRUE(council.logs[1].ready());
  EXPECT_EQ(council.logs[0].leader(), 1u);
  EXPECT_FALSE(council.append(0, 7)) << "only who leads takes commands";
}

TEST(ReplicaLog, VotesForNobodyBeforeItsVoteIsDurable) {
  Council council(3);
  council.campaign(0);
  council.persist(0);
  ASSERT_EQ(council.wire.size(), 2u);
  const Council::Letter question = council.wire[0];
  council.wire.clear();
  council.deliver(question);
  EXPECT_TRUE(council.wire.empty());
  council.logs[question.to].recover(0);  // nobody heard of it, so it may vote for another
  council.campaign(question.to == 1 ? 2 : 1);
  council.rest(0);
  EXPECT_EQ(council.contradictions, 0);
  EXPECT_EQ(council.leaders.size(), 1u);
}

TEST(ReplicaLog, CommitsWhatAMajorityHasMadeDurable) {
  Council council(3);
  council.campaign(0);
  council.rest();
  const auto before = council.logs[0].commit();
  ASSERT_TRUE(council.append(0, 7));
  council.persist(0);
  EXPECT_EQ(council.logs[0].commit(), before) << "one of three is no majority";
  council.rest(2);
  EXPECT_EQ(council.logs[0].commit(), before + 1);
  EXPECT_EQ(council.applied[0].back().second, 7u);
}

TEST(ReplicaLog, ElectsNobodyWhoLacksACommittedEntry) {
  Council council(3);
  council.campaign(0);
  council.rest();
  council.append(0, 7);
  council.rest(2);
  council.campaign(2);
  council.rest(0);
  EXPECT_FALSE(council.logs[2].leads());
  council.campaign(1);
  council.rest(0);
  EXPECT_TRUE(council.logs[1].ready());
  ReplicaLog::Effects beat;  // how far it is committed is said with whatever is sent next
  council.logs[1].beat(beat);
  council.send(1, beat);
  council.rest(0);
  EXPECT_EQ(council.applied[2].size(), council.applied[1].size());
  EXPECT_EQ(council.contradictions, 0);
}

TEST(ReplicaLog, ReplacesWhatNobodyElseHad) {
  Council council(3);
  council.campaign(0);
  council.rest();
  council.append(0, 7);
  council.persist(0);
  council.wire.clear();
  council.campaign(1);
  council.rest(0);
  council.append(1, 8);
  council.rest();
  ReplicaLog::Effects beat;
  council.logs[1].beat(beat);
  council.send(1, beat);
  council.rest();
  EXPECT_EQ(council.applied[0].back().second, 8u);
  EXPECT_EQ(council.contradictions, 0);
}

TEST(ReplicaLog, WithoutAQuorumTakesBackWhatWasApplied) {
  Council council(3, StoreOptions::Replicate::Async);
  council.campaign(0);
  council.rest();
  council.append(0, 7);
  council.persist(0);
  EXPECT_EQ(council.applied[0].back().second, 7u) << "its own disk is enough";
  council.wire.clear();
  council.campaign(1);
  council.rest(0);
  council.append(1, 8);
  council.rest();
  ReplicaLog::Effects beat;
  council.logs[1].beat(beat);
  council.send(1, beat);
  council.rest();
  EXPECT_EQ(council.applied[0].back().second, 8u);
  EXPECT_EQ(council.applied[0], council.applied[1]) << "all is applied anew";
  EXPECT_GT(council.contradictions, 0) << "what was acknowledged is lost";
}

TEST(ReplicaLog, CountsForNothingAfterItsDiskWasLost) {
  Council council(3);
  council.campaign(0);
  council.rest();
  council.append(0, 7);
  council.rest(2);  // the first two have it
  council.wipe(1);
  council.campaign(2);
  council.rest(0);
  EXPECT_FALSE(council.logs[2].leads()) << "it has the vote of one who knows nothing";
  council.beat(0);  // it hears of the later term, and leads no more
  council.rest();
  council.campaign(0);
  council.rest();
  EXPECT_TRUE(council.logs[0].ready());
  EXPECT_FALSE(council.logs[1].blank()) << "it has everything again";
  EXPECT_EQ(council.contradictions, 0);
  for (const LogRow* row = nullptr; (row = council.logs[1].next()) != nullptr;) {
    EXPECT_EQ(row->loss, Loss::None);
  }
}

TEST(ReplicaLog, BeginsALineageWhenAMajorityHasLostItsDisks) {
  Council council(3);
  council.campaign(0);
  council.rest();
  council.append(0, 7);
  council.rest();
  council.beat(0);  // and says that it is committed
  council.rest();
  council.wipe(0);
  council.wipe(1);
  council.campaign(0);
  council.rest();
  EXPECT_FALSE(council.logs[0].leads()) << "one has more";
  council.campaign(2);
  council.rest(1);
  EXPECT_FALSE(council.logs[2].leads()) << "the third may have even more";
  const auto before = council.logs[2].last();
  council.campaign(2);
  council.rest();
  EXPECT_TRUE(council.logs[2].ready());
  EXPECT_FALSE(council.anybody_blank());
  EXPECT_EQ(council.logs[2].last(), before + 1);
  EXPECT_EQ(council.logs[2].row(before + 1).loss, Loss::Disks);
  EXPECT_TRUE(council.logs[2].row(before).what != nullptr) << "what it had committed stays";
}

TEST(ReplicaLog, BeginsALineageWithoutAQuorumAtEveryChangeOfItsLeader) {
  Council council(3, StoreOptions::Replicate::Async);
  council.campaign(0);
  council.rest();
  EXPECT_EQ(council.logs[0].row(1).loss, Loss::None) << "nothing was acknowledged before";
  council.campaign(1);
  council.rest();
  EXPECT_EQ(council.logs[1].row(2).loss, Loss::Behind);
}

/// Anything may be lost, late, repeated, or forgotten by a crash; two never decide differently.
TEST(ReplicaLog, NeverContradictsItselfWhateverHappens) {
  std::size_t decided = 0, terms = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Decider chance = Decider::seeded(seed);
    Council council(seed % 2 == 0 ? 3 : 5);
    const auto count = council.logs.size();
    for (std::uint32_t n = 1; n <= 3'000; ++n) {
      const auto draw = [&](std::uint64_t what, std::uint64_t below) {
        return static_cast<std::uint32_t>(chance.below({Choice::Workload, what, n, 0}, below));
      };
      const std::uint32_t who = draw(1, count);
      const std::uint32_t act = draw(2, 100);
      if (act < 1) {
        council.campaign(who);
      } else if (act < 2 && draw(7, 3) == 0 && !council.anybody_blank()) {
        council.wipe(who);
      } else if (act < 6) {
        council.logs[who].recover(draw(3, council.logs[who].unsynced() + 1));
        council.take(who);
      } else if (act < 16) {
        council.append(who, n);
      } else if (act < 40) {
        council.persist(who);
      } else if (act < 44) {
        ReplicaLog::Effects beat;
        council.logs[who].beat(beat);
        council.send(who, beat);
      } else if (!council.wire.empty()) {
        const std::size_t at = draw(4, council.wire.size());
        const Council::Letter letter = council.wire[at];
        const bool stays = draw(5, 10) == 0;
        if (!stays) council.wire.erase(council.wire.begin() + static_cast<std::ptrdiff_t>(at));
        if (draw(6, 10) != 0) council.deliver(letter);
      }
    }
    ASSERT_EQ(council.contradictions, 0) << "seed " << seed;
    decided += council.decided.size();
    terms += council.leaders.size();
  }
  EXPECT_GT(decided, 3'000u);
  EXPECT_GT(terms, 600u);
}

}  // namespace
}  // namespace imstorm
