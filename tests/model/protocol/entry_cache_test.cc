#include "model/protocol/entry_cache.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace imstorm {
namespace {

Entry entry(std::uint64_t seq) {
  Entry e;
  e.seq = Seq{seq};
  e.prev = Seq{seq - 1};
  e.body = BodyId(static_cast<int>(seq));
  return e;
}

EntryCache cache_of(std::uint64_t first, std::uint64_t last) {
  EntryCache cache;
  for (std::uint64_t seq = first; seq <= last; ++seq) cache.put(entry(seq));
  return cache;
}

std::vector<std::uint64_t> copied(const EntryCache& cache, std::uint64_t after, std::size_t limit,
                                  bool newest_first = false) {
  std::vector<Entry> entries;
  cache.copy(Seq{after}, limit, newest_first, entries);
  std::vector<std::uint64_t> seqs;
  for (const Entry& e : entries) seqs.push_back(e.seq.value);
  return seqs;
}

using Seqs = std::vector<std::uint64_t>;

TEST(EntryCache, CoversNothingWhenEmpty) { EXPECT_FALSE(EntryCache().covers(Seq{0})); }

TEST(EntryCache, CoversWhatItHoldsUnbroken) {
  const EntryCache cache = cache_of(5, 8);
  EXPECT_FALSE(cache.covers(Seq{3})) << "4 is missing";
  EXPECT_TRUE(cache.covers(Seq{4}));
  EXPECT_TRUE(cache.covers(Seq{7}));
}

TEST(EntryCache, NeverSaysThatThereIsNothing) {
  const EntryCache cache = cache_of(5, 8);
  EXPECT_FALSE(cache.covers(Seq{8}));
  EXPECT_FALSE(cache.covers(Seq{9}));
}

TEST(EntryCache, CopiesThePageAfterACursor) {
  const EntryCache cache = cache_of(5, 8);
  EXPECT_EQ(copied(cache, 4, 100), (Seqs{5, 6, 7, 8}));
  EXPECT_EQ(copied(cache, 5, 2), (Seqs{6, 7}));
  EXPECT_EQ(copied(cache, 7, 2), (Seqs{8}));
}

TEST(EntryCache, CopiesTheNewestWhereThePolicyWantsThem) {
  EXPECT_EQ(copied(cache_of(5, 8), 4, 2, true), (Seqs{7, 8}));
}

TEST(EntryCache, BeginsAnewAfterAGap) {
  EntryCache cache = cache_of(5, 8);
  cache.put(entry(10));
  EXPECT_FALSE(cache.covers(Seq{7}));
  EXPECT_EQ(copied(cache, 9, 100), (Seqs{10}));
}

TEST(EntryCache, IgnoresWhatItHasPassed) {
  EntryCache cache = cache_of(5, 8);
  cache.put(entry(6));
  cache.put(entry(8));
  EXPECT_EQ(copied(cache, 4, 100), (Seqs{5, 6, 7, 8}));
}

TEST(EntryCache, KeepsTheNewestEntries) {
  const EntryCache cache = cache_of(1, EntryCache::kEntriesMax + 3);
  EXPECT_FALSE(cache.covers(Seq{2}));
  EXPECT_TRUE(cache.covers(Seq{3}));
  EXPECT_EQ(copied(cache, 3, 1'000).size(), EntryCache::kEntriesMax);
}

TEST(EntryCache, ForgetsWhenCleared) {
  EntryCache cache = cache_of(5, 8);
  cache.clear();
  EXPECT_FALSE(cache.covers(Seq{6}));
}

RC_GTEST_PROP(EntryCache, AnswersWithAnUnbrokenRangeWhateverIsPut, ()) {
  EntryCache cache;
  std::uint64_t newest = 0;
  const auto seqs = *rc::gen::container<Seqs>(rc::gen::inRange<std::uint64_t>(1, 12));
  for (const std::uint64_t seq : seqs) {
    cache.put(entry(seq));
    newest = std::max(newest, seq);
    for (std::uint64_t after = 0; after < 14; ++after) {
      if (!cache.covers(Seq{after})) continue;
      Seqs expected;
      for (std::uint64_t s = after + 1; s <= newest; ++s) expected.push_back(s);
      RC_ASSERT(!expected.empty());
      RC_ASSERT(copied(cache, after, 100) == expected);
    }
  }
  if (newest > 0) RC_ASSERT(cache.covers(Seq{newest - 1}));
}

}  // namespace
}  // namespace imstorm
