#include "model/invariants/catalog.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/sender_fifo.h"
#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

/// Says what it saw, and throws where it is told to.
class Spy final : public Law<Spy> {
 public:
  std::vector<std::size_t> positions;
  std::size_t throws_at = ~std::size_t{0};
  bool throws_in_verdict = false;
  Outcome outcome = Outcome::Holds;

  std::string_view name() const override { return "spy"; }
  std::string_view promise() const override { return "It watches."; }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override { return {EventKind::Sent, EventKind::Residue}; }
  void observe(std::size_t position, const Event&) override {
    if (position == throws_at) throw std::runtime_error("");
    positions.push_back(position);
  }
  Verdict verdict(const RunEnd&, const Names&) const override {
    if (throws_in_verdict) throw 7;
    Verdict verdict;
    verdict.outcome = outcome;
    return verdict;
  }
  bool broken() const override { return outcome == Outcome::Broken; }
};

Laws watched_by(Spy spy) {
  std::vector<std::unique_ptr<Invariant>> laws;
  laws.push_back(std::make_unique<Spy>(std::move(spy)));
  laws.push_back(std::make_unique<SenderFifo>());
  return Laws(std::move(laws));
}

const Spy& spy_of(const std::vector<Laws::Judged>& judged) {
  return dynamic_cast<const Spy&>(*judged.front().law);
}

History swapped() {
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").sent("alice.phone", "dm", "m2").accepted("m1").accepted("m2");
  return h.consumed("bob.phone", "m2").consumed("bob.phone", "m1").history();
}

void observe(Laws& laws, const History& history) {
  for (const Event& event : history.events) laws.observe(event);
}

TEST(Laws, AreTheCatalogInTheOrderOfReports) {
  std::vector<std::string_view> names;
  for (const auto& law : all_laws()) {
    names.push_back(law->name());
    EXPECT_FALSE(law->promise().empty());
    EXPECT_EQ(law->clone()->name(), law->name());
  }
  const std::vector<std::string_view> expected = {
      "sender-fifo", "group-order",        "causal-order",  "exactly-once",     "no-phantom",
      "no-loss",     "no-silent-drop",     "ack-safety",    "read-your-writes", "seq-monotonic",
      "seq-gap",     "msgid-unique",       "cursor-sound",  "converge",         "quiescence",
      "signal-fifo", "signal-group-order", "signal-latency"};
  EXPECT_EQ(names, expected);
}

TEST(Laws, AreChosenByWhatTheySpeakOf) {
  EXPECT_TRUE(laws_about({}).empty());
  for (const LawTopic topic : {LawTopic::Chat, LawTopic::Replies, LawTopic::Signals}) {
    for (const auto& law : laws_about({topic})) EXPECT_EQ(law->topic(), topic) << law->name();
  }
  EXPECT_EQ(laws_about({LawTopic::Signals, LawTopic::Chat, LawTopic::Replies}).size(),
            all_laws().size());
}

TEST(Laws, AreLivenessWhereTheyPromiseAnEnd) {
  std::vector<std::string_view> liveness;
  for (const auto& law : all_laws()) {
    if (law->kind() == LawKind::Liveness) liveness.push_back(law->name());
  }
  const std::vector<std::string_view> expected = {"no-loss", "no-silent-drop", "converge",
                                                  "quiescence"};
  EXPECT_EQ(liveness, expected);
}

TEST(Laws, AreVacuousOverAnEmptyHistoryThatIsComplete) {
  Laws laws;
  EXPECT_FALSE(laws.any_broken());
  for (const Laws::Judged& judged : laws.judge({}, {})) {
    EXPECT_EQ(judged.verdict.outcome, Outcome::Vacuous) << judged.law->name();
    EXPECT_EQ(judged.verdict.exercised, 0U);
  }
}

TEST(Laws, AreUndecidedOverARunThatWasCutShort) {
  Laws laws;
  for (const Laws::Judged& judged : laws.judge({.complete = false}, {})) {
    EXPECT_EQ(judged.verdict.outcome, Outcome::Undecided) << judged.law->name();
    EXPECT_FALSE(judged.verdict.because.empty());
  }
}

TEST(Laws, SeeTheKindsThatTheyWantAtTheirPositions) {
  Laws laws = watched_by({});
  observe(laws, swapped());
  HistoryBuilder h;
  h.residue(Residue::Outbox, "alice.phone", "dm", 1);
  observe(laws, h.history());
  EXPECT_EQ(laws.observed(), 7U);
  EXPECT_EQ(spy_of(laws.judge({}, {})).positions, (std::vector<std::size_t>{0, 1, 6}));
}

