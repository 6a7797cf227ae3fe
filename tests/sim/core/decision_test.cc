#include "sim/core/decision.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <vector>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

constexpr std::uint64_t kMost = ~std::uint64_t{0};

Address any_address() {
  const auto choice = *rc::gen::inRange<int>(1, 19);
  const auto place = *rc::gen::arbitrary<std::uint64_t>();
  const auto subject = *rc::gen::arbitrary<std::uint64_t>();
  const auto attempt = *rc::gen::arbitrary<std::uint64_t>();
  return {static_cast<Choice>(choice), place, subject, attempt};
}

/// Address number `i` of many that differ in one field only, as those of a run do.
Address numbered(std::uint64_t i) { return {Choice::Loss, 0x5eed, i, 1}; }

// What a seed means is printed, linked to and kept: no draw may ever change. The first is the
// known answer of Random123 for Philox4x64-7 with counter and key 0; the others are of an
// independent implementation of the paper.
TEST(Decider, DrawsWhatItAlwaysDrew) {
  struct Known {
    std::uint64_t seed;
    Address address;
    std::uint64_t drawn;
  };
  const Known table[] = {
      {0, {}, 0x5dc8ee6268ec62cd},
      {1, {Choice::Latency, 0, 0, 0}, 0x1ca5eced2c7cecd3},
      {42, {Choice::Latency, 1, 2, 3}, 0x286a033008475dfc},
      {42, {Choice::Loss, 1, 2, 3}, 0xdd7c302b2098c7fd},
      {42, {Choice::ReconnectTime, kMost, 0, std::uint64_t{1} << 32 | 1}, 0x4a3ed20c9bf06724},
      {kMost, {Choice::CrashAtSync, 0x0123456789abcdef, 0xfedcba9876543210, 7}, 0x9691c2cb66575ee1},
  };
  for (const Known& known : table) {
    EXPECT_EQ(Decider::seeded(known.seed).draw(known.address), known.drawn) << known.seed;
  }
}

TEST(Decider, KeepsTheNumbersOfItsChoices) {
  EXPECT_EQ(static_cast<int>(Choice::Latency), 1);
  EXPECT_EQ(static_cast<int>(Choice::StreamBreak), 5);
  EXPECT_EQ(static_cast<int>(Choice::CrashAtSync), 10);
  EXPECT_EQ(static_cast<int>(Choice::StormGap), 15);
  EXPECT_EQ(static_cast<int>(Choice::ReconnectTime), 18);
}

RC_GTEST_PROP(Decider, IsHarmlessWhenBenign, (std::uint32_t n)) {
  const Decider decider = Decider::benign();
  const Address address = any_address();
  RC_ASSERT(decider.draw(address) == 0u);
  RC_ASSERT(decider.below(address, std::uint64_t{n} + 1) == 0u);
  RC_ASSERT(decider.between(address, seconds(3), hours(3)) == seconds(3));
  const Ratio rare{*rc::gen::inRange<std::uint32_t>(0, 1'000'000)};
  RC_ASSERT(!decider.chance(address, rare));
}

RC_GTEST_PROP(Decider, DependsOnSeedAndAddressOnly, (std::uint64_t seed)) {
  const Decider decider = Decider::seeded(seed);
  const Address address = any_address();
  const std::uint64_t first = decider.draw(address);
  for (int i = 0; i < 5; ++i) decider.draw(any_address());
  RC_ASSERT(decider.draw(address) == first);
  const Decider copy = decider;
  RC_ASSERT(copy.draw(address) == first);
  RC_ASSERT(Decider::seeded(seed).draw(address) == first);
  RC_ASSERT(Decider::seeded(seed + 1).draw(address) != first);
}

RC_GTEST_PROP(Decider, AnswersEachFieldOfAnAddressAnew, (std::uint64_t seed)) {
  const Decider decider = Decider::seeded(seed);
  const Address address = any_address();
  Address other = address;
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      other.choice = address.choice == Choice::Loss ? Choice::Latency : Choice::Loss;
      break;
    case 1:
      other.place += 1;
      break;
    case 2:
      other.subject += 1;
      break;
    default:
      other.attempt += 1;
  }
  RC_ASSERT(decider.draw(address) != decider.draw(other));
}

