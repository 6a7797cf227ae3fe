// The four ways in which an id service comes to a number.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "model/protocol/redis_counter.h"
#include "model/protocol/segment.h"
#include "model/protocol/seqsvr.h"
#include "model/protocol/snowflake.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kKey = 7, kOther = 8;

Instant at(std::int64_t ms) { return Instant{} + milliseconds(ms); }

TEST(RedisCounter, CountsEachKeyByItself) {
  RedisCounter redis;
  EXPECT_EQ(redis.next(kKey, 0, at(1)), 1u);
  EXPECT_EQ(redis.next(kKey, 0, at(1)), 2u);
  EXPECT_EQ(redis.next(kOther, 0, at(1)), 1u);
  EXPECT_EQ(redis.next(kKey, 10, at(1)), 11u) << "above what the asker knows of";
}

TEST(RedisCounter, LosesTheIncrementsThatNobodyElseHas) {
  RedisCounter redis;
  redis.next(kKey, 0, at(1));
  redis.next(kKey, 0, at(5));
  redis.next(kKey, 0, at(9));
  EXPECT_TRUE(redis.rewind(at(4)));
  EXPECT_EQ(redis.value(kKey), 1u);
  EXPECT_FALSE(redis.rewind(at(4)));
  EXPECT_EQ(redis.next(kKey, 0, at(10)), 2u) << "2 is given out a second time";
}

TEST(RedisCounter, IsRaisedByAsLittleAsOne) {
  RedisCounter redis;
  redis.raise(kKey, 1, at(1));
  EXPECT_EQ(redis.value(kKey), 1u);
  redis.raise(kKey, 1, at(2));
  EXPECT_TRUE(redis.rewind(at(0)));
  EXPECT_EQ(redis.value(kKey), 0u);
  FlatMap<std::uint64_t, std::uint64_t> disk;
  disk[kKey] = 5;
  redis.next(kKey, 0, at(3));
  redis.restore(disk);
  EXPECT_FALSE(redis.rewind(at(0))) << "what is on disk stays";
  EXPECT_EQ(redis.value(kKey), 5u);
}

TEST(RedisCounter, RemembersAMinuteOfIncrements) {
  RedisCounter redis;
  redis.next(kKey, 0, at(0));
  redis.next(kKey, 0, at(1));
  redis.next(kKey, 0, at(0) + RedisCounter::kHorizon + milliseconds(1));
  EXPECT_TRUE(redis.rewind(at(-1)));
  EXPECT_EQ(redis.value(kKey), 1u);
}

TEST(Seqsvr, GoesOnAboveWhatItIsTold) {
  Seqsvr seqsvr;
  const Seqsvr::Given far = seqsvr.next(kKey, 50, 10);
  EXPECT_EQ(far.number, 51u);
  EXPECT_EQ(far.bound, 60u);
  seqsvr.raise(kKey, 70);
  EXPECT_EQ(seqsvr.bound(kKey), 70u);
  const Seqsvr::Given further = seqsvr.next(kKey, 0, 10);
  EXPECT_EQ(further.number, 71u);
  EXPECT_EQ(further.bound, 80u);
}

TEST(Seqsvr, AsksForABoundBeforeItUsesTheNumbersBelow) {
  Seqsvr seqsvr;
  const Seqsvr::Given first = seqsvr.next(kKey, 0, 10);
  EXPECT_EQ(first.number, 1u);
  EXPECT_EQ(first.bound, 10u);
  for (std::uint64_t n = 2; n <= 10; ++n) EXPECT_EQ(seqsvr.next(kKey, 0, 10).bound, 0u);
  EXPECT_EQ(seqsvr.next(kKey, 0, 10).bound, 20u);
}

TEST(Seqsvr, GoesOnAtTheBoundThatIsOnDisk) {
  Seqsvr seqsvr;
  seqsvr.next(kKey, 0, 10);
  FlatMap<std::uint64_t, std::uint64_t> disk;
  disk[kKey] = 10;
  seqsvr.restore(disk);
  EXPECT_EQ(seqsvr.next(kKey, 0, 10).number, 11u) << "2 to 10 are lost";
}

TEST(Segment, HandsOutBlocksAndAsksForTheNextInTime) {
  Segment segment;
  EXPECT_FALSE(segment.next(kKey, 0));
  EXPECT_TRUE(segment.wants(kKey, 20));
  EXPECT_FALSE(segment.wants(kKey, 20)) << "one is under way";
  segment.grant(kKey, 41, 60);
  for (std::uint64_t n = 41; n <= 57; ++n) {
    EXPECT_EQ(segment.next(kKey, 0), n);
    EXPECT_FALSE(segment.wants(kKey, 20));
  }
  EXPECT_EQ(segment.next(kKey, 0), 58u);
  EXPECT_TRUE(segment.wants(kKey, 20)) << "a tenth is left";
  segment.grant(kKey, 101, 120);
  EXPECT_EQ(segment.next(kKey, 0), 59u);
  EXPECT_EQ(segment.next(kKey, 0), 60u);
  EXPECT_EQ(segment.next(kKey, 0), 101u);
  EXPECT_FALSE(segment.next(kKey, 120)) << "nothing it has is above 120";
}

TEST(Segment, GivesEachNumberOfEachBlockOnce) {
  Segment segment;
  segment.grant(kKey, 1, 2);
  segment.grant(kKey, 5, 6);
  for (const std::uint64_t n : {1u, 2u, 5u, 6u}) EXPECT_EQ(segment.next(kKey, 0), n);
  EXPECT_FALSE(segment.next(kKey, 0));
  EXPECT_EQ(segment.value(kKey), 6u);
}

TEST(Snowflake, IsMadeOfTimeWorkerAndCounter) {
  Snowflake flake;
  EXPECT_FALSE(flake.ready());
  flake.work_as(1025);
  const std::uint64_t id = *flake.next(at(3));
  EXPECT_EQ(id >> 22, Snowflake::stamp(at(3)));
  EXPECT_EQ(id >> 12 & 1023, 1u) << "ten bits of 1025";
  EXPECT_EQ(*flake.next(at(3)), id + 1);
  EXPECT_EQ(flake.behind(at(2)), 1u);
  EXPECT_EQ(flake.behind(at(4)), 0u);
}

TEST(Snowflake, HasFourThousandAndNinetySixIdsAMillisecond) {
  Snowflake flake;
  flake.work_as(1);
  for (std::uint32_t i = 0; i < Snowflake::kPerMillisecond; ++i) ASSERT_TRUE(flake.next(at(1)));
  EXPECT_FALSE(flake.next(at(1)));
  EXPECT_TRUE(flake.next(at(2)));
}

RC_GTEST_PROP(Snowflake, IsUniqueWhileTheClockGoesOn, (const std::vector<std::uint8_t>& steps)) {
  Snowflake one, other;
  one.work_as(1);
  other.work_as(2);
  std::set<std::uint64_t> ids;
  std::int64_t now = 0;
  for (const std::uint8_t step : steps) {
    now += step % 3;
    RC_ASSERT(ids.insert(*(step % 2 == 0 ? one : other).next(at(now))).second);
  }
}

}  // namespace
}  // namespace imstorm
