#include "reports/relation.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace imstorm {
namespace {

using Numbers = std::vector<std::uint32_t>;

Witness about(std::size_t position, std::uint32_t body) {
  Event event;
  event.kind = EventKind::Consumed;
  if (body != 0) event.body = BodyId(body);
  return {position, event};
}

Verdict broken(std::vector<Witness> witnesses) {
  Verdict verdict;
  verdict.outcome = Outcome::Broken;
  verdict.witnesses = std::move(witnesses);
  return verdict;
}

Numbers explained(const std::vector<Verdict>& all) {
  std::vector<const Verdict*> pointers;
  for (const Verdict& verdict : all) pointers.push_back(&verdict);
  return explained_by(pointers);
}

TEST(Relation, WhatIsAboutAnotherMessageIsIndependent) {
  EXPECT_EQ(explained({broken({about(3, 1)}), broken({about(9, 2)})}), (Numbers{0, 0}));
}

TEST(Relation, TheEarlierBreachOfTheSameMessageExplainsTheLater) {
  EXPECT_EQ(explained({broken({about(3, 1), about(5, 2)}), broken({about(9, 2)})}),
            (Numbers{0, 1}));
  EXPECT_EQ(explained({broken({about(9, 2)}), broken({about(3, 1), about(5, 2)})}),
            (Numbers{2, 0}));
}

TEST(Relation, TheLastWitnessSaysWhen) {
  EXPECT_EQ(explained({broken({about(1, 1), about(9, 1)}), broken({about(5, 1)})}),
            (Numbers{2, 0}));
}

TEST(Relation, AtOnceTheFirstOfTheListExplains) {
  EXPECT_EQ(explained({broken({about(5, 1)}), broken({about(5, 1)})}), (Numbers{0, 1}));
}

TEST(Relation, NamesTheRootOfAChain) {
  EXPECT_EQ(
      explained({broken({about(3, 1)}), broken({about(5, 1), about(5, 2)}), broken({about(9, 2)})}),
      (Numbers{0, 1, 1}));
}

TEST(Relation, NoMessageIsNotTheSameMessage) {
  EXPECT_EQ(explained({broken({about(3, 0)}), broken({about(9, 0)}), broken({})}),
            (Numbers{0, 0, 0}));
}

TEST(Relation, AMessageIsTheSameByItsClientIdToo) {
  Witness acked = about(9, 0);
  acked.event.cmid = Cmid{InstId(1), 4};
  Witness sent = about(2, 7);
  sent.event.cmid = acked.event.cmid;
  EXPECT_EQ(explained({broken({sent}), broken({acked})}), (Numbers{0, 1}));
  acked.event.cmid.n = 5;
  EXPECT_EQ(explained({broken({sent}), broken({acked})}), (Numbers{0, 0}));
}

}  // namespace
}  // namespace imstorm
