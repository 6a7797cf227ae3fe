#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/history/event.h"
#include "model/history/names.h"
#include "model/invariants/invariant.h"

namespace imstorm {

struct History {
  std::vector<Event> events;
  Names names;
};
void showValue(const History& history,
               std::ostream& out);  // NOLINT: RapidCheck finds it by this name
std::string transcript(const History& history);

/// What a law says of a history.
Verdict judge(Invariant& law, const History& history, const RunEnd& end = {});
template <class L>
Verdict judge(const History& history, const RunEnd& end = {}) {
  L law;
  return judge(law, history, end);
}

/// Tells a history line by line. Users, devices ("alice.phone" belongs to alice), conversations and
/// messages are named; a message is what sent() said of it, plus the position of its last
/// accepted(). Each line happens one millisecond after the one before. Adjust any field through
/// last().
class HistoryBuilder {
 public:
  using Text = std::string_view;

  HistoryBuilder& join(Text user, Text conv, std::uint64_t above = 0);
  HistoryBuilder& leave(Text user, Text conv, std::uint64_t above);
  HistoryBuilder& install(Text device);  ///< with a new inst; implied by a device's first mention
  HistoryBuilder& wipe(Text device);
  HistoryBuilder& reinstall(Text device);  ///< wiped, and its app still knows what it has shown
  HistoryBuilder& forget(Text device);     ///< its cache is lost
  HistoryBuilder& sent(Text device, Text conv, Text message);
  HistoryBuilder& accepted(Text message);  ///< at the conversation's next position
  HistoryBuilder& accepted(Text message, std::uint64_t seq, std::uint32_t lineage = 1);
  HistoryBuilder& acked(Text message);
  HistoryBuilder& rejected(Text message);
  HistoryBuilder& received(Text device, Text message);
  HistoryBuilder& consumed(Text device, Text message);
  HistoryBuilder& cursor(Text device, Text conv, std::uint64_t seq);
  HistoryBuilder& gone(Text device, Text conv, std::uint64_t seq);
  HistoryBuilder& refreshed(Text device, Text conv, std::uint64_t seq, std::int64_t since_ms);
  HistoryBuilder& connected(Text device, std::uint64_t session = 1);
  HistoryBuilder& disconnected(Text device);
  HistoryBuilder& crashed(Text device);
  HistoryBuilder& restarted(Text device);
  HistoryBuilder& probed(Text message, bool survived);
  HistoryBuilder& phase(Phase phase);
  HistoryBuilder& settled(bool nothing_left = true);
  HistoryBuilder& voided(Text conv, std::uint64_t first, std::uint64_t last);
  /// Lineage `from` of conv goes on as `lineage` behind `seq`; accepted() follows with that
  /// lineage.
  HistoryBuilder& forked(Text conv, std::uint64_t seq, std::uint32_t lineage,
                         std::uint32_t from = 1);
  HistoryBuilder& resynced(Text device, Text conv, std::uint64_t seq, std::uint32_t lineage);
  HistoryBuilder& residue(Residue what, Text device, Text conv, std::uint64_t count);

  /// To a user ("bob") or to a conversation ("#team").
  HistoryBuilder& signalled(Text device, Text to, Text signal);
  HistoryBuilder& shown(Text device, Text signal);
  HistoryBuilder& promised(std::int64_t ms);
  HistoryBuilder& disturbed_device(Text device, Instant until = kNever);
  HistoryBuilder& disturbed_process(std::uint32_t process, Instant until = kNever);
  HistoryBuilder& calmed(std::uint32_t process);
  HistoryBuilder& wait(std::int64_t ms);  ///< nothing happens; ends with a Phase event

  Event& last() { return history_.events.back(); }
  const History& history() const { return history_; }
  const std::vector<Event>& events() const { return history_.events; }
  std::int64_t now_ms() const;  ///< of the last line

  UserId user(Text name);
  DeviceId device(Text name);
  ConvId conv(Text name);
  InstId inst(Text device);  ///< the current one
  struct Message {
    BodyId body;
    UserId user;
    DeviceId device;
    InstId inst;
    ConvId conv;
    Cmid cmid;
    Cseq cseq;
    Seq seq;
    Msgid msgid;
    Lineage lineage;
  };
  Message& message(Text name);

 private:
  HistoryBuilder& add(EventKind kind);
  HistoryBuilder& about(EventKind kind, Text device, Text conv);
  HistoryBuilder& by_sender(EventKind kind, Text message);
  HistoryBuilder& at_device(EventKind kind, Text device, Text message);

  History history_;
  std::vector<InstId> inst_of_;  // by device
  std::uint32_t insts_ = 0;
  std::uint64_t msgids_ = 0;
  std::map<InstId, std::uint32_t> cmids_;
  std::map<std::pair<InstId, ConvId>, std::uint32_t> cseqs_;
  std::map<std::pair<ConvId, Lineage>, std::uint64_t> heads_;
  std::map<std::string, Message, std::less<>> messages_;
};

/// What may happen in a generated good history besides sending, accepting, acknowledging, receiving
/// and consuming, and devices that go offline, crash and come back.
struct Wildlife {
  bool wipes = false;  ///< a device loses its storage or cache, and starts again from the first
                       ///< position; at times its app still knows what it has shown
  bool gone = false;  ///< alice.laptop or carol.phone is told that positions cannot be had any more
  bool leaves = true;   ///< carol leaves the group and joins again
  bool rejects = true;  ///< the server says "not sent, for good"
};

/// A perfect chat server with two conversations, three users and four devices, driven by choices:
/// each one is a thing that happens. Ends settled: everybody online, everything consumed.
History good_history(const std::vector<std::uint32_t>& choices, const Wildlife& wildlife = {});

inline constexpr KindSet kAllKinds = {
    EventKind::Joined,    EventKind::Left,      EventKind::Installed,    EventKind::Wiped,
    EventKind::Sent,      EventKind::Accepted,  EventKind::Acked,        EventKind::Rejected,
    EventKind::Received,  EventKind::Consumed,  EventKind::Cursor,       EventKind::Gone,
    EventKind::Refreshed, EventKind::Connected, EventKind::Disconnected, EventKind::Crashed,
    EventKind::Restarted, EventKind::Phase,     EventKind::Probed,       EventKind::Settled,
    EventKind::Residue,   EventKind::Voided,    EventKind::Forgot};

/// Each choice swaps, drops, repeats, moves or re-numbers an event of the kinds. Instants stay in
/// order.
History mutated(History history, const std::vector<std::uint32_t>& choices,
                KindSet kinds = kAllKinds);

/// Generators for RapidCheck.
rc::Gen<History> good_histories(const Wildlife& wildlife = {});
rc::Gen<History> mutated_histories(const Wildlife& wildlife = {},  ///< with 1 to 5 mutations
                                   KindSet kinds = kAllKinds);
rc::Gen<History> wild_histories();  ///< of the kinds that name messages, with small ids at random

}  // namespace imstorm