TEST(Laws, SayOfALongHistoryWhatEachSaysThatSeesItEventByEvent) {
  std::vector<std::uint32_t> choices;
  for (std::uint32_t i = 0; i < 600; ++i) choices.push_back(i * 2'654'435'761U);
  const History history = mutated(good_history(choices), {7, 1'000'003, 77'777, 123'456'789});
  ASSERT_GT(history.events.size(), 1'000U);
  Laws laws;
  observe(laws, history);
  const auto judged = laws.judge({}, history.names);
  std::size_t broken = 0;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const Verdict alone = judge(*all_laws()[i], history);
    EXPECT_EQ(judged[i].verdict.outcome, alone.outcome) << judged[i].law->name();
    EXPECT_EQ(judged[i].verdict.because, alone.because) << judged[i].law->name();
    EXPECT_EQ(judged[i].verdict.exercised, alone.exercised) << judged[i].law->name();
    broken += alone.outcome == Outcome::Broken ? 1 : 0;
  }
  EXPECT_GT(broken, 0U);
}

TEST(Laws, AreUndecidedOnceTheyThrowAndAreNotAskedAgain) {
  Spy spy;
  spy.throws_at = 0;
  spy.outcome = Outcome::Broken;
  Laws laws = watched_by(spy);
  HistoryBuilder h;
  h.sent("alice.phone", "dm", "m1").sent("alice.phone", "dm", "m2");
  observe(laws, h.history());
  EXPECT_FALSE(laws.any_broken());
  const auto judged = laws.judge({}, {});
  EXPECT_TRUE(spy_of(judged).positions.empty());
  EXPECT_EQ(judged[0].verdict.outcome, Outcome::Undecided);
  EXPECT_EQ(judged[0].verdict.because, "the law itself failed: ");
  EXPECT_EQ(judged[1].verdict.outcome, Outcome::Vacuous) << "the other law is not touched";
}

TEST(Laws, AreUndecidedWhenTheirVerdictThrows) {
  Spy spy;
  spy.throws_in_verdict = true;
  const auto judged = watched_by(spy).judge({}, {});
  EXPECT_EQ(judged[0].verdict.outcome, Outcome::Undecided);
  EXPECT_EQ(judged[0].verdict.because, "the law itself failed: something unknown");
}

TEST(Laws, KnowWhenOneIsBroken) {
  Laws laws = watched_by({});
  const History history = swapped();
  for (std::size_t i = 0; i + 1 < history.events.size(); ++i) laws.observe(history.events[i]);
  EXPECT_FALSE(laws.any_broken());
  laws.observe(history.events.back());
  EXPECT_TRUE(laws.any_broken());
}

TEST(Laws, AreCopiedAsIndependentFutures) {
  const History history = swapped();
  Laws laws = watched_by({});
  for (std::size_t i = 0; i + 1 < history.events.size(); ++i) laws.observe(history.events[i]);
  Laws fork = laws;
  fork.observe(history.events.back());
  EXPECT_TRUE(fork.any_broken());
  EXPECT_FALSE(laws.any_broken());
  EXPECT_EQ(laws.observed() + 1, fork.observed());
  laws.observe(history.events.back());
  EXPECT_EQ(laws.judge({}, history.names)[1].verdict.because,
            fork.judge({}, history.names)[1].verdict.because);
  fork = watched_by({});
  EXPECT_FALSE(fork.any_broken());
  EXPECT_TRUE(laws.any_broken());
}

TEST(Laws, CarryAFailureIntoTheirCopy) {
  Spy spy;
  spy.throws_at = 0;
  Laws laws = watched_by(spy);
  observe(laws, swapped());
  EXPECT_EQ(Laws(laws).judge({}, {})[0].verdict.outcome, Outcome::Undecided);
}

TEST(Heaviest, IsBrokenThenUndecidedThenVacuousThenHolds) {
  const auto of = [](std::vector<Outcome> outcomes) {
    std::vector<Laws::Judged> judged;
    for (const Outcome outcome : outcomes) {
      judged.emplace_back();
      judged.back().verdict.outcome = outcome;
    }
    return heaviest(judged);
  };
  EXPECT_EQ(of({}), Outcome::Holds);
  EXPECT_EQ(of({Outcome::Holds, Outcome::Vacuous}), Outcome::Vacuous);
  EXPECT_EQ(of({Outcome::Undecided, Outcome::Vacuous, Outcome::Holds}), Outcome::Undecided);
  EXPECT_EQ(of({Outcome::Undecided, Outcome::Broken, Outcome::Holds}), Outcome::Broken);
}

TEST(Breach, KeepsTheFirstWitnessesEarliestFirstAndNotTooMany) {
  Breach breach;
  std::vector<Witness> many(20);
  for (std::size_t i = 0; i < many.size(); ++i) many[i].position = 100 - i;
  breach.add(many);
  breach.add({{7, Event{}}});
  EXPECT_EQ(breach.count(), 2U);
  ASSERT_EQ(breach.witnesses().size(), kWitnessesMax);
  EXPECT_EQ(breach.witnesses().front().position, 81U);
  EXPECT_EQ(breach.told("it broke"), "it broke (and 1 more time)");
}

TEST(Ruling, IsBrokenForSafetyHoweverTheRunEndedAndForLivenessOnlyInTheEnd) {
  Breach breach;
  breach.add({{0, Event{}}});
  const RunEnd cut{.complete = false, .quiet = true};
  const RunEnd restless{.complete = true, .quiet = false};
  EXPECT_EQ(ruling(LawKind::Safety, cut, 1, breach).outcome, Outcome::Broken);
  EXPECT_EQ(ruling(LawKind::Safety, restless, 1, Breach()).outcome, Outcome::Holds);
  EXPECT_EQ(ruling(LawKind::Liveness, {}, 1, breach).outcome, Outcome::Broken);
  EXPECT_EQ(ruling(LawKind::Liveness, cut, 1, breach).because, "the run was cut short");
  EXPECT_EQ(ruling(LawKind::Liveness, restless, 1, breach).because,
            "the run did not settle within its bound");
}

}  // namespace
}  // namespace imstorm
