#include "sim/machine/worker.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace imstorm {
namespace {

TEST(Worker, BeginsAtOnceOnlyWhenIdle) {
  Worker worker;
  EXPECT_FALSE(worker.busy());
  EXPECT_TRUE(worker.add(1));
  EXPECT_EQ(worker.begin(), 1u);
  EXPECT_TRUE(worker.busy());
  EXPECT_FALSE(worker.add(2));
  EXPECT_EQ(worker.waiting(), 2u) << "the served input is still counted";
}

TEST(Worker, ServesOneInputAtATimeInOrder) {
  Worker worker;
  worker.add(1);
  worker.add(2);
  worker.begin();
  EXPECT_THROW(worker.begin(), InternalError);
  EXPECT_EQ(worker.front(), 1u);
  EXPECT_TRUE(worker.finish()) << "another one is waiting";
  EXPECT_THROW(worker.finish(), InternalError);
  EXPECT_EQ(worker.begin(), 2u);
  EXPECT_FALSE(worker.finish());
  EXPECT_EQ(worker.waiting(), 0u);
}

TEST(Worker, ForgetsEverythingWhenCleared) {
  Worker worker;
  worker.add(1);
  worker.add(2);
  worker.begin();
  worker.clear();
  EXPECT_FALSE(worker.busy());
  EXPECT_EQ(worker.waiting(), 0u);
  EXPECT_TRUE(worker.add(3));
  EXPECT_EQ(worker.begin(), 3u);
}

RC_GTEST_PROP(Worker, ServesEachInputOnceInOrder, (const std::vector<bool>& adds)) {
  Worker worker;
  std::uint32_t added = 0;
  std::uint32_t served = 0;
  const auto finish = [&] {
    RC_ASSERT(worker.front() == ++served);
    if (worker.finish()) RC_ASSERT(worker.begin() == served + 1);
  };
  for (const bool add : adds) {
    if (add) {
      if (worker.add(++added)) worker.begin();
    } else if (worker.busy()) {
      finish();
    }
    RC_ASSERT(worker.busy() == (served < added));
    RC_ASSERT(worker.waiting() == added - served);
    RC_ASSERT(worker.queue().size() == added - served);
  }
  while (worker.busy()) finish();
  RC_ASSERT(served == added);
}

}  // namespace
}  // namespace imstorm
