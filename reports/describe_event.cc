#include "reports/describe_event.h"

#include <fmt/format.h>

#include "reports/figures.h"

namespace imstorm {
namespace {

/// A message by its name; without one by its client id.
std::string message_of(const Event& e, const Names& names) {
  if (e.body) return std::string(names.of(e.body));
  if (e.cmid.n != 0)
    return fmt::format("message {} of installation {}", e.cmid.n, e.cmid.inst.value);
  return "a message";
}

/// "(seq 7)", with the lineage if it is not the first.
std::string place_of(const Event& e) {
  if (e.lineage != Lineage{})
    return fmt::format("(seq {}, lineage {})", e.seq.value, e.lineage.value);
  return fmt::format("(seq {})", e.seq.value);
}

std::string waiting(const Event& e, const Names& names) {
  const std::string where = e.conv ? fmt::format(" in {}", names.of(e.conv)) : "";
  switch (e.what) {
    case Residue::None:
      return "has something left";
    case Residue::Outbox:
      return fmt::format("has {} without an outcome in its outbox{}", counted(e.value, "message"),
                         where);
    case Residue::Pull:
      return "waits for the answer to a pull" + where;
    case Residue::Unconsumed:
      return fmt::format("holds {} that it may not consume{}", counted(e.value, "message"), where);
    case Residue::Offline:
      return "wants a session and has none";
    case Residue::Notify:
      return fmt::format("repeats {}{}", counted(e.value, "notification"), where);
    case Residue::Permit:
      return fmt::format("repeats {}{}", counted(e.value, "consumption notice"), where);
    case Residue::Queue:
      return fmt::format("has {} in a worker's queue", counted(e.value, "input"));
    case Residue::Retained:
      return fmt::format("keeps {} that every device consumed{}",
                         e.value == 1 ? "1 log entry" : grouped(e.value) + " log entries", where);
  }
  return "has something left";
}

std::string phase_of(const Event& e) {
  const bool known = e.value < std::size(kPhaseNames);
  return fmt::format("enters the phase {}", known ? kPhaseNames[e.value] : "unknown");
}

std::string membership_of(const Event& e, std::string_view conv) {
  const bool joins = e.kind == EventKind::Joined;
  return fmt::format("{} {} and may see {} after seq {}", joins ? "joins" : "leaves", conv,
                     joins ? "what comes" : "nothing", e.seq.value);
}

std::string permit_of(const Event& e) {
  const bool known = e.value < std::size(kPermitNames);
  return fmt::format("permits losses by {}", known ? kPermitNames[e.value] : "something unknown");
}

std::string lineage_of(const Event& e, std::string_view conv) {
  if (e.kind == EventKind::Permitted) return permit_of(e);
  const std::string what =
      fmt::format("lineage {} of {} behind seq {}", e.lineage.value, conv, e.seq.value);
  if (e.kind == EventKind::Resynced) return "goes over to " + what;
  return fmt::format("begins {}: {}", what,
                     e.kind == EventKind::Forked ? "later ones may be lost" : "disks were lost");
}

/// How far it is in a conversation.
std::string progress_of(const Event& e, std::string_view conv) {
  switch (e.kind) {
    case EventKind::Cursor:
      return fmt::format("needs nothing of {} up to seq {}", conv, e.seq.value);
    case EventKind::Gone:
      return fmt::format("is told that {} up to seq {} is gone", conv, e.seq.value);
    case EventKind::GivenUp:
      return fmt::format("is not waited for any more: {} up to seq {} is kept for it no longer",
                         conv, e.seq.value);
    default:
      return fmt::format("is told that seq {} is the newest of {}", e.seq.value, conv);
  }
}

/// What the actor does or suffers.
std::string deed(const Event& e, const Names& names) {
  const std::string message = message_of(e, names);
  const std::string_view conv = names.of(e.conv);
  switch (e.kind) {
    case EventKind::Joined:
    case EventKind::Left:
      return membership_of(e, conv);
    case EventKind::Installed:
      return fmt::format("starts with empty storage{} (installation {})",
                         e.value != 0 ? ", but its app knows what it had shown," : "",
                         e.inst.value);
    case EventKind::Wiped:
      return fmt::format("loses its storage (installation {})", e.inst.value);
    case EventKind::Sent:
      return fmt::format("sends {} to {}", message, conv);
    case EventKind::Accepted:
      return fmt::format("accepts {}'s {} into {} {}", names.of(e.user), message, conv,
                         place_of(e));
    case EventKind::Acked:
      return fmt::format("is told that {} is sent {}", message, place_of(e));
    case EventKind::Rejected:
      return fmt::format("is told that {} is not sent, for good", message);
    case EventKind::Received:
      return fmt::format("stores {} {}", message, place_of(e));
    case EventKind::Consumed:
      return fmt::format("consumes {} {}", message, place_of(e));
    case EventKind::Cursor:
    case EventKind::Gone:
    case EventKind::GivenUp:
    case EventKind::Refreshed:
      return progress_of(e, conv);
    case EventKind::Connected:
      return fmt::format("connects (session {})", e.value);
    case EventKind::Disconnected:
      return "notices that its session ended";
    case EventKind::Crashed:
    case EventKind::Restarted:
      return e.kind == EventKind::Crashed ? "crashes" : "starts again";
    case EventKind::Phase:
      return phase_of(e);
    case EventKind::Probed:
      return fmt::format(
          "{} {} in {}{} when everything volatile is lost right after its acknowledgement",
          e.value == 0 && e.seq == Seq{} ? "no longer has" : "still has", message, conv,
          e.value == 0 && e.seq != Seq{} ? ", but does not bring it to everybody," : "");
    case EventKind::Settled:
      return e.value != 0 ? "comes to rest" : "does not come to rest within its bound";
    case EventKind::Residue:
      return waiting(e, names);
    case EventKind::Signalled:
      return fmt::format("signals {} to {}", message, e.peer ? names.of(e.peer) : conv);
    case EventKind::SignalReceived:
      return fmt::format("is shown the signal {}", message);
    case EventKind::Promised:
      return fmt::format("is promised signals within {}", length_of(e.value));
    case EventKind::Disturbed:
    case EventKind::Calmed:
      return e.kind == EventKind::Disturbed ? "is touched by a fault" : "is free of faults again";
    case EventKind::Voided:
      return fmt::format("declares {} void from seq {} to {}", conv, e.value, e.seq.value);
    case EventKind::Forgot:
      return "loses its cache: its cursors, and what it had received and not shown";
    case EventKind::Forked:
    case EventKind::Rebuilt:
    case EventKind::Resynced:
    case EventKind::Permitted:
      return lineage_of(e, conv);
  }
  return "does something";
}

}  // namespace

std::string actor_of(const Event& event, const Names& names) {
  switch (event.kind) {
    case EventKind::Joined:
    case EventKind::Left:
      return std::string(names.of(event.user));
    case EventKind::Accepted:
    case EventKind::Probed:
    case EventKind::Voided:
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return "the server";
    case EventKind::Phase:
    case EventKind::Settled:
    case EventKind::Promised:
    case EventKind::Permitted:
      return "the run";
    case EventKind::Disturbed:
      if (!event.device && !event.process) return "everything";
      break;
    default:
      break;
  }
  return std::string(event.device ? names.of(event.device) : names.of(event.process));
}

std::string describe(const Event& event, const Names& names) {
  return actor_of(event, names) + " " + deed(event, names);
}

}  // namespace imstorm
