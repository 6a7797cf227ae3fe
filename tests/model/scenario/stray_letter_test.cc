#include "model/scenario/stray_letter.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(StrayLetter, IsFoundWhereTomlAllowsNone) {
  const auto place = stray_letter("a = 1 # é\nbé = 2\n");
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->line, 2U);
  EXPECT_EQ(place->column, 2U);
  EXPECT_TRUE(stray_letter("a = é"));
  EXPECT_TRUE(stray_letter("a = \"x\" é"));
  EXPECT_TRUE(stray_letter("a = 'x'é"));
  EXPECT_TRUE(stray_letter("a = \"broken\n é"));
  EXPECT_TRUE(stray_letter("a = \"\"\"x \\\n  é\"\"\""));
  EXPECT_TRUE(stray_letter("a = '''x''' é"));
  EXPECT_TRUE(stray_letter("a = \"x\\\\\"é"));
}

TEST(StrayLetter, IsNoneInTextsAndComments) {
  EXPECT_FALSE(
      stray_letter("\xEF\xBB\xBF"
                   "a = 1"));
  EXPECT_FALSE(stray_letter("# é"));
  EXPECT_FALSE(stray_letter("a = \"é\\\"é\" # 'é"));
  EXPECT_FALSE(stray_letter("a = 'é\\'"));
  EXPECT_FALSE(stray_letter("a = \"\"\"é \"\" \n é\"\"\""));
  EXPECT_FALSE(stray_letter("a = '''é \\\n é'''"));
  EXPECT_FALSE(stray_letter("\"é\" = 1"));
  EXPECT_FALSE(stray_letter(""));
}

}  // namespace
}  // namespace imstorm
