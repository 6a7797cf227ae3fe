#include "model/protocol/ring.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace imstorm {
namespace {

constexpr std::uint32_t kPoints = 64;

std::uint64_t name_key(int process) { return hash_text("logic-" + std::to_string(process)); }

Ring ring_of(const std::vector<int>& processes) {
  Ring ring;
  for (const int process : processes) ring.add(ProcessId(process), name_key(process), kPoints);
  return ring;
}

const auto everybody = [](ProcessId) { return true; };

TEST(Ring, HasNoOwnerWithoutAProcess) {
  EXPECT_EQ(Ring().owner(1, everybody), ProcessId{});
  EXPECT_EQ(ring_of({0, 1}).owner(1, [](ProcessId) { return false; }), ProcessId{});
}

TEST(Ring, OfOneOwnsEverything) {
  const Ring ring = ring_of({7});
  for (std::uint64_t key = 0; key < 1'000; ++key) {
    EXPECT_EQ(ring.owner(key * 0x9e3779b97f4a7c15ULL, everybody), ProcessId(7));
  }
}

RC_GTEST_PROP(Ring, AsksOnlyWhoIsAlive, (std::uint64_t key, std::uint8_t alive)) {
  const Ring ring = ring_of({0, 1, 2, 3, 4, 5, 6, 7});
  const auto up = [alive](ProcessId p) { return (alive >> p.value & 1) != 0; };
  const ProcessId owner = ring.owner(key, up);
  RC_ASSERT(static_cast<bool>(owner) == (alive != 0));
  if (owner) RC_ASSERT(up(owner));
}

RC_GTEST_PROP(Ring, OneProcessThatGoesTakesOnlyItsKeysAlong, (std::uint64_t key)) {
  const auto gone = *rc::gen::inRange(0, 5);
  const Ring ring = ring_of({0, 1, 2, 3, 4});
  const ProcessId before = ring.owner(key, everybody);
  const ProcessId after = ring.owner(key, [gone](ProcessId p) { return p != ProcessId(gone); });
  if (before != ProcessId(gone)) RC_ASSERT(after == before);
  RC_ASSERT(after != ProcessId(gone));
}

RC_GTEST_PROP(Ring, OneProcessThatComesTakesKeysToItselfOnly, (std::uint64_t key)) {
  const ProcessId before = ring_of({0, 1, 2, 3}).owner(key, everybody);
  const ProcessId after = ring_of({4, 2, 0, 3, 1}).owner(key, everybody);
  if (after != ProcessId(4)) RC_ASSERT(after == before);
}

RC_GTEST_PROP(Ring, TheOwnerIsAtTheNextPoint, (std::uint64_t key)) {
  Ring ring;
  std::map<std::uint64_t, ProcessId> points;
  for (int process = 0; process < 4; ++process) {
    ring.add(ProcessId(process), name_key(process), 1);
    points[hash_mix(name_key(process), 1)] = ProcessId(process);
  }
  auto next = points.lower_bound(hash_mix(key, 0));
  if (next == points.end()) next = points.begin();  // it is a ring
  RC_ASSERT(ring.owner(key, everybody) == next->second);
}

TEST(Ring, SpreadsKeysEvenly) {
  const Ring ring = ring_of({0, 1, 2, 3});
  std::map<ProcessId, int> owned;
  std::map<ProcessId, int> inherited;  // what 0 leaves behind
  for (int i = 0; i < 40'000; ++i) {
    const std::uint64_t key = hash_text("conversation-" + std::to_string(i));
    const ProcessId owner = ring.owner(key, everybody);
    owned[owner] += 1;
    if (owner != ProcessId(0)) continue;
    inherited[ring.owner(key, [](ProcessId p) { return p != ProcessId(0); })] += 1;
  }
  ASSERT_EQ(owned.size(), 4u);
  for (const auto& [process, keys] : owned) {
    EXPECT_GT(keys, 6'000) << process.value;
    EXPECT_LT(keys, 14'000) << process.value;
  }
  EXPECT_EQ(inherited.size(), 3u) << "and everybody takes a part of it";
}

}  // namespace
}  // namespace imstorm
