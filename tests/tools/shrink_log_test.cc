#include "tools/imstorm/shrink_log.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(ShrinkLog, KeepsWhatChangedAndEachStage) {
  ShrinkLog log;
  log.add({"faults", 9, 4, 1});
  log.add({"faults", 9, 4, 7});
  log.add({"faults", 2, 4, 9});
  log.add({"messages", 2, 4, 9});
  log.add({"messages", 2, 1, 12});
  ASSERT_EQ(log.steps().size(), 4u);
  EXPECT_EQ(log.steps()[0].runs, 1u);
  EXPECT_EQ(log.steps()[1].faults, 2u);
  EXPECT_EQ(log.steps()[2].stage, "messages");
  EXPECT_EQ(log.steps()[3].messages, 1u);
}

TEST(ShrinkLog, ThinsOutWhatIsTooLong) {
  ShrinkLog log;
  const std::size_t all = 10 * ShrinkLog::kShrinkStepsMax;
  for (std::size_t i = 0; i < all; ++i) log.add({"faults", all - i, 1, i});
  EXPECT_LE(log.steps().size(), ShrinkLog::kShrinkStepsMax);
  EXPECT_GE(log.steps().size(), ShrinkLog::kShrinkStepsMax / 4);
  EXPECT_EQ(log.steps().front().faults, all);
  for (std::size_t i = 1; i < log.steps().size(); ++i) {
    EXPECT_LT(log.steps()[i - 1].runs, log.steps()[i].runs);
  }
  EXPECT_EQ(log.steps().back().runs, all - 1) << "the end of it stays";
}

}  // namespace
}  // namespace imstorm
