#include "sim/core/draw.h"

#include <gtest/gtest.h>

#include "sim/core/decision.h"

namespace imstorm {
namespace {

TEST(Draw, ReadsBackAsItWasWritten) {
  const Draw plain{0x1f, {}};
  const Draw mutant{0xffffffffffffffff, {0, 0x3a9c}};
  EXPECT_EQ(text_of(plain), "0x1f");
  EXPECT_EQ(text_of(mutant), "0xffffffffffffffff+0x0+0x3a9c");
  EXPECT_EQ(read_draw(text_of(plain)), plain);
  EXPECT_EQ(read_draw(text_of(mutant)), mutant);
}

TEST(Draw, RefusesWhatIsNone) {
  for (const char* text :
       {"", "17", "0x", "0x1f+", "+0x1", "0x1g", "0x1 ", "0x11111111111111111"}) {
    EXPECT_FALSE(read_draw(text)) << text;
  }
  EXPECT_FALSE(read_draw("0x1+0x1+0x1+0x1+0x1+0x1+0x1+0x1+0x1+0x1"));
}

/// How many of a thousand decisions of one kind a mutation answers otherwise.
std::size_t changed(std::uint64_t mutation, Choice choice) {
  const Decider before = Decider::drawn({7, {}});
  const Decider after = Decider::drawn({7, {mutation}});
  std::size_t count = 0;
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    const Address address{choice, i, 1, 1};
    count += before.draw(address) != after.draw(address) ? 1 : 0;
  }
  return count;
}

TEST(Draw, AMutationAnswersAFewDecisionsAnew) {
  EXPECT_EQ(Decider::drawn({7, {}}).draw({Choice::Loss, 1, 2, 3}),
            Decider::seeded(7).draw({Choice::Loss, 1, 2, 3}));
  const std::uint64_t everything = 7;        // of any kind, 1 in 2
  const std::uint64_t rarely = 7 | 7U << 3;  // of any kind, 1 in 256
  const std::uint64_t storms = 0 | 1U << 3;  // of a storm's drawing, 1 in 4
  EXPECT_NEAR(static_cast<double>(changed(everything, Choice::Latency)), 500, 80);
  EXPECT_LT(changed(rarely, Choice::Latency), 20U);
  EXPECT_GT(changed(rarely, Choice::Latency), 0U);
  EXPECT_EQ(changed(storms, Choice::Latency), 0U);
  EXPECT_NEAR(static_cast<double>(changed(storms, Choice::StormGap)), 250, 60);
}

TEST(Draw, TheLastMutationThatTouchesADecisionAnswersIt) {
  const std::uint64_t a = 7;
  const std::uint64_t b = 7 | 0x100;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Address address{Choice::Latency, i, 0, 0};
    const std::uint64_t only_b = Decider::drawn({7, {b}}).draw(address);
    if (only_b == Decider::seeded(7).draw(address)) continue;
    EXPECT_EQ(Decider::drawn({7, {a, b}}).draw(address), only_b);
  }
}

}  // namespace
}  // namespace imstorm
