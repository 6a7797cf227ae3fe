#include "sim/core/ids.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace imstorm {
namespace {

TEST(StrongId, NamesNothingByDefault) {
  EXPECT_FALSE(ProcessId{});
  EXPECT_TRUE(ProcessId(0));
  EXPECT_NE(ProcessId{}, ProcessId(0));
  EXPECT_EQ(ProcessId{}, ProcessId(ProcessId::kNone));
}

TEST(StrongId, IsOrderedByItsNumber) {
  EXPECT_LT(HostId(1), HostId(2));
  EXPECT_EQ(HostId(2).index(), 2u);
  EXPECT_EQ(HostId(std::size_t{7}), HostId(7));
  EXPECT_LT(HostId(1'000'000), HostId{}) << "nothing comes after everything";
}

template <class A, class B>
concept Compares = requires(A a, B b) {
  a == b;
};

TEST(StrongId, OfAnotherKindNeitherComparesNorConverts) {
  EXPECT_TRUE((Compares<ProcessId, ProcessId>));
  EXPECT_FALSE((Compares<ProcessId, HostId>));
  EXPECT_FALSE((std::is_convertible_v<ProcessId, HostId>));
  EXPECT_FALSE((std::is_constructible_v<HostId, ProcessId>));
  EXPECT_FALSE((std::is_convertible_v<int, ProcessId>));
  EXPECT_FALSE((std::is_convertible_v<ProcessId, bool>));
}

}  // namespace
}  // namespace imstorm
