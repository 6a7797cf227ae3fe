#include "model/protocol/link_order.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(LinkOrder, TakesWhatComesInOrder) {
  LinkOrder link;
  EXPECT_TRUE(link.accepts(link.next(1)));
  EXPECT_TRUE(link.accepts(link.next(1)));
}

TEST(LinkOrder, TakesNothingTwiceAndNothingThatWasOvertaken) {
  LinkOrder link;
  const LinkStamp first = link.next(1);
  const LinkStamp second = link.next(1);
  EXPECT_TRUE(link.accepts(second));
  EXPECT_FALSE(link.accepts(first));
  EXPECT_FALSE(link.accepts(second));
}

TEST(LinkOrder, TakesNothingOfABrokenConnectionAfterItsSuccessorSpoke) {
  LinkOrder link;
  const LinkStamp late = link.next(1);
  EXPECT_TRUE(link.accepts(link.next(2)));
  EXPECT_FALSE(link.accepts(late));
}

TEST(LinkOrder, CountsEachOpeningByItself) {
  LinkOrder order;
  EXPECT_EQ(order.next(1), (LinkStamp{1, 1}));
  EXPECT_EQ(order.next(1), (LinkStamp{1, 2}));
  EXPECT_EQ(order.next(3), (LinkStamp{3, 1}));
}

TEST(LinkOrder, MissesWhatIsLost) {
  LinkOrder link;
  link.next(1);
  EXPECT_TRUE(link.accepts(link.next(1)));
}

}  // namespace
}  // namespace imstorm
