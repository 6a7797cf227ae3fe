#include "model/invariants/signature.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

Event about(EventKind kind, std::uint32_t body, std::uint32_t device) {
  Event event;
  event.kind = kind;
  event.body = BodyId(body);
  event.device = DeviceId(device);
  return event;
}

Verdict broken_by(const std::vector<Event>& events) {
  Verdict verdict;
  verdict.outcome = Outcome::Broken;
  for (const Event& event : events) verdict.witnesses.push_back({0, event});
  return verdict;
}

TEST(Signature, HasNoNamesAndNoNumbers) {
  const Event first = about(EventKind::Consumed, 1, 2);
  const Event second = about(EventKind::Consumed, 7, 5);
  EXPECT_EQ(text_of(signature_of("exactly-once", broken_by({first, first}))),
            "exactly-once: consumed");
  EXPECT_EQ(text_of(signature_of("exactly-once", broken_by({second, second}))),
            "exactly-once: consumed");
}

TEST(Signature, TellsWhichMechanismFailed) {
  const Event consumed = about(EventKind::Consumed, 1, 2);
  const Event received = about(EventKind::Received, 1, 2);
  Event accepted = about(EventKind::Accepted, 1, 0);
  accepted.device = {};
  const Event elsewhere = about(EventKind::Consumed, 1, 3);
  const Event other = about(EventKind::Accepted, 2, 0);
  const Verdict twice = broken_by({consumed, consumed});
  EXPECT_EQ(text_of(signature_of(
                "exactly-once", twice,
                {accepted, received, consumed, elsewhere, other, accepted, received, consumed})),
            "exactly-once: consumed | accepted twice, received twice, consumed twice");
  EXPECT_EQ(text_of(signature_of("exactly-once", twice, {accepted, received, consumed, consumed})),
            "exactly-once: consumed | accepted once, received once, consumed twice");
}

TEST(Signature, NamesWhatIsLeftOver) {
  Event residue;
  residue.kind = EventKind::Residue;
  residue.what = Residue::Outbox;
  EXPECT_EQ(text_of(signature_of("quiescence", broken_by({residue}))),
            "quiescence: residue outbox");
}

}  // namespace
}  // namespace imstorm
