#include "model/invariants/signal_group_order.h"

#include <fmt/format.h>

#include <utility>

#include "model/invariants/order_circle.h"

namespace imstorm {

void SignalGroupOrder::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Crashed) {
    if (!event.device) return;
    lines_.row(event.device).clear();
    ++lives_[event.device];
    return;
  }
  if (!event.conv) return;
  bool& shown = shown_.at(event.device, event.body);
  if (std::exchange(shown, true)) return;
  Conversation& conversation = conversations_[event.conv];
  Signal& signal = conversation.signals[event.body.value];
  if (signal.node == Precedence::kNone) signal.node = conversation.order.add_node();

  Line& line = lines_.at(event.device, event.conv);
  if (++signal.receivers == 1) {
    signal.first = event.device;
    signal.life = lives_[event.device];
  } else {
    if (signal.receivers == 2 && signal.life == lives_[signal.first]) {
      shared(lines_.at(signal.first, event.conv));
    }
    shared(line);
  }
  const bool begun = std::exchange(line.begun, true);
  const Witness last = std::exchange(line.last, Witness{position, event});
  if (!begun || !conversation.order.consistent()) return;
  const Precedence::Node before = conversation.signals.find(last.event.body.value)->node;
  if (conversation.order.add(before, signal.node) == Precedence::kNone) return;
  conversation.steps.push_back({last, line.last});
  if (!conversation.order.consistent()) contradiction(conversation);
}

/// One signal that two devices share has no order.
void SignalGroupOrder::shared(Line& line) {
  exercised_ += line.has_shared ? 1 : 0;
  line.has_shared = true;
}

void SignalGroupOrder::contradiction(const Conversation& conversation) {
  const auto goes_on = [](const Step& before, const Step& step) {
    return before.then.position == step.first.position;
  };
  std::vector<Step> circle = order_circle(conversation.order, conversation.steps, goes_on);
  std::vector<Witness> shown;
  for (const Step& step : circle) {
    shown.push_back(step.first);
    shown.push_back(step.then);
  }
  if (!breach_) circle_ = std::move(circle);
  breach_.add(std::move(shown));
}

Verdict SignalGroupOrder::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  verdict.because = breach_.told(circle_sentence(circle_, [&](const Step& step) {
    const Event& first = step.first.event;
    return fmt::format("{} is shown {} before {}", names.of(first.device), names.of(first.body),
                       names.of(step.then.event.body));
  }));
  return verdict;
}

}  // namespace imstorm
