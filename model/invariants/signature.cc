#include "model/invariants/signature.h"

#include <algorithm>

#include "model/history/wire.h"

namespace imstorm {
namespace {

/// Is `event` about the message of `told`?
bool same_message(const Event& event, const Event& told) {
  if (told.body) return event.body == told.body;
  if (told.cmid != Cmid{}) return event.cmid == told.cmid;
  return false;
}

/// Each kind of event once, in the order of the witnesses; of what is left over, what it is.
std::string kinds_of(const std::vector<Witness>& witnesses) {
  std::vector<std::string> kinds;
  for (const Witness& witness : witnesses) {
    std::string kind(on_wire(witness.event.kind).name);
    if (witness.event.kind == EventKind::Residue) {
      kind += " " + std::string(kResidueNames[static_cast<std::size_t>(witness.event.what)]);
    }
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
  }
  std::string text;
  for (const std::string& kind : kinds) text += (text.empty() ? "" : ", ") + kind;
  return text;
}

/// How often the message was accepted by the server and, on the witness's own device, received and
/// consumed: never, once or twice. That says which of sequencing, storing and consuming went wrong.
std::string life_of(const Event& told, const std::vector<Event>& history) {
  static constexpr std::string_view times[] = {"not", "once", "twice"};
  std::size_t accepted = 0;
  std::size_t received = 0;
  std::size_t consumed = 0;
  for (const Event& event : history) {
    if (!same_message(event, told)) continue;
    const bool here = event.device == told.device;
    if (event.kind == EventKind::Accepted) ++accepted;
    if (event.kind == EventKind::Received && here) ++received;
    if (event.kind == EventKind::Consumed && here) ++consumed;
  }
  std::string text = "accepted " + std::string(times[std::min<std::size_t>(accepted, 2)]);
  if (!told.device) return text;
  text += ", received " + std::string(times[std::min<std::size_t>(received, 2)]);
  return text + ", consumed " + std::string(times[std::min<std::size_t>(consumed, 2)]);
}

}  // namespace

std::string signature_of(std::string_view law, const Verdict& verdict,
                         const std::vector<Event>& history) {
  std::string text(law);
  if (verdict.witnesses.empty()) return text;
  text += ": " + kinds_of(verdict.witnesses);
  const Event& last = verdict.witnesses.back().event;
  if (history.empty() || !(last.body || last.cmid != Cmid{})) return text;
  return text + "; " + life_of(last, history);
}

}  // namespace imstorm
