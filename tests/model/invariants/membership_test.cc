#include "model/invariants/membership.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <map>
#include <vector>

#include "model/invariants/lineages.h"

namespace imstorm {
namespace {

const UserId kAlice{0};
const UserId kBob{1};

/// What is told of one conversation, laid on one line.
class Told {
 public:
  Told& accepted(std::uint32_t lineage, std::uint64_t seq) {
    return tell(EventKind::Accepted, {}, lineage, seq);
  }
  Told& joined(UserId user, std::uint32_t lineage, std::uint64_t above) {
    return tell(EventKind::Joined, user, lineage, above);
  }
  Told& left(UserId user, std::uint32_t lineage, std::uint64_t last) {
    return tell(EventKind::Left, user, lineage, last);
  }
  Told& forked(std::uint32_t lineage, std::uint32_t from, std::uint64_t seq) {
    return tell(EventKind::Forked, {}, lineage, seq, from);
  }
  bool sees(UserId user, std::uint32_t lineage, std::uint64_t seq) const {
    const auto* intervals = members_.users().find(user);
    if (intervals == nullptr) return false;
    Event taken;
    taken.kind = EventKind::Acked;
    taken.conv = ConvId(0);
    taken.lineage = Lineage{lineage};
    taken.seq = Seq{seq};
    std::vector<Event> laid;
    Lineages(lineages_).lay(taken, laid);
    for (const auto& interval : *intervals) {
      if (interval.covers(laid.back().seq)) return true;
    }
    return false;
  }
  bool is_in(UserId user) const { return members_.is_in(user); }

 private:
  Told& tell(EventKind kind, UserId user, std::uint32_t lineage, std::uint64_t seq,
             std::uint64_t value = 0) {
    Event event;
    event.kind = kind;
    event.user = user;
    event.conv = ConvId(0);
    event.lineage = Lineage{lineage};
    event.seq = Seq{seq};
    event.value = value;
    std::vector<Event> laid;
    lineages_.lay(event, laid);
    for (const Event& one : laid) {
      if (kind != EventKind::Accepted) members_.observe(one);
    }
    return *this;
  }

