#include "sim/machine/disk.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace imstorm {
namespace {

TEST(Disk, HasNothingToSyncAtFirst) {
  Disk disk;
  EXPECT_FALSE(disk.idle_with_work());
  EXPECT_EQ(disk.unsynced(), 0u);
  EXPECT_THROW(disk.begin(10), InternalError);
  EXPECT_THROW(disk.finish(), InternalError);
}

TEST(Disk, SyncsTogetherWhatWasWrittenBefore) {
  Disk disk;
  disk.write(1);
  disk.write(2);
  disk.begin(10);
  disk.write(4);  // too late for this sync
  EXPECT_FALSE(disk.idle_with_work()) << "one sync at a time";
  EXPECT_EQ(disk.finish(), 3u);
  EXPECT_EQ(disk.unsynced(), 4u);
  EXPECT_TRUE(disk.idle_with_work());
  disk.begin(10);
  EXPECT_EQ(disk.finish(), 4u);
  EXPECT_FALSE(disk.idle_with_work());
  EXPECT_EQ(disk.syncs(), 2u);
}

TEST(Disk, SyncsAtMostABatch) {
  Disk disk;
  disk.write(5);
  disk.begin(2);
  EXPECT_EQ(disk.finish(), 2u);
  disk.begin(3);
  EXPECT_EQ(disk.finish(), 3u);
  EXPECT_EQ(disk.unsynced(), 0u);
}

TEST(Disk, CountsWhatIsBeingSyncedAsNotDurable) {
  Disk disk;
  disk.write(3);
  disk.begin(2);
  EXPECT_EQ(disk.unsynced(), 3u);
}

TEST(Disk, LosesItsCacheWithThePower) {
  Disk disk;
  disk.write(3);
  disk.begin(2);
  disk.lose();
  EXPECT_EQ(disk.unsynced(), 0u);
  EXPECT_FALSE(disk.idle_with_work());
  EXPECT_THROW(disk.finish(), InternalError) << "the sync went with it";
  EXPECT_EQ(disk.syncs(), 1u) << "it had begun";
  disk.write(1);
  EXPECT_TRUE(disk.idle_with_work());
}

TEST(Disk, SyncsOneBatchAtATime) {
  Disk disk;
  disk.write(3);
  disk.begin(2);
  EXPECT_THROW(disk.begin(2), InternalError);
}

RC_GTEST_PROP(Disk, MakesEachRecordDurableOnce, ()) {
  Disk disk;
  std::uint32_t written = 0;
  std::uint32_t durable = 0;
  bool syncing = false;
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3));
  for (const int step : steps) {
    if (step == 0) {
      const auto records = *rc::gen::inRange<std::uint32_t>(0, 5);
      disk.write(records);
      written += records;
    } else if (step == 1 && disk.idle_with_work()) {
      disk.begin(*rc::gen::inRange<std::uint32_t>(1, 4));
      syncing = true;
    } else if (syncing) {
      durable += disk.finish();
      syncing = false;
    }
    RC_ASSERT(disk.unsynced() == written - durable);
  }
}

}  // namespace
}  // namespace imstorm
