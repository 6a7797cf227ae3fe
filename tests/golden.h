#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace imstorm {

/// Compares `text` with tests/golden/NAME. With IMSTORM_UPDATE_GOLDENS=1 in the environment the
/// file is rewritten instead, and the diff is the review.
inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(IMSTORM_SOURCE_DIR) + "/tests/golden/" + name;
  if (const char* update = std::getenv("IMSTORM_UPDATE_GOLDENS"); update && *update == '1') {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path << " is missing; write it with IMSTORM_UPDATE_GOLDENS=1";
  const std::string golden{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, golden) << "if this is meant, rewrite " << path
                          << " with IMSTORM_UPDATE_GOLDENS=1";
}

}  // namespace imstorm
