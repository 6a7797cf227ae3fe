#include "reports/story.h"

#include <gtest/gtest.h>

#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

Event event_of(EventKind kind, std::uint32_t device, std::uint32_t message) {
  Event event;
  event.kind = kind;
  event.device = DeviceId{device};
  event.cmid = Cmid{InstId{0}, message};
  return event;
}

std::vector<std::size_t> positions(const std::vector<Witness>& witnesses) {
  std::vector<std::size_t> found;
  for (const Witness& witness : witnesses) found.push_back(witness.position);
  return found;
}

Event crash_of_process() {
  Event event;
  event.kind = EventKind::Crashed;
  event.process = StrongId<struct ProcessTag>{1};
  return event;
}

TEST(Story, FollowsTheMessageOfTheWitnessesToTheirDevice) {
  const std::vector<Event> history = {
      event_of(EventKind::Sent, 0, 1),        event_of(EventKind::Sent, 0, 2),
      event_of(EventKind::Consumed, 2, 1),    event_of(EventKind::Received, 1, 1),
      event_of(EventKind::Consumed, 1, 1),    crash_of_process(),
      event_of(EventKind::Crashed, 2, 0),     event_of(EventKind::Consumed, 1, 1),
      event_of(EventKind::Disconnected, 1, 0)};
  const std::vector<Witness> witnesses = {{4, history[4]}, {7, history[7]}};
  const std::vector<std::size_t> expected = {0, 3, 5};
  EXPECT_EQ(positions(around(witnesses, history)), expected);
}

TEST(Story, KeepsOnlyTheLatestEventsAroundIt) {
  std::vector<Event> history(100, crash_of_process());
  history.push_back(event_of(EventKind::Consumed, 1, 1));
  const std::vector<Witness> found = around({{100, history[100]}}, history);
  EXPECT_EQ(found.size(), kAroundMax);
  EXPECT_EQ(found.back().position, 99u);
  EXPECT_EQ(found.front().position, 100u - kAroundMax);
}

TEST(Story, OfNoWitnessIsEmpty) { EXPECT_TRUE(around({}, {crash_of_process()}).empty()); }

TEST(Story, PutsWitnessesAndWhatIsAroundThemInOrder) {
  const Result result = broken_result();
  std::vector<std::size_t> order;
  for (const Step& step : story_of(result.laws[0], result)) order.push_back(step.position);
  const std::vector<std::size_t> expected = {2, 3, 4, 7, 19};
  EXPECT_EQ(order, expected);
}

}  // namespace
}  // namespace imstorm
