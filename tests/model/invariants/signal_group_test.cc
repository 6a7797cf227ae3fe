#include "model/invariants/signal_group.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "model/invariants/catalog.h"
#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

/// carol has joined behind the fork, dave has left behind it.
HistoryBuilder forked_team() {
  HistoryBuilder h;
  for (const auto* who : {"alice", "bob", "dave"}) h.join(who, "team");
  for (const auto* who : {"alice.phone", "bob.phone", "carol.phone", "dave.phone"}) h.install(who);
  for (const auto* who : {"alice.phone", "bob.phone", "carol.phone", "dave.phone"}) {
    h.connected(who);
  }
  h.promised(10).sent("alice.phone", "team", "m1").accepted("m1");
  h.join("carol", "team", 1).leave("dave", "team", 2).wait(3000);
  return h;
}

std::string broken(const HistoryBuilder& h) {
  Laws laws(laws_about({LawTopic::Signals}));
  for (const Event& event : h.events()) laws.observe(event);
  std::string all;
  for (const Laws::Judged& one : laws.judge({}, h.history().names)) {
    if (one.verdict.outcome == Outcome::Broken) all += one.verdict.because + "\n";
  }
  return all;
}

HistoryBuilder& everybody_is_shown(HistoryBuilder& h, std::string_view signal,
                                   std::string_view one) {
  h.signalled("alice.phone", "#team", signal).shown("bob.phone", signal).shown(one, signal);
  return h.wait(100);
}

TEST(SignalGroup, IsThatOfTheNewestLineage) {
  HistoryBuilder h = forked_team();
  EXPECT_EQ(broken(everybody_is_shown(h, "before", "carol.phone")), "");
  h.forked("team", 1, 4).wait(3000);
  EXPECT_EQ(broken(everybody_is_shown(h, "after", "dave.phone")), "");
  HistoryBuilder to_carol = h;
  EXPECT_EQ(broken(everybody_is_shown(to_carol, "third", "carol.phone")),
            "carol.phone is shown third, and is not in team\n"
            "dave.phone was not shown third of alice.phone within 10 ms, though no fault touched "
            "its path\n");
}

TEST(SignalGroup, HasNobodyForSureUntilAForkMayHaveBeenHeardOf) {
  HistoryBuilder h = forked_team();
  h.forked("team", 1, 4);
  EXPECT_EQ(broken(everybody_is_shown(h, "one", "carol.phone")), "");
  EXPECT_EQ(broken(everybody_is_shown(h, "two", "dave.phone")), "");
}

TEST(SignalGroup, ExpectsNothingForWhomAForkThrewOut) {
  HistoryBuilder h = forked_team();
  h.signalled("alice.phone", "#team", "meanwhile").shown("bob.phone", "meanwhile");
  h.forked("team", 1, 4).wait(100);
  EXPECT_EQ(broken(h), "");
}

TEST(SignalGroup, IsUntouchedByALineageThatIsOver) {
  HistoryBuilder h = forked_team();
  h.forked("team", 1, 4).leave("bob", "team", 3).wait(3000);
  EXPECT_EQ(broken(everybody_is_shown(h, "after", "dave.phone")), "");
  h.signalled("alice.phone", "#team", "again").shown("dave.phone", "again").wait(100);
  EXPECT_NE(broken(h).find("bob.phone was not shown again"), std::string::npos);
}

}  // namespace
}  // namespace imstorm
