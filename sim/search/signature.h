#pragma once

#include <string>
#include <vector>

namespace imstorm {

/// What makes two findings the same one, however they came about: which law broke, what broke it
/// (the kinds of the events that show it), and which mechanisms were at work on the way there.
///
/// Shrinking keeps `same_breach`; the mechanisms are those of what is left then. A campaign, which
/// sees more runs than can be shrunk, goes by less (model/invariants/signature.h).
struct Signature {
  std::string law;                      ///< "exactly-once"; empty: nothing is broken
  std::string broken;                   ///< each kind of witness once: "sent consumed"
  std::vector<std::string> mechanisms;  ///< "crash", "SEND_ACK lost"; sorted, each once

  explicit operator bool() const { return !law.empty(); }
  bool same_breach(const Signature& other) const {
    return law == other.law && broken == other.broken;
  }
  friend auto operator<=>(const Signature&, const Signature&) = default;
};

/// "exactly-once: consumed | crash, SEND_ACK lost"
inline std::string text_of(const Signature& signature) {
  std::string text = signature.law + ": " + signature.broken;
  const char* gap = " | ";
  for (const std::string& mechanism : signature.mechanisms) {
    text += gap + mechanism;
    gap = ", ";
  }
  return text;
}

}  // namespace imstorm
