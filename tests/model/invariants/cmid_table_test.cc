#include "model/invariants/cmid_table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace imstorm {
namespace {

TEST(CmidTable, FindsWhatWasPutThereAndNothingElse) {
  CmidTable<int> table;
  table[Cmid{InstId(1), 1}] = 11;
  table[Cmid{InstId(1), 2}] = 12;
  EXPECT_EQ(*table.find(Cmid{InstId(1), 2}), 12);
  EXPECT_EQ(table.find(Cmid{InstId(1), 3}), nullptr);
  EXPECT_EQ(table.find(Cmid{InstId(0), 1}), nullptr);
  EXPECT_EQ(table.find(Cmid{InstId(2), 1}), nullptr);
}

RC_GTEST_PROP(CmidTable, IsAMapWhateverTheNumbers, ()) {
  CmidTable<int> table;
  std::map<Cmid, int> model;
  const auto puts = *rc::gen::container<std::vector<std::pair<int, std::uint32_t>>>(
      rc::gen::pair(rc::gen::inRange(0, 3), rc::gen::inRange<std::uint32_t>(0, 12)));
  int value = 0;
  for (const auto& [inst, n] : puts) {
    table[Cmid{InstId(inst), n}] = ++value;
    model[Cmid{InstId(inst), n}] = value;
  }
  for (int inst = 0; inst < 4; ++inst) {
    for (std::uint32_t n = 0; n < 14; ++n) {
      const Cmid cmid{InstId(inst), n};
      const int* found = std::as_const(table).find(cmid);
      RC_ASSERT((found != nullptr) == model.contains(cmid));
      if (found != nullptr) RC_ASSERT(*found == model[cmid]);
    }
  }
}

}  // namespace
}  // namespace imstorm
