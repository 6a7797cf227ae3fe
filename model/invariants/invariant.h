#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>

#include "model/history/event.h"
#include "model/history/names.h"
#include "model/invariants/verdict.h"

namespace imstorm {

enum class LawKind : std::uint8_t {
  Safety,    ///< something bad never happens; judged at every event
  Liveness,  ///< something good happens in the end; judged after a quiet settle
};

/// What a law speaks of. A run is judged by the laws about what its scenario contains and by no
/// others: a law that cannot apply is left out, neither vacuous nor shown as held.
enum class LawTopic : std::uint8_t {
  Chat,     ///< messages that are stored
  Replies,  ///< those of several senders in one conversation
  Signals,  ///< signals, which are not
};

/// A set of event kinds.
class KindSet {
 public:
  constexpr KindSet(std::initializer_list<EventKind> kinds) {
    for (const EventKind kind : kinds) bits_ |= bit(kind);
  }
  static constexpr std::size_t kKindsMax = 64;
  constexpr bool has(EventKind kind) const { return (bits_ & bit(kind)) != 0; }

 private:
  static constexpr std::uint64_t bit(EventKind kind) {
    return std::uint64_t{1} << static_cast<unsigned>(kind);
  }
  std::uint64_t bits_ = 0;
};

/// A law: a small streaming observer of a history. It sees events and nothing else, costs O(1)
/// amortised per event (per member for group laws), and can be copied with the world that it
/// watches.
class Invariant {
 public:
  virtual ~Invariant() = default;
  virtual std::string_view name() const = 0;     ///< stable: appears in reports and links
  virtual std::string_view promise() const = 0;  ///< one sentence that a user would understand
  virtual LawKind kind() const = 0;
  virtual LawTopic topic() const { return LawTopic::Chat; }
  virtual KindSet sees() const = 0;  ///< observe is called for these kinds only
  virtual void observe(std::size_t position, const Event& event) = 0;
  /// Those of the events that it sees, one after the other.
  virtual void observe_all(std::span<const Witness> events) = 0;
  virtual Verdict verdict(const RunEnd& end, const Names& names) const = 0;
  virtual bool broken() const = 0;  ///< cheap: is the verdict broken already, whatever follows
  virtual std::unique_ptr<Invariant> clone() const = 0;

 protected:
  Invariant() = default;
  Invariant(const Invariant&) = default;
  Invariant& operator=(const Invariant&) = default;
};

/// Derive a law as `class SenderFifo final : public Law<SenderFifo>` to get the rest for free.
template <class Self>
class Law : public Invariant {
 public:
  void observe_all(std::span<const Witness> events) final {
    Self& self = static_cast<Self&>(*this);
    const KindSet wanted = self.Self::sees();
    for (const Witness& one : events) {
      if (wanted.has(one.event.kind)) self.Self::observe(one.position, one.event);
    }
  }
  std::unique_ptr<Invariant> clone() const final {
    return std::make_unique<Self>(static_cast<const Self&>(*this));
  }
};

}  // namespace imstorm
