#include "reports/junit.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/golden.h"
#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

TEST(JunitReport, HasATestCaseForEachLaw) {
  expect_golden("junit.xml", junit_report({broken_result(), holding_result()}));
}

TEST(JunitReport, PassesALawThatIsBrokenAsExpected) {
  Result result = broken_result();
  result.laws[0].expected = "broken";
  result.laws[0].as_expected = true;
  EXPECT_NE(junit_report({result}).find("failures=\"0\""), std::string::npos);
}

TEST(JunitReport, FailsALawThatHoldsAgainstExpectation) {
  Result result = holding_result();
  result.laws[0].expected = "broken";
  result.laws[0].as_expected = false;
  EXPECT_NE(junit_report({result}).find("message=\"expected broken, found holds\""),
            std::string::npos);
}

TEST(JunitReport, IsWellFormedWhateverTheNames) {
  if (std::system("python3 -c 'import xml.dom.minidom' 2>/dev/null") != 0) {
    GTEST_SKIP() << "python3 is not here";
  }
  Result result = broken_result();
  result.names.devices[1] = "<b attr='\"'>&amp;\x01\xff]]>";
  result.laws[0].verdict.because = "a < b && c > d \"quoted\" \x1b";
  result.scenario = "x\"y<z>";
  const std::string path = testing::TempDir() + "imstorm_junit_test.xml";
  std::ofstream(path) << junit_report({result, holding_result()});
  const std::string check =
      "python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' '" + path + "'";
  EXPECT_EQ(std::system(check.c_str()), 0);
  std::remove(path.c_str());
}

}  // namespace
}  // namespace imstorm