  Lineages lineages_;
  Membership members_;
};

TEST(Membership, GoesOnOverAFork) {
  Told told;
  told.joined(kAlice, 1, 0).accepted(1, 1).accepted(1, 2).forked(4, 1, 1);
  EXPECT_TRUE(told.is_in(kAlice));
  for (const std::uint64_t seq : {1, 2, 3}) EXPECT_TRUE(told.sees(kAlice, 4, seq));
  EXPECT_TRUE(told.sees(kAlice, 1, 2));
}

TEST(Membership, IsLostWithTheJoiningBehindAFork) {
  Told told;
  told.joined(kAlice, 1, 0).accepted(1, 1).joined(kBob, 1, 1).accepted(1, 2).accepted(1, 3);
  told.forked(4, 1, 1);
  EXPECT_FALSE(told.is_in(kBob));
  EXPECT_TRUE(told.sees(kBob, 1, 3)) << "in the lineage that is over he was one";
  EXPECT_FALSE(told.sees(kBob, 4, 3));
  told.accepted(4, 2).joined(kBob, 4, 2).accepted(4, 3);
  EXPECT_FALSE(told.sees(kBob, 4, 2));
  EXPECT_TRUE(told.sees(kBob, 4, 3));
}

TEST(Membership, ComesBackWithTheLeavingBehindAFork) {
  Told told;
  told.joined(kBob, 1, 0).accepted(1, 1).left(kBob, 1, 2).accepted(1, 2).accepted(1, 3);
  told.forked(4, 1, 1);
  EXPECT_TRUE(told.is_in(kBob));
  EXPECT_FALSE(told.sees(kBob, 1, 3));
  EXPECT_TRUE(told.sees(kBob, 4, 3));
}

TEST(Membership, IsOverWhereTheForkItselfIsTheLeaving) {
  Told told;
  told.joined(kBob, 1, 0).accepted(1, 1).left(kBob, 1, 2).accepted(1, 2).forked(4, 1, 2);
  EXPECT_FALSE(told.is_in(kBob));
  EXPECT_FALSE(told.sees(kBob, 4, 3));
}

TEST(Membership, OfFoundersOutlivesALossOfEverything) {
  Told told;
  told.joined(kAlice, 1, 0).accepted(1, 1).joined(kBob, 1, 0).forked(4, 1, 0);
  EXPECT_TRUE(told.is_in(kAlice));
  EXPECT_FALSE(told.is_in(kBob)) << "position 1 let him in, and is lost";
  EXPECT_TRUE(told.sees(kBob, 1, 1));
}

TEST(Membership, IsUntouchedByWhatALineageThatIsOverStillSays) {
  Told told;
  told.joined(kAlice, 1, 0).accepted(1, 1).forked(4, 1, 1).accepted(4, 2);
  told.left(kAlice, 1, 2).accepted(1, 2).joined(kBob, 1, 2).accepted(1, 3);
  EXPECT_TRUE(told.is_in(kAlice));
  EXPECT_FALSE(told.is_in(kBob));
  EXPECT_TRUE(told.sees(kAlice, 4, 3));
  EXPECT_FALSE(told.sees(kAlice, 1, 3));
  EXPECT_TRUE(told.sees(kBob, 1, 3));
  EXPECT_FALSE(told.sees(kBob, 4, 3));
  told.forked(5, 1, 3);
  EXPECT_TRUE(told.sees(kBob, 5, 4)) << "until a later one takes it up";
  EXPECT_FALSE(told.sees(kAlice, 5, 4));
}

/// A lineage with the whole of its log: what each position says of bob, and its oldest part.
struct Log {
  enum class Entry { Message, Join, Leave };
  std::vector<Entry> entries;
};

bool member_at(const Log& log, bool founder, std::size_t seq) {
  bool in = founder;
  for (std::size_t i = 1; i <= seq && i <= log.entries.size(); ++i) {
    if (log.entries[i - 1] == Log::Entry::Join) in = true;
    if (log.entries[i - 1] == Log::Entry::Leave && i < seq) in = false;  // he still sees it
  }
  return in;
}

RC_GTEST_PROP(Membership, IsWhatAWholeLogSays,
              (bool founder, const std::vector<std::pair<std::uint8_t, std::uint8_t>>& what)) {
  Told told;
  if (founder) told.joined(kBob, 1, 0);
  told.accepted(1, 1);
  std::map<std::uint32_t, Log> logs{{1, {{Log::Entry::Message}}}};
  for (const auto& [a, b] : what) {
    auto chosen = logs.begin();
    std::advance(chosen, a / 8 % logs.size());
    auto& [lineage, log] = *chosen;
    const std::size_t next = log.entries.size() + 1;
    if (a % 8 == 0) {
      const auto made = static_cast<std::uint32_t>(logs.rbegin()->first + 1 + b % 2);
      const std::size_t behind = b / 2 % next;
      told.forked(made, lineage, behind);
      logs[made].entries = {log.entries.begin(),
                            log.entries.begin() + static_cast<std::ptrdiff_t>(behind)};
      RC_ASSERT(told.is_in(kBob) == member_at(logs[made], founder, behind + 1));
      continue;
    }
    const Log::Entry entry = a % 8 < 4   ? Log::Entry::Message
                             : a % 8 < 6 ? Log::Entry::Join
                                         : Log::Entry::Leave;
    if (entry == Log::Entry::Join) told.joined(kBob, lineage, next - 1);
    if (entry == Log::Entry::Leave) told.left(kBob, lineage, next);
    told.accepted(lineage, next);
    log.entries.push_back(entry);
  }
  for (const auto& [lineage, log] : logs) {
    for (std::size_t seq = 1; seq <= log.entries.size() + 1; ++seq) {
      RC_ASSERT(told.sees(kBob, lineage, seq) == member_at(log, founder, seq));
    }
  }
}

}  // namespace
}  // namespace imstorm
