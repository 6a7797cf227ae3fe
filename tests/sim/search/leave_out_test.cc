#include "sim/search/leave_out.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>

#include "sim/core/hash.h"

namespace imstorm {
namespace {

using Kept = std::vector<std::size_t>;

/// Asks one candidate after the other.
FirstFailing asking(const std::function<bool(const Kept&)>& fails, int* asked = nullptr) {
  return [=](const std::vector<Kept>& candidates) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (asked != nullptr) ++*asked;
      if (fails(candidates[i])) return i;
    }
    return {};
  };
}

bool never() { return false; }

bool holds_all(const Kept& kept, const std::set<std::size_t>& needed) {
  return std::includes(kept.begin(), kept.end(), needed.begin(), needed.end());
}

TEST(LeavingOut, KeepsNothingWhereNothingIsToBlame) {
  EXPECT_TRUE(leave_out(10, asking([](const Kept&) { return true; }), never).empty());
  EXPECT_TRUE(leave_out(0, asking([](const Kept&) { return false; }), never).empty());
}

TEST(LeavingOut, FindsOneCulpritInFewQuestions) {
  int asked = 0;
  const auto fails = [](const Kept& kept) { return holds_all(kept, {777}); };
  EXPECT_EQ(leave_out(1'000, asking(fails, &asked), never), Kept{777});
  EXPECT_LT(asked, 60);
}

TEST(LeavingOut, FindsDozensOfCulpritsInHundredsOfQuestions) {
  int asked = 0;
  std::set<std::size_t> needed;
  for (std::size_t i = 0; i < 40; ++i) needed.insert((i * i * 7 + 3 * i) % 2'000);
  const auto fails = [&](const Kept& kept) { return holds_all(kept, needed); };
  EXPECT_EQ(leave_out(2'000, asking(fails, &asked), never), Kept(needed.begin(), needed.end()));
  EXPECT_LT(asked, 800);
}

TEST(LeavingOut, EndsEarlyWithWhatItHas) {
  int asked = 0;
  const auto fails = [](const Kept& kept) { return holds_all(kept, {3, 60, 90}); };
  const Kept kept = leave_out(100, asking(fails, &asked), [&] { return asked > 4; });
  EXPECT_TRUE(fails(kept));
  EXPECT_GT(kept.size(), 3U);
}

RC_GTEST_PROP(LeavingOut, FindsExactlyWhatIsNeeded, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 60);
  const auto needed =
      *rc::gen::container<std::set<std::size_t>>(rc::gen::inRange<std::size_t>(0, count));
  const Kept kept =
      leave_out(count, asking([&](const Kept& some) { return holds_all(some, needed); }), never);
  RC_ASSERT(Kept(needed.begin(), needed.end()) == kept);
}

RC_GTEST_PROP(LeavingOut, CanLeaveOutNoSingleOneWhateverFails, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(1, 24);
  const auto salt = *rc::gen::arbitrary<std::uint64_t>();
  // Not monotone: a larger list may pass where a smaller one fails.
  const auto fails = [&](const Kept& some) {
    if (some.size() == count) return true;
    std::uint64_t hash = salt;
    for (const std::size_t i : some) hash = hash_mix(hash, i);
    return hash % 3 == 0;
  };
  const Kept kept = leave_out(count, asking(fails), never);
  RC_ASSERT(fails(kept));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    Kept without = kept;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    RC_ASSERT(!fails(without));
  }
}

}  // namespace
}  // namespace imstorm