TEST(Decider, NeighbouringAddressesAreIndependent) {
  const Decider decider = Decider::seeded(7);
  const auto differing = [&](const auto& move) {  // bits, of 64'000, expected 32'000 +- 126
    int bits = 0;
    for (std::uint64_t i = 0; i < 1'000; ++i) {
      const Address address = numbered(i);
      Address next = address;
      move(next);
      bits += std::popcount(decider.draw(address) ^ decider.draw(next));
    }
    return bits;
  };
  const int by_field[] = {differing([](Address& a) { a.choice = Choice::Duplicate; }),
                          differing([](Address& a) { a.place += 1; }),
                          differing([](Address& a) { a.subject += 1; }),
                          differing([](Address& a) { a.attempt += 1; })};
  for (const int bits : by_field) {
    EXPECT_GT(bits, 31'300);
    EXPECT_LT(bits, 32'700);
  }
}

RC_GTEST_PROP(Decider, AnswersAsScripted, (std::uint64_t seed, std::uint64_t value)) {
  Decider decider = *rc::gen::arbitrary<bool>() ? Decider::benign() : Decider::seeded(seed);
  const Address address = any_address();
  const Address other = any_address();
  RC_PRE(address != other);
  const std::uint64_t before = decider.draw(other);
  decider.script(address, value);
  RC_ASSERT(decider.draw(address) == value);
  RC_ASSERT(decider.draw(other) == before);
  decider.script(address, value + 1);
  RC_ASSERT(decider.draw(address) == value + 1);
}

RC_GTEST_PROP(Decider, NeverGrantsWhatNeverHappensAndAlwaysWhatAlwaysDoes, (std::uint64_t seed)) {
  Decider decider = Decider::seeded(seed);
  const Address address = any_address();
  if (*rc::gen::arbitrary<bool>()) decider.script(address, *rc::gen::element(0ULL, 0ULL + kMost));
  RC_ASSERT(!decider.chance(address, Ratio{0}));
  RC_ASSERT(decider.chance(address, kAlways));
}

RC_GTEST_PROP(Decider, GrantsTheLikelierWheneverTheRarer, (std::uint64_t seed)) {
  const Decider decider = Decider::seeded(seed);
  const Address address = any_address();
  const auto ppm = *rc::gen::inRange<std::uint32_t>(0, 1'000'000);
  if (decider.chance(address, Ratio{ppm})) RC_ASSERT(decider.chance(address, Ratio{ppm + 1}));
}

TEST(Decider, HarmGrowsWithTheDraw) {
  Decider decider = Decider::benign();
  const Address address = numbered(1);
  decider.script(address, kMost);
  EXPECT_TRUE(decider.chance(address, Ratio{1})) << "the most harmful draw is the rarest chance";
  EXPECT_EQ(decider.below(address, 10), 9u);
  EXPECT_EQ(decider.between(address, seconds(1), seconds(2)), seconds(2));
}

TEST(Decider, GrantsAChanceAsOftenAsItIsLikely) {
  const Decider decider = Decider::seeded(3);
  constexpr int kAsked = 100'000;
  for (const std::uint32_t ppm : {1'000u, 50'000u, 500'000u, 990'000u}) {
    int granted = 0;
    for (std::uint64_t i = 0; i < kAsked; ++i) granted += decider.chance(numbered(i), Ratio{ppm});
    const int expected = static_cast<int>(ppm / 10);
    EXPECT_NEAR(granted, expected, 1'000) << ppm;  // six standard deviations at 50%
    EXPECT_GT(granted, expected / 2) << ppm;
  }
}

TEST(Decider, ChoosesEvenlyBelowABound) {
  const Decider decider = Decider::seeded(4);
  std::vector<int> met(7);
  for (std::uint64_t i = 0; i < 70'000; ++i) met[decider.below(numbered(i), 7)] += 1;
  for (const int times : met) EXPECT_NEAR(times, 10'000, 600);
}

RC_GTEST_PROP(Decider, ChoosesBetweenBothBounds, (std::uint64_t seed)) {
  const Decider decider = Decider::seeded(seed);
  const Duration least{*rc::gen::inRange<std::int64_t>(-1'000, 1'000)};
  const Duration most = least + nanoseconds(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
  const Duration chosen = decider.between(any_address(), least, most);
  RC_ASSERT(chosen >= least);
  RC_ASSERT(chosen <= most);
  RC_ASSERT(decider.between(any_address(), least, least) == least);
}

TEST(Decider, ReachesBothBounds) {
  const Decider decider = Decider::seeded(5);
  std::vector<int> met(3);
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Duration chosen = decider.between(numbered(i), nanoseconds(10), nanoseconds(12));
    met.at(static_cast<std::size_t>(chosen.ns - 10)) += 1;
  }
  for (const int times : met) EXPECT_GT(times, 50);
}

TEST(Decider, RefusesAChoiceAmongNothing) {
  const Decider decider = Decider::seeded(6);
  EXPECT_THROW(decider.below(numbered(1), 0), InternalError);
  EXPECT_THROW(decider.between(numbered(1), seconds(2), seconds(1)), InternalError);
}

TEST(Decider, RemembersWhatItWasAskedFromThenOn) {
  Decider decider = Decider::seeded(8);
  decider.draw(numbered(1));
  EXPECT_TRUE(decider.asked().empty());
  decider.remember();
  const std::uint64_t drawn = decider.draw(numbered(2));
  decider.chance(numbered(3), percent(10));
  decider.chance(numbered(4), Ratio{0});  // not even asked
  EXPECT_EQ(decider.asked(), (std::vector<Address>{numbered(2), numbered(3)}));
  EXPECT_EQ(drawn, Decider::seeded(8).draw(numbered(2)));
}

}  // namespace
}  // namespace imstorm
