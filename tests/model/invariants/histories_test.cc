#include "tests/model/invariants/histories.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "model/invariants/catalog.h"

namespace imstorm {
namespace {

std::string broken_laws(const History& history) {
  Laws laws;
  for (const Event& event : history.events) laws.observe(event);
  std::string text;
  for (const Laws::Judged& judged : laws.judge({}, history.names)) {
    if (judged.verdict.outcome != Outcome::Broken && judged.verdict.outcome != Outcome::Undecided)
      continue;
    text += std::string(judged.law->name()) + ": " + judged.verdict.because + "\n";
  }
  return text;
}

RC_GTEST_PROP(Histories, AreGoodForEveryLawWhenThePerfectServerMakesThem, ()) {
  const History history = *good_histories();
  RC_ASSERT(broken_laws(history) == "");
}

RC_GTEST_PROP(Histories, StayGoodWhenDevicesLoseTheirStorageAndPositionsAreGone, ()) {
  const History history = *good_histories(Wildlife{.wipes = true, .gone = true});
  const std::string broken = broken_laws(history);
  RC_ASSERT(broken == "");
}

}  // namespace
}  // namespace imstorm
