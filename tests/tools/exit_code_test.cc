#include "tools/imstorm/exit_code.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(ExitCode, OfManyIsTheHeaviest) {
  EXPECT_EQ(heavier(ExitCode::Holds, ExitCode::Undecided), ExitCode::Undecided);
  EXPECT_EQ(heavier(ExitCode::Broken, ExitCode::Undecided), ExitCode::Broken);
  EXPECT_EQ(heavier(ExitCode::CannotWrite, ExitCode::Broken), ExitCode::CannotWrite);
  EXPECT_EQ(heavier(ExitCode::Interrupted, ExitCode::Internal), ExitCode::Interrupted);
  EXPECT_EQ(heavier(ExitCode::Holds, ExitCode::Holds), ExitCode::Holds);
}

TEST(ExitCode, DoesNotDependOnTheOrder) {
  for (const ExitCodeHelp& a : kExitCodes) {
    for (const ExitCodeHelp& b : kExitCodes)
      EXPECT_EQ(heavier(a.code, b.code), heavier(b.code, a.code));
  }
}

}  // namespace
}  // namespace imstorm
