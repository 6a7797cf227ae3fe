#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/history/event.h"
#include "model/invariants/verdict.h"

namespace imstorm {

/// What makes two findings the same one, however they came about: which law broke, what shows it
/// (the kinds of the witnesses), and which mechanisms had their part in it. Small words without
/// names or numbers, so that a smaller run of the same bug has the same one.
///
/// Shrinking keeps `same_breach`. A campaign tells findings apart by the whole, with what became
/// of the message for mechanisms; a case has those on the lineage of its violation (faults, and
/// frames that were lost, late or repeated).
struct Signature {
  std::string law;                      ///< "exactly-once"; empty: nothing is broken
  std::string broken;                   ///< each kind of witness once: "sent, consumed"
  std::vector<std::string> mechanisms;  ///< "accepted twice"; "crash", "SEND_ACK lost"

  explicit operator bool() const { return !law.empty(); }
  bool same_breach(const Signature& other) const {
    return law == other.law && broken == other.broken;
  }
  friend auto operator<=>(const Signature&, const Signature&) = default;
};

/// "exactly-once: consumed | crash, SEND_ACK lost"
std::string text_of(const Signature& signature);

/// REQUIRES: the verdict is broken. With a history, the mechanisms say how often the message that
/// it is about was accepted by the server and, on the witness's device, received and consumed.
Signature signature_of(std::string_view law, const Verdict& verdict,
                       const std::vector<Event>& history = {});

}  // namespace imstorm
