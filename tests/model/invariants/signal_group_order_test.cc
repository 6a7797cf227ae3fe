#include "model/invariants/signal_group_order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "tests/model/invariants/oracle.h"
#include "tests/model/invariants/signal_histories.h"

namespace imstorm {
namespace {

HistoryBuilder two_hands() {
  HistoryBuilder h;
  h.signalled("alice.phone", "#team", "a").signalled("carol.phone", "#team", "c");
  return h;
}

TEST(SignalGroupOrder, IsBrokenByTheSmallestDisagreement) {
  HistoryBuilder h = two_hands();
  h.shown("bob.phone", "a").shown("bob.phone", "c");
  h.shown("dave.phone", "c").shown("dave.phone", "a");
  const Verdict verdict = judge<SignalGroupOrder>(h.history());
  EXPECT_EQ(verdict.outcome, Outcome::Broken);
  EXPECT_EQ(verdict.exercised, 2U);
  EXPECT_EQ(verdict.because, "dave.phone is shown c before a and bob.phone is shown a before c");
  EXPECT_EQ(verdict.witnesses.size(), 4U);
}

TEST(SignalGroupOrder, HoldsWhereOneSawFewer) {
  HistoryBuilder h = two_hands();
  h.signalled("alice.phone", "#team", "b");
  h.shown("bob.phone", "a").shown("bob.phone", "c").shown("bob.phone", "b");
  h.shown("dave.phone", "a").shown("dave.phone", "b");
  EXPECT_EQ(judge<SignalGroupOrder>(h.history()).outcome, Outcome::Holds);
}

TEST(SignalGroupOrder, IsBrokenByACircleOfThree) {
  HistoryBuilder h = two_hands();
  h.signalled("eve.phone", "#team", "e");
  h.shown("bob.phone", "a").shown("bob.phone", "c");
  h.shown("dave.phone", "c").shown("dave.phone", "e");
  h.shown("fred.phone", "e").shown("fred.phone", "a");
  EXPECT_EQ(judge<SignalGroupOrder>(h.history()).outcome, Outcome::Broken);
}

TEST(SignalGroupOrder, BeginsAnewWithAnAppThatIsStartedAgain) {
  HistoryBuilder h = two_hands();
  h.shown("bob.phone", "a").shown("bob.phone", "c");
  h.shown("dave.phone", "c").crashed("dave.phone").shown("dave.phone", "a");
  EXPECT_EQ(judge<SignalGroupOrder>(h.history()).outcome, Outcome::Holds);
}

TEST(SignalGroupOrder, LeavesUnicastAlone) {
  HistoryBuilder h;
  h.signalled("alice.phone", "bob", "a").signalled("carol.phone", "bob", "c");
  h.shown("bob.phone", "a").shown("bob.phone", "c").shown("bob.laptop", "c");
  h.shown("bob.laptop", "a");
  EXPECT_EQ(judge<SignalGroupOrder>(h.history()).outcome, Outcome::Vacuous);
}

/// All consecutive pairs of first showings so far, and whether they lead around.
bool leads_around(const std::set<std::pair<std::uint32_t, std::uint32_t>>& pairs) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> reach = pairs;
  for (bool grew = true; grew;) {
    grew = false;
    const auto known = reach;
    for (const auto& [a, b] : known) {
      for (const auto& [c, d] : known) {
        if (b == c) grew = reach.emplace(a, d).second || grew;
      }
    }
  }
  return std::any_of(reach.begin(), reach.end(), [](const auto& p) { return p.first == p.second; });
}

Expected oracle(const std::vector<Event>& events) {
  Expected expected;
  std::map<std::pair<ConvId, std::uint32_t>, std::vector<std::pair<DeviceId, int>>> receivers;
  std::map<DeviceId, int> lives;
  std::set<std::tuple<DeviceId, int, ConvId>> shared;
  std::map<ConvId, std::set<std::pair<std::uint32_t, std::uint32_t>>> pairs;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& e = events[i];
    if (e.kind == EventKind::Crashed) {  // what came before it has no order with what follows
      ++lives[e.device];
    }
    if (e.kind != EventKind::SignalReceived || !e.conv) continue;
    const bool again = oracle::any(
        {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(i)}, [&](const Event& f) {
          return f.kind == e.kind && f.conv && f.device == e.device && f.body == e.body;
        });
    if (again) continue;
    auto& devices = receivers[{e.conv, e.body.value}];
    devices.emplace_back(e.device, lives[e.device]);
    const auto shares = [&](const auto& one) {  // counts if it is not the first that it shares
      if (one.second != lives[one.first]) return;
      expected.exercised += shared.emplace(one.first, one.second, e.conv).second ? 0 : 1;
    };
    if (devices.size() == 2) shares(devices.front());
    if (devices.size() > 1) shares(devices.back());
    // The one before it: the last that the app was shown there for the first time since its start.
    for (std::size_t k = i; k-- > 0;) {
      const Event& f = events[k];
      if (f.kind == EventKind::Crashed && f.device == e.device) break;
      if (f.kind != e.kind || f.device != e.device || f.conv != e.conv) continue;
      const bool first = !oracle::any(
          {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(k)}, [&](const Event& g) {
            return g.kind == e.kind && g.conv && g.device == f.device && g.body == f.body;
          });
      if (!first) continue;
      pairs[e.conv].emplace(f.body.value, e.body.value);
      break;
    }
    if (!expected.breach && leads_around(pairs[e.conv])) breach_at(expected, i);
  }
  return expected;
}

RC_GTEST_PROP(SignalGroupOrder, HoldsForGoodHistories, ()) {
  agrees_on_good_signals<SignalGroupOrder>(oracle);
}
RC_GTEST_PROP(SignalGroupOrder, AgreesWithTheOracleOnMutatedHistories, ()) {
  agrees_on_mutated_signals<SignalGroupOrder>(oracle);
}
RC_GTEST_PROP(SignalGroupOrder, AgreesWithTheOracleOnWildHistories, ()) {
  agrees_on_wild_signals<SignalGroupOrder>(oracle);
}

}  // namespace
}  // namespace imstorm
