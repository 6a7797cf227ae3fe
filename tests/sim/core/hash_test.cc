#include "sim/core/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace imstorm {
namespace {

// Names and digests are printed, linked to and kept in goldens: they may never change.

TEST(Hash, OfATextIsItsXxh3) {  // the values of xxHash's own test vectors
  EXPECT_EQ(hash_text(""), 0x2d06800538d394c2ULL);
  EXPECT_EQ(hash_text("a"), 0xe6c632b61e964e1fULL);
  EXPECT_EQ(hash_text("abc"), 0x78af5f94892f3950ULL);
}

TEST(Hash, OfTwoNumbersIsFixed) {
  EXPECT_EQ(hash_mix(0, 0), 0x9ca066f1a4ab2eeaULL);
  EXPECT_EQ(hash_mix(1, 2), 0xf9122d6051144cc9ULL);
  EXPECT_EQ(hash_mix(2, 1), 0x4c5ec34062e859d9ULL);
  EXPECT_EQ(hash_mix(~0ULL, ~0ULL), 0x1987d4747a878312ULL);
}

RC_GTEST_PROP(Hash, OfTwoNumbersTellsNeighboursApart, (std::uint64_t a, std::uint64_t b)) {
  RC_ASSERT(hash_mix(a, b) != hash_mix(a, b + 1));
  RC_ASSERT(hash_mix(a, b) != hash_mix(a + 1, b));
  if (a != b) RC_ASSERT(hash_mix(a, b) != hash_mix(b, a));
}

TEST(Digest, OfNothingIsZero) { EXPECT_EQ(Digest{}.value(), 0u); }

TEST(Digest, IsFixed) {
  Digest digest;
  digest.fold(1, 2, 3);
  EXPECT_EQ(digest.value(), 0x7c68b4906e7ea780ULL);
  digest.fold(4, 5, 6);
  EXPECT_EQ(digest.value(), 0x0e0f236438f05c6bULL);
}

using Record = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>;

Digest digest_of(const std::vector<Record>& records) {
  Digest digest;
  for (const auto& [a, b, c] : records) digest.fold(a, b, c);
  return digest;
}

RC_GTEST_PROP(Digest, DiffersIfAnyRecordDiffers, ()) {
  auto records = *rc::gen::nonEmpty<std::vector<Record>>();
  const Digest before = digest_of(records);
  RC_ASSERT(digest_of(records) == before);
  Record& changed = records[*rc::gen::inRange<std::size_t>(0, records.size())];
  const int field = *rc::gen::inRange(0, 3);
  std::uint64_t& value = field == 0   ? std::get<0>(changed)
                         : field == 1 ? std::get<1>(changed)
                                      : std::get<2>(changed);
  value += 1;
  RC_ASSERT(!(digest_of(records) == before));
  value -= 1;
  records.emplace_back(0, 0, 0);
  RC_ASSERT(!(digest_of(records) == before));
}

TEST(Digest, DiffersIfTheOrderDiffers) {
  EXPECT_NE(digest_of({{1, 2, 3}, {4, 5, 6}}).value(), digest_of({{4, 5, 6}, {1, 2, 3}}).value());
}

}  // namespace
}  // namespace imstorm
