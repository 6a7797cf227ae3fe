#include "reports/delivery_matrix.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

using Row = std::vector<std::int64_t>;

/// alice.phone and bob.phone in one conversation; a history written line by line.
class History {
 public:
  History() {
    for (const std::uint32_t who : {0U, 1U}) {
      Event joined = at(0, EventKind::Joined, who);
      add(joined);
      add(at(0, EventKind::Installed, who));
    }
  }

  static Event at(std::int64_t ms, EventKind kind, std::uint32_t who) {
    Event event;
    event.at = Instant{ms * 1'000'000};
    event.kind = kind;
    event.user = UserId{who};
    event.device = DeviceId{who};
    event.inst = InstId{who};
    event.conv = ConvId{0};
    return event;
  }
  History& sent(std::int64_t ms, std::uint32_t body) {
    return add(with(at(ms, EventKind::Sent, 0), body));
  }
  History& accepted(std::int64_t ms, std::uint32_t body) {
    return add(with(at(ms, EventKind::Accepted, 0), body));
  }
  History& consumed(std::int64_t ms, std::uint32_t who, std::uint32_t body, std::uint32_t inst) {
    Event event = with(at(ms, EventKind::Consumed, who), body);
    event.inst = InstId{inst};
    return add(event);
  }
  History& left(std::int64_t ms, std::uint32_t who) { return add(at(ms, EventKind::Left, who)); }

  DeliveryMatrix matrix() const { return delivery_matrix(events_, sample_names(), {}); }

 private:
  static Event with(Event event, std::uint32_t body) {
    event.body = BodyId{body};
    return event;
  }
  History& add(const Event& event) {
    events_.push_back(event);
    return *this;
  }
  std::vector<Event> events_;
};

TEST(DeliveryMatrix, SaysHowOftenAndHowLongAfterItWasSent) {
  const DeliveryMatrix matrix =
      History().sent(10, 0).accepted(20, 0).consumed(30, 0, 0, 0).consumed(45, 1, 0, 1).matrix();
  ASSERT_EQ(matrix.messages.size(), 1u);
  EXPECT_EQ(matrix.messages[0].name, "m1");
  EXPECT_EQ(matrix.messages[0].sender, "alice.phone");
  EXPECT_EQ(matrix.devices, (std::vector<std::string>{"alice.phone", "bob.phone"}));
  EXPECT_EQ(matrix.consumed, (std::vector<Row>{{1}, {1}}));
  EXPECT_EQ(matrix.after, (std::vector<Row>{{20'000'000}, {35'000'000}}));
}

TEST(DeliveryMatrix, ShowsTwiceAndNever) {
  const DeliveryMatrix matrix =
      History().sent(1, 0).sent(2, 1).consumed(3, 1, 0, 1).consumed(4, 1, 0, 1).matrix();
  EXPECT_EQ(matrix.consumed, (std::vector<Row>{{0, 0}, {2, 0}}));
  EXPECT_EQ(matrix.after[1], (Row{2'000'000, DeliveryMatrix::kNone}));
}

TEST(DeliveryMatrix, CountsEachInstallationByItself) {
  const DeliveryMatrix matrix =
      History().sent(1, 0).consumed(3, 1, 0, 1).consumed(4, 1, 0, 7).matrix();
  EXPECT_EQ(matrix.consumed[1], (Row{1})) << "a wiped device that shows it again breaks no law";
}

TEST(DeliveryMatrix, ExpectsNothingOfThoseWhoAreNotMembers) {
  const DeliveryMatrix matrix = History().left(1, 1).sent(2, 0).accepted(3, 0).matrix();
  EXPECT_EQ(matrix.consumed, (std::vector<Row>{{0}, {DeliveryMatrix::kNone}}));
}

TEST(DeliveryMatrix, KeepsWhatMattersAndSaysWhatItLeftOut) {
  History history;
  std::vector<Event> events;
  for (std::uint32_t body = 0; body < 200; ++body) {
    Event sent = History::at(body, EventKind::Sent, 0);
    sent.body = BodyId{body};
    events.push_back(sent);
  }
  Event matters;
  matters.body = BodyId{150};
  Names names;
  for (int i = 0; i < 200; ++i) names.bodies.push_back("m" + std::to_string(i));
  const DeliveryMatrix matrix = delivery_matrix(events, names, {matters});
  ASSERT_EQ(matrix.messages.size(), DeliveryMatrix::kMessagesMax);
  EXPECT_EQ(matrix.left_out_messages, 140u);
  bool found = false;
  for (const auto& message : matrix.messages) found = found || message.name == "m150";
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace imstorm
