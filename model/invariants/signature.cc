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
std::vector<std::string> life_of(const Event& told, const std::vector<Event>& history) {
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
  const auto often = [](const char* what, std::size_t n) {
    static constexpr std::string_view times[] = {" not", " once", " twice"};
    return what + std::string(times[std::min<std::size_t>(n, 2)]);
  };
  std::vector<std::string> life = {often("accepted", accepted)};
  if (!told.device) return life;
  life.push_back(often("received", received));
  life.push_back(often("consumed", consumed));
  return life;
}

}  // namespace

std::string text_of(const Signature& signature) {
  std::string text = signature.law;
  if (!signature.broken.empty()) text += ": " + signature.broken;
  const char* gap = " | ";
  for (const std::string& mechanism : signature.mechanisms) {
    text += gap + mechanism;
    gap = ", ";
  }
  return text;
}

Signature signature_of(std::string_view law, const Verdict& verdict,
                       const std::vector<Event>& history) {
  Signature signature{std::string(law), kinds_of(verdict.witnesses), {}};
  if (history.empty() || verdict.witnesses.empty()) return signature;
  const Event& last = verdict.witnesses.back().event;
  if (last.body || last.cmid != Cmid{}) signature.mechanisms = life_of(last, history);
  return signature;
}

}  // namespace imstorm
