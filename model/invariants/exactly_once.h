#pragma once

#include <vector>

#include "model/invariants/breach.h"
#include "model/invariants/consumed_set.h"
#include "model/invariants/installations.h"
#include "model/invariants/invariant.h"
#include "model/invariants/position_set.h"
#include "sim/core/dense.h"

namespace imstorm {

/// No installation consumes a message twice, nor twice what stands at one position. A message is
/// what the user wrote: the same content under another message id is the same message, unless the
/// history says that it was written several times (by other installations, for other
/// conversations or with other cseqs); then the ids alone tell. A reinstall whose app knows what it
/// had shown is the same installation.
class ExactlyOnce final : public Law<ExactlyOnce> {
 public:
  std::string_view name() const override { return "exactly-once"; }
  std::string_view promise() const override {
    return "No device shows a message twice, whatever is retried or restarted.";
  }
  LawKind kind() const override { return LawKind::Safety; }
  KindSet sees() const override {
    return {EventKind::Installed, EventKind::Wiped, EventKind::Sent, EventKind::Consumed};
  }
  void observe(std::size_t position, const Event& event) override;
  Verdict verdict(const RunEnd& end, const Names& names) const override;
  bool broken() const override { return static_cast<bool>(breach_); }

 private:
  static constexpr std::uint64_t kSeveralTimes = ~std::uint64_t{0};
  /// Consumptions that are kept word for word, so that a short history shows both of a pair.
  static constexpr std::size_t kKeptMax = 512;

  void sent(const Event& event);
  void consumed(std::size_t position, const Event& event);
  bool names_one_message(BodyId body) const;

  Installations installations_;
  ConsumedSet consumed_;
  DenseVector<InstId, PositionSet> bodies_;     // by number + 1, since positions count from 1
  DenseVector<BodyId, std::uint64_t> written_;  // a hash of how; 0: unknown; or kSeveralTimes
  std::vector<Witness> kept_;
  Breach breach_;
  bool message_again_ = false;  // the first breach repeats a message (or else only a position)
  std::uint64_t exercised_ = 0;
};

}  // namespace imstorm
