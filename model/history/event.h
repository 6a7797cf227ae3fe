#pragma once

#include <cstdint>
#include <string_view>

#include "model/types/ids.h"
#include "sim/core/time.h"

namespace imstorm {

/// What an outside observer can see. The laws read nothing else.
/// The fields that a kind uses are named behind it; all others keep their defaults.
enum class EventKind : std::uint8_t {
  // Who is there.
  Joined,     ///< user sees positions above seq of conv: user, conv, seq
  Left,       ///< user sees no position above seq of conv any more: user, conv, seq
  Installed,  ///< a device starts with empty storage: user, device, inst; value = 1 if its app
              ///< still
              ///< knows what it had shown before on this device (a reinstall)
  Wiped,  ///< a device's storage is destroyed with all it held: user, device, inst (the old one)

  // The life of a message.
  Sent,      ///< the app's call to send has returned: user, device, inst, conv, cmid, cseq, body
  Accepted,  ///< the server committed it at a position: conv, lineage, seq, msgid, cmid, body, user
             ///< (author)
  Acked,     ///< the sender's app was told "sent": user, device, inst, conv, cmid, seq, msgid
  Rejected,  ///< the sender's app was told "not sent, for good": user, device, inst, conv, cmid
  Received,  ///< a device holds it durably, not yet shown: user, device, inst, conv, seq, msgid,
             ///< cmid
  Consumed,  ///< the app of a device took it: user, device, inst, conv, seq, msgid, cmid, body

  // What a device believes.
  Cursor,  ///< it needs nothing up to seq any more: device, inst, conv, seq
  Gone,    ///< it was told that positions up to seq cannot be had any more: device, inst, conv, seq
  Refreshed,  ///< it was told "seq is the newest", asked at since: device, inst, conv, seq, since

  // Around it.
  Connected,     ///< a session began: user, device, inst, value = session
  Disconnected,  ///< it noticed that the session ended: user, device, inst
  Crashed,       ///< an app or a server process died: device or process
  Restarted,     ///< and came back: device or process

  // The run.
  Phase,   ///< a phase begins: value = index into kPhaseNames
  Probed,  ///< in a copy of the world in which all volatile state was lost right after the
  ///< acknowledgement, the message reached everybody in the end (value 1) or did not (value
  ///< 0), and the server had it at seq, or (0) not at all: conv, cmid, device (told), inst
  Settled,  ///< settling ended: value 1 = nothing left to do, 0 = the bound was reached
  Residue,  ///< after settling, something is still waiting: device or process, conv, what, value =
            ///< count

  // Signals, which are shown at once or never.
  Signalled,  ///< the app signals to the user `peer` or to all of conv: user, device, inst, peer or
              ///< conv, body (no other signal has it)
  SignalReceived,  ///< the app of a device is shown one: user, device, inst, conv or not, body
  Promised,   ///< from now on signals take at most this long while nothing disturbs them: value, ns
  Disturbed,  ///< a fault touches what a device or a process does or how it is reached, or, with
              ///< neither, everything: until since, or (since = kNever) until Calmed, of a device
              ///< until it is Connected again
  Calmed,     ///< that is over: process

  // Numbers apart from messages.
  Voided,  ///< the server decided that positions value to seq of conv hold nothing, and never will:
           ///< conv, lineage, seq, value = the first of them
  // Devices that lose something.
  Forgot,  ///< a device lost its cache: its cursors, and what it held and had not shown: user,
           ///< device, inst

  // Histories that part.
  Forked,    ///< acknowledged positions of conv may be lost: its lineage `value` goes on as another
             ///< one behind seq: conv, lineage, seq, value
  Rebuilt,   ///< the same, because stores lost their disks
  Resynced,  ///< a device left its lineage for another one, which has the same up to seq: device,
             ///< inst, conv, lineage, seq
  Permitted,  ///< such a loss is no finding if nobody is left who could make it good: value = index
              ///< into kPermitNames
  GivenUp,    ///< the server keeps nothing up to seq for a device that it has not heard of for too
              ///< long: device, conv, seq
};

/// What a scenario may permit its storm to destroy, each with the event that says that it happened.
inline constexpr std::string_view kPermitNames[] = {"failover", "disks", "absence"};
enum class Permit : std::uint8_t {
  Failover,  ///< what a replica that was behind did not have when it took the lead (Forked)
  Disks,     ///< what stores lost with their disks (Rebuilt)
  Absence,  ///< what was trimmed while a device was away for longer than it is waited for (GivenUp)
};

inline constexpr std::string_view kPhaseNames[] = {"storm", "heal", "settle", "judge"};
enum class Phase : std::uint8_t { Storm, Heal, Settle, Judge };

/// What a Residue event found waiting.
enum class Residue : std::uint8_t {
  None,
  Outbox,      ///< messages in an outbox without an outcome
  Pull,        ///< a pull without an answer
  Unconsumed,  ///< messages received and never permitted
  Offline,     ///< a device that wants a session and has none
  Notify,      ///< notifications that are still repeated
  Permit,      ///< consumption notices that are still repeated
  Queue,       ///< inputs in a worker's run queue
  Retained,    ///< log entries that every device consumed and that were not trimmed
};
inline constexpr std::string_view kResidueNames[] = {
    "", "outbox", "pull", "unconsumed", "offline", "notify", "permit", "queue", "retained"};

/// One observable event. Plain data, so that a recorded run of a real system can be judged as well.
struct Event {
  Instant at;
  EventKind kind{};
  Residue what{};
  Lineage lineage;
  Cseq cseq;
  UserId user;
  DeviceId device;
  InstId inst;
  ConvId conv;
  BodyId body;
  StrongId<struct ProcessTag> process;
  UserId peer;
  Cmid cmid;
  Msgid msgid;
  Seq seq;
  Instant since;
  std::uint64_t value = 0;
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace imstorm
