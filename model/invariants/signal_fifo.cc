#include "model/invariants/signal_fifo.h"

#include <fmt/format.h>

namespace imstorm {

void SignalFifo::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Joined:
    case EventKind::Left:
      return groups_[event.conv].observe(event);
    case EventKind::Forked:
    case EventKind::Rebuilt:
      return groups_[event.conv].fork(event, [](UserId) {});
    case EventKind::Signalled:
      return given(event);
    case EventKind::SignalReceived:
      return received(position, event);
    default:
      if (event.device) lines_.row(event.device).clear();
  }
}

void SignalFifo::given(const Event& event) {
  Signal& signal = signals_[event.body.value];
  if (signal.number != 0) return;
  signal = {++given_, event.inst, event.device, event.conv, event.peer, event.user, event.at};
}

bool SignalFifo::is_out(const Signal& signal, UserId user) const {
  const SignalGroup* group = signal.conv ? groups_.find(signal.conv) : nullptr;
  return group != nullptr && group->is_out(user, signal.at);
}

bool SignalFifo::for_it(const Signal& signal, const Event& shown) const {
  if (signal.conv != shown.conv) return false;
  if (!signal.conv) return signal.to == shown.user;
  return !is_out(signal, signal.by) && !is_out(signal, shown.user);
}

void SignalFifo::received(std::size_t position, const Event& event) {
  const Signal* signal = signals_.find(event.body.value);
  if (signal == nullptr || !for_it(*signal, event)) {
    ++exercised_;
    if (!breach_) by_outsider_ = signal != nullptr && is_out(*signal, signal->by);
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

/// The first breach is one signal that has no place in any order.
std::string SignalFifo::stray(const Event& shown, const Names& names) const {
  const auto device = names.of(shown.device);
  const auto what = names.of(shown.body);
  const Signal* signal = signals_.find(shown.body.value);
  if (signal == nullptr || !shown.conv || signal->conv != shown.conv) {
    return fmt::format("{} is shown {}, which nobody signalled to it", device, what);
  }
  const auto group = names.of(shown.conv);
  if (!by_outsider_) return fmt::format("{} is shown {}, and is not in {}", device, what, group);
  return fmt::format("{} is shown {} of {}, who is not in {}", device, what,
                     names.of(signal->device), group);
}

Verdict SignalFifo::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& early = breach_.first();
  const Event& late = breach_.last();
  const auto device = names.of(late.device);
  if (breach_.witnesses().size() == 1) {
    verdict.because = breach_.told(stray(late, names));
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
