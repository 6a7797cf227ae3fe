#include "tools/imstorm/campaign_journal.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/tools/command.h"

namespace imstorm {
namespace {

Observation seen(std::uint64_t n) {
  Observation observation;
  observation.draw.seed = n;
  observation.counts = {n, 0, 7};
  observation.behaviours = {n, 1'000 + n};
  if (n % 3 == 0) observation.signatures = {"a law: consumed; accepted twice"};
  return observation;
}

const CampaignIdentity kIdentity = {"a.toml", "x=1\ty=2", "seed 0x1 guided", 0, 1};

std::string written(const TemporaryFolder& folder, std::uint64_t runs) {
  CampaignJournal journal(folder.path("j"));
  CampaignState before;
  before.tally.add(0, seen(99));
  before.folded = 4;
  EXPECT_TRUE(journal.rewrite(kIdentity, before));
  for (std::uint64_t i = 0; i < runs; ++i) EXPECT_TRUE(journal.append(1'024 + i, seen(i)));
  return TemporaryFolder::read(folder.path("j"));
}

TEST(CampaignJournal, ReadsBackWhatWasWritten) {
  const TemporaryFolder folder;
  written(folder, 5);
  CampaignIdentity identity;
  CampaignState state;
  ASSERT_EQ(CampaignJournal::read(folder.path("j"), identity, state),
            CampaignJournal::Reading::Fine);
  EXPECT_EQ(identity.scenario, kIdentity.scenario);
  EXPECT_EQ(identity.settings, kIdentity.settings);
  EXPECT_EQ(identity.campaign, kIdentity.campaign);
  EXPECT_EQ(state.folded, 4U);
  EXPECT_EQ(state.tally.runs(), 1U);
  ASSERT_EQ(state.open.size(), 1U);
  ASSERT_EQ(state.open.at(4).size(), 5U);
  EXPECT_EQ(state.open.at(4)[3], seen(3));
}

TEST(CampaignJournal, LosesNoMoreThanTheLineThatWasTorn) {
  const TemporaryFolder folder;
  const std::string whole = written(folder, 3);
  const std::size_t third = whole.rfind('\n', whole.size() - 2) + 1;
  for (std::size_t size = third; size < whole.size(); ++size) {
    folder.write("torn", whole.substr(0, size));
    CampaignIdentity identity;
    CampaignState state;
    ASSERT_EQ(CampaignJournal::read(folder.path("torn"), identity, state),
              CampaignJournal::Reading::Fine);
    ASSERT_EQ(state.open.at(4).size(), 2U) << size;
  }
}

TEST(CampaignJournal, ReadsNoFurtherThanAFlippedBit) {
  const TemporaryFolder folder;
  std::string text = written(folder, 3);
  text[text.size() - 5] ^= 1;
  folder.write("flipped", text);
  CampaignIdentity identity;
  CampaignState state;
  EXPECT_EQ(CampaignJournal::read(folder.path("flipped"), identity, state),
            CampaignJournal::Reading::Fine);
  EXPECT_EQ(state.open.at(4).size(), 2U);
}

TEST(CampaignJournal, RefusesRunsThatDoNotFollowEachOther) {
  const TemporaryFolder folder;
  CampaignJournal journal(folder.path("j"));
  ASSERT_TRUE(journal.rewrite(kIdentity, {}));
  ASSERT_TRUE(journal.append(1'025, seen(1)));  // the second of its batch
  CampaignIdentity identity;
  CampaignState state;
  EXPECT_EQ(CampaignJournal::read(folder.path("j"), identity, state),
            CampaignJournal::Reading::Damaged);
}

TEST(CampaignJournal, RefusesOneWhoseBeginningIsTorn) {
  const TemporaryFolder folder;
  const std::string whole = written(folder, 3);
  folder.write("torn", whole.substr(0, whole.find(" folded\t") + 3));
  CampaignIdentity identity;
  CampaignState state;
  EXPECT_EQ(CampaignJournal::read(folder.path("torn"), identity, state),
            CampaignJournal::Reading::Damaged);
}

TEST(CampaignJournal, IsMissingOrNone) {
  const TemporaryFolder folder;
  CampaignIdentity identity;
  CampaignState state;
  EXPECT_EQ(CampaignJournal::read(folder.path("none"), identity, state),
            CampaignJournal::Reading::Missing);
  folder.write("other", "hello\nworld\n");
  EXPECT_EQ(CampaignJournal::read(folder.path("other"), identity, state),
            CampaignJournal::Reading::Damaged);
}

TEST(CampaignJournal, SaysThatTheDiskIsFull) {
  CampaignJournal full("/dev/full");
  EXPECT_FALSE(full.rewrite(kIdentity, {}));
  EXPECT_NE(full.problem().find("No space left"), std::string::npos) << full.problem();
}

}  // namespace
}  // namespace imstorm
