// What one replica of a log owes the others: nothing is said, counted or handed out too early.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "model/protocol/replica_log.h"
#include "sim/core/ensure.h"

namespace imstorm {
namespace {

using Effects = ReplicaLog::Effects;

LogRow row(std::uint64_t term, bool command = true) {
  return {Term{term}, command ? std::make_shared<const Logged>() : nullptr};
}

/// One replica of three, number 1 unless said; the test speaks for the others.
struct Member {
  ReplicaLog log;
  explicit Member(std::uint32_t self = 1,
                  StoreOptions::Replicate mode = StoreOptions::Replicate::Quorum)
      : log(self, 3, mode) {}

  template <class F>
  Effects hear(std::uint32_t from, const F& frame) {
    Effects effects;
    log.on(from, frame, effects);
    return effects;
  }
  Effects persist(std::uint32_t records) {
    Effects effects;
    log.persisted(records, effects);
    return effects;
  }
  Effects persist() { return persist(log.unsynced()); }
  Effects append() {
    Effects effects;
    EXPECT_TRUE(log.append(std::make_shared<const Logged>(), effects));
    return effects;
  }
  /// Elected in `term`, by itself and replica 2; its first entry is durable with itself only.
  void lead(std::uint64_t term) {
    Effects effects;
    while (log.term() < Term{term}) log.campaign(effects);
    persist();
    hear(2, Voted{Term{term}, true});
    persist();
    EXPECT_TRUE(log.leads());
  }
  std::size_t handed_out() {
    std::size_t count = 0;
    while (log.next() != nullptr) ++count;
    return count;
  }
};

template <class F>
std::vector<F> said(const Effects& effects) {
  std::vector<F> found;
  for (const auto& [to, frame] : effects.messages) {
    if (const F* f = std::get_if<F>(&frame)) found.push_back(*f);
  }
  return found;
}

TEST(ReplicaLog, GivesItsVoteWhenThatIsDurable) {
  Member member;
  EXPECT_TRUE(said<Voted>(member.hear(0, Vote{Term{1}, 0, {}})).empty());
  EXPECT_TRUE(said<Voted>(member.persist()).at(0).granted);
  EXPECT_FALSE(said<Voted>(member.hear(2, Vote{Term{1}, 5, Term{1}})).at(0).granted);
  member.log.recover(0);
  EXPECT_FALSE(said<Voted>(member.hear(2, Vote{Term{1}, 5, Term{1}})).at(0).granted)
      << "one vote a term, also after a crash";
}

TEST(ReplicaLog, CountsItselfWhenItIsDurable) {
  Member member(0);
  member.lead(1);
  member.hear(1, Replicated{Term{1}, 1, true});
  ASSERT_TRUE(member.log.ready());
  member.append();
  member.hear(1, Replicated{Term{1}, 2, true});
  EXPECT_EQ(member.log.commit(), 1u) << "one of three has it on its disk";
  member.persist();
  EXPECT_EQ(member.log.commit(), 2u);
}

/// Raft, figure 8: what was inherited may still be overwritten while its term is not the leader's.
TEST(ReplicaLog, CommitsWhatItInheritedWithAnEntryOfItsOwnOnly) {
  for (const auto mode : {StoreOptions::Replicate::Quorum, StoreOptions::Replicate::Async}) {
    Member member(0, mode);
    member.hear(2, Replicate{Term{1}, 0, {}, {row(1), row(1)}, 0});
    member.persist();
    member.lead(2);
    member.hear(1, Replicated{Term{2}, 2, true});
    EXPECT_EQ(member.log.commit(), 0u);
    EXPECT_FALSE(member.log.ready());
    member.hear(1, Replicated{Term{2}, 3, true});
    EXPECT_EQ(member.log.commit(), 3u);
    EXPECT_TRUE(member.log.ready());
  }
}

TEST(ReplicaLog, DoesNotTakeAReplacedEntryForTheOneThatReplacedIt) {
  Member member;
  member.hear(0, Replicate{Term{1}, 0, {}, {row(1), row(1)}, 0});  // a ballot and the rows
  const Replicate other{Term{2}, 1, Term{1}, {row(2)}, 0};
  member.hear(2, other);  // likewise
  EXPECT_TRUE(said<Replicated>(member.persist(2)).at(0).matched) << "in the former term";
  EXPECT_TRUE(said<Replicated>(member.hear(2, other)).empty()) << "it is not durable";
  const auto answers = said<Replicated>(member.persist());
  ASSERT_FALSE(answers.empty());
  EXPECT_EQ(answers.back().index, 2u);
}

TEST(ReplicaLog, HandsOutWhatIsCommittedAndDurableHere) {
  Member member;
  member.hear(0, Replicate{Term{1}, 0, {}, {row(1), row(1)}, 1});
  EXPECT_EQ(member.handed_out(), 0u);
  member.persist();
  EXPECT_EQ(member.handed_out(), 1u);
  member.hear(0, Replicate{Term{1}, 2, Term{1}, {}, 9});
  EXPECT_EQ(member.handed_out(), 1u) << "a leader may be ahead of what it has sent";
}

TEST(ReplicaLog, TakesNothingBackThatIsCommitted) {
  Member member;
  member.hear(0, Replicate{Term{1}, 0, {}, {row(1)}, 1});
  EXPECT_THROW(member.hear(2, Replicate{Term{2}, 0, {}, {row(2)}, 0}), InternalError);
}

TEST(ReplicaLog, SendsSoManyEntriesAtOnceAndNoMore) {
  Member member(0);
  member.lead(1);
  for (std::size_t i = 0; i < 2 * ReplicaLog::kRowsMax; ++i) member.append();
  member.persist();
  auto batches = said<Replicate>(member.hear(1, Replicated{Term{1}, 1, false}));  // it has nothing
  for (std::size_t batch = 0; !batches.empty(); ++batch) {
    ASSERT_LT(batch, 3u);
    ASSERT_EQ(batches.size(), 1u);
    EXPECT_LE(batches[0].rows.size(), ReplicaLog::kRowsMax);
    const std::uint64_t matched = batches[0].prev + batches[0].rows.size();
    batches = said<Replicate>(member.hear(1, Replicated{Term{1}, matched, true}));
  }
  EXPECT_EQ(member.log.commit(), 2 * ReplicaLog::kRowsMax + 1);
}

TEST(ReplicaLog, LooksFurtherBackUntilItAgreesWithAFollower) {
  Member member(0);
  member.hear(2, Replicate{Term{1}, 0, {}, {row(1), row(1), row(1)}, 0});
  member.persist();
  member.lead(2);
  std::uint64_t asked = 4;
  while (asked > 2) {
    const auto again = said<Replicate>(member.hear(1, Replicated{Term{2}, asked - 1, false}));
    ASSERT_EQ(again.size(), 1u);
    EXPECT_LT(again[0].prev, asked - 1);
    asked = again[0].prev + 1;
  }
  EXPECT_TRUE(said<Replicate>(member.hear(1, Replicated{Term{2}, 9, false})).empty())
      << "an answer to an earlier question";
}

}  // namespace
}  // namespace imstorm
