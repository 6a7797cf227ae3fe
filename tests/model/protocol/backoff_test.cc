#include "model/protocol/backoff.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

TEST(Backoff, DoublesUpToTheMost) {
  Backoff backoff;
  EXPECT_EQ(backoff.next(seconds(3), seconds(20)), seconds(3));
  EXPECT_EQ(backoff.next(seconds(3), seconds(20)), seconds(6));
  EXPECT_EQ(backoff.next(seconds(3), seconds(20)), seconds(12));
  EXPECT_EQ(backoff.next(seconds(3), seconds(20)), seconds(20));
  EXPECT_EQ(backoff.next(seconds(3), seconds(20)), seconds(20));
}

TEST(Backoff, BeginsAnewAfterAReset) {
  Backoff backoff;
  backoff.next(seconds(1), seconds(30));
  backoff.next(seconds(1), seconds(30));
  backoff.reset();
  EXPECT_EQ(backoff.next(seconds(1), seconds(30)), seconds(1));
}

}  // namespace
}  // namespace imstorm
