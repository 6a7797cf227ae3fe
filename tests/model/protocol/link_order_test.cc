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

TEST(LinkOrder, MissesWhatIsLost) {
  LinkOrder link;
  link.next(1);
  EXPECT_TRUE(link.accepts(link.next(1)));
}

}  // namespace
}  // namespace imstorm
