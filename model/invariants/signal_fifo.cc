#include "model/invariants/signal_fifo.h"

#include <fmt/format.h>

namespace imstorm {

void SignalFifo::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Signalled) {
    Signal& signal = signals_[event.body.value];
    if (signal.number == 0) {
      signal = {++given_, event.inst, event.device, event.conv, event.peer};
    }
  } else if (event.kind == EventKind::SignalReceived) {
    received(position, event);
  } else if (event.device) {
    lines_.row(event.device).clear();
  }
}

void SignalFifo::received(std::size_t position, const Event& event) {
  const Signal* signal = signals_.find(event.body.value);
  const bool known = signal != nullptr && signal->conv == event.conv;
  if (!known || (!signal->conv && signal->to != event.user)) {
    ++exercised_;
    breach_.add({Witness{position, event}});
    return;
  }
  Line& line = lines_.at(event.device, {signal->from, signal->conv});
  if (line.highest != 0) ++exercised_;
  if (signal->number > line.highest) {
    line.highest = signal->number;
    line.of_highest = {position, event};
  } else {
    breach_.add({line.of_highest, {position, event}});
  }
}

Verdict SignalFifo::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& early = breach_.first();
  const Event& late = breach_.last();
  const auto device = names.of(late.device);
  if (breach_.witnesses().size() == 1) {
    verdict.because = breach_.told(
        fmt::format("{} is shown {}, which nobody signalled to it", device, names.of(late.body)));
  } else if (early.body == late.body) {
    verdict.because =
        breach_.told(fmt::format("{} is shown {} twice", device, names.of(late.body)));
  } else {
    verdict.because = breach_.told(
        fmt::format("{} is shown {} before {}, though {} signalled {} first", device,
                    names.of(early.body), names.of(late.body),
                    names.of(signals_.find(late.body.value)->device), names.of(late.body)));
  }
  return verdict;
}

}  // namespace imstorm
