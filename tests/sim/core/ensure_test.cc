#include "sim/core/ensure.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(Ensure, IsSilentWhileAllIsWell) { EXPECT_NO_THROW(ensure(true, "all is well")); }

TEST(Ensure, SaysWhatIsNotAsItMustBe) {
  try {
    ensure(false, "two and two are five");
    FAIL() << "nothing was thrown";
  } catch (const InternalError& error) {
    EXPECT_STREQ(error.what(), "internal error: two and two are five");
  }
}

}  // namespace
}  // namespace imstorm
