#include <rapidcheck.h>

#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

/// Numbers from their whole range whatever RapidCheck's size is; only how many there are grows with
/// it.
rc::Gen<std::uint32_t> number() {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint32_t>(0, 1u << 24));
}

rc::Gen<std::vector<std::uint32_t>> choices(std::size_t at_least, double scale) {
  return rc::gen::scale(
      scale,
      rc::gen::map(rc::gen::pair(rc::gen::container<std::vector<std::uint32_t>>(at_least, number()),
                                 rc::gen::container<std::vector<std::uint32_t>>(number())),
                   [](std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> both) {
                     both.first.insert(both.first.end(), both.second.begin(), both.second.end());
                     return both.first;
                   }));
}

Event wild_event(const std::vector<std::uint32_t>& n) {
  constexpr EventKind kKinds[] = {EventKind::Joined,    EventKind::Left,      EventKind::Sent,
                                  EventKind::Sent,      EventKind::Accepted,  EventKind::Accepted,
                                  EventKind::Accepted,  EventKind::Acked,     EventKind::Rejected,
                                  EventKind::Received,  EventKind::Received,  EventKind::Consumed,
                                  EventKind::Consumed,  EventKind::Consumed,  EventKind::Cursor,
                                  EventKind::Gone,      EventKind::Refreshed, EventKind::Wiped,
                                  EventKind::Installed, EventKind::Voided,    EventKind::Forgot};
  Event event;
  event.kind = kKinds[n[0] % std::size(kKinds)];
  event.inst = InstId(n[1] % 3);
  event.device = DeviceId(n[1] % 3);
  event.user = UserId(n[1] % 3 % 2);
  event.conv = ConvId(n[2] % 8 == 0 ? 1 : 0);
  event.cmid = Cmid{InstId(n[3] % 2), n[4] % 3};
  event.seq = Seq{n[5] % 5};
  event.msgid = Msgid{n[6] % 8};
  if (event.kind == EventKind::Accepted) {
    event.lineage = Lineage{n[7] % 8 == 0 ? 2u : 1u};
    event.device = DeviceId{};
    event.inst = InstId{};
  }
  if (event.kind == EventKind::Installed) event.value = n[8] % 2;   // knows what it has shown
  if (event.kind == EventKind::Voided) event.value = 1 + n[8] % 4;  // at times past its last
  if (event.kind == EventKind::Refreshed) {
    event.since = Instant{} + milliseconds(static_cast<std::int64_t>(n[8] % 24));
  }
  if (event.kind == EventKind::Sent) event.cmid.inst = event.inst;
  if (event.kind == EventKind::Acked) event.inst = event.cmid.inst;
  return event;
}

}  // namespace

rc::Gen<History> good_histories(const Wildlife& wildlife) {
  return rc::gen::map(choices(0, 3.0), [wildlife](const std::vector<std::uint32_t>& what) {
    return good_history(what, wildlife);
  });
}

rc::Gen<History> mutated_histories(const Wildlife& wildlife, KindSet kinds) {
  return rc::gen::map(
      rc::gen::pair(choices(0, 2.0), choices(1, 0.04)),
      [wildlife,
       kinds](const std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>>& both) {
        return mutated(good_history(both.first, wildlife), both.second, kinds);
      });
}

rc::Gen<History> wild_histories() {
  const auto numbers = rc::gen::container<std::vector<std::uint32_t>>(
      9, rc::gen::inRange<std::uint32_t>(0, 1 << 10));
  return rc::gen::map(rc::gen::container<std::vector<std::vector<std::uint32_t>>>(numbers),
                      [](const std::vector<std::vector<std::uint32_t>>& lines) {
                        History history;
                        history.names.users = {"alice", "bob"};
                        history.names.devices = {"alice.phone", "bob.phone", "alice.laptop"};
                        history.names.convs = {"dm", "group"};
                        for (const auto& n : lines) history.events.push_back(wild_event(n));
                        return mutated(std::move(history), {});
                      });
}

}  // namespace imstorm
