#include "reports/relation.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reports/result.h"

namespace imstorm {
namespace {

using Numbers = std::vector<std::uint32_t>;

Witness about(std::size_t position, std::uint32_t body) {
  Event event;
  event.kind = EventKind::Consumed;
  if (body != 0) event.body = BodyId(body);
  return {position, event};
}

Result::Law broken(std::string name, std::vector<Witness> witnesses) {
  Result::Law law;
  law.name = std::move(name);
  law.verdict.outcome = Outcome::Broken;
  law.verdict.witnesses = std::move(witnesses);
  return law;
}

Numbers explained(std::vector<Result::Law> laws) {
  Result result;
  result.laws = std::move(laws);
  return explained_by(broken_laws(result));
}

TEST(Relation, WhatIsAboutAnotherMessageIsIndependent) {
  EXPECT_EQ(explained({broken("no-loss", {about(3, 1)}), broken("converge", {about(9, 2)})}),
            (Numbers{0, 0}));
}

TEST(Relation, TheLawThatLeadsToAnotherExplainsItWheneverItWasBroken) {
  const Result::Law number = broken("seq-monotonic", {about(9, 2)});
  const Result::Law lost = broken("no-loss", {about(3, 1), about(5, 2)});
  EXPECT_EQ(explained({number, lost}), (Numbers{0, 1}));
  EXPECT_EQ(explained({lost, number}), (Numbers{2, 0}));
}

TEST(Relation, AnEarlierBreachDoesNotExplainWhatItCannotLeadTo) {
  EXPECT_EQ(explained({broken("converge", {about(3, 1)}), broken("no-phantom", {about(9, 1)})}),
            (Numbers{2, 0}));
  EXPECT_EQ(explained({broken("sender-fifo", {about(3, 1)}), broken("no-loss", {about(9, 1)})}),
            (Numbers{0, 0}));
}

TEST(Relation, OfTwoThatLeadToEachOtherTheEarlierExplains) {
  const auto pair = [](std::size_t lost, std::size_t unsafe) {
    return explained({broken("no-loss", {about(1, 1), about(lost, 1)}),
                      broken("ack-safety", {about(unsafe, 1)})});
  };
  EXPECT_EQ(pair(9, 5), (Numbers{2, 0}));
  EXPECT_EQ(pair(5, 9), (Numbers{0, 1}));
  EXPECT_EQ(pair(5, 5), (Numbers{0, 1}));
}

TEST(Relation, TwoThatLeadToEachOtherAreIndependentWithoutAMessageOfBoth) {
  Witness lost = about(9, 1), unsafe = about(5, 2);
  lost.event.conv = unsafe.event.conv = ConvId(1);
  EXPECT_EQ(explained({broken("no-loss", {lost}), broken("ack-safety", {unsafe})}),
            (Numbers{0, 0}));
}

TEST(Relation, NamesTheRootOfAChain) {
  EXPECT_EQ(explained({broken("no-silent-drop", {about(9, 1)}), broken("no-loss", {about(5, 1)}),
                       broken("seq-monotonic", {about(3, 1)})}),
            (Numbers{3, 3, 0}));
}

TEST(Relation, NoMessageIsNotTheSameMessage) {
  EXPECT_EQ(explained({broken("no-loss", {about(3, 0)}), broken("converge", {about(9, 0)}),
                       broken("quiescence", {})}),
            (Numbers{0, 0, 0}));
}

TEST(Relation, AMessageIsTheSameByItsClientIdToo) {
  Witness acked = about(9, 0);
  acked.event.cmid = Cmid{InstId(1), 4};
  Witness sent = about(2, 7);
  sent.event.cmid = acked.event.cmid;
  EXPECT_EQ(explained({broken("no-loss", {sent}), broken("converge", {acked})}), (Numbers{0, 1}));
  acked.event.cmid.n = 5;
  EXPECT_EQ(explained({broken("no-loss", {sent}), broken("converge", {acked})}), (Numbers{0, 0}));
}

TEST(Relation, ACursorIsAboutAConversation) {
  Witness cursor = about(9, 0);
  cursor.event.conv = ConvId(1);
  Witness acked = about(2, 7);
  acked.event.conv = cursor.event.conv;
  EXPECT_EQ(explained({broken("no-loss", {acked}), broken("cursor-sound", {cursor})}),
            (Numbers{2, 0}));
}

std::string order_of(std::string_view about_law) {
  Result result;
  result.laws = {broken("no-loss", {about(1, 1)}), broken("no-silent-drop", {about(2, 1)}),
                 broken("seq-monotonic", {about(3, 1)})};
  result.laws.insert(result.laws.begin() + 1, Result::Law{});
  result.laws[1].name = "sender-fifo";
  lead_with_causes(result, about_law);
  std::string names;
  for (const Result::Law& law : result.laws) names += law.name + " ";
  return names;
}

TEST(Relation, CausesLeadAndBeforeThemWhatACaseIsAbout) {
  EXPECT_EQ(order_of(""), "seq-monotonic no-loss no-silent-drop sender-fifo ");
  EXPECT_EQ(order_of("no-silent-drop"), "no-silent-drop seq-monotonic no-loss sender-fifo ");
  EXPECT_EQ(order_of("converge"), order_of(""));  // a case may be changed by hand
}

}  // namespace
}  // namespace imstorm
