#include "model/invariants/signal_group_order.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace imstorm {

void SignalGroupOrder::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Crashed) {
    if (event.device) lines_.row(event.device).clear();
    return;
  }
  if (!event.conv) return;
  bool& shown = shown_.at(event.device, event.body);
  if (std::exchange(shown, true)) return;
  Conversation& conversation = conversations_[event.conv];
  Signal& signal = conversation.signals[event.body.value];
  if (signal.node == Precedence::kNone) signal.node = conversation.order.add_node();
  // The first receiver is counted when there is a second one.
  exercised_ += ++signal.receivers == 2 ? 2 : signal.receivers > 2 ? 1 : 0;

  Line& line = lines_.at(event.device, event.conv);
  const bool begun = std::exchange(line.begun, true);
  const Witness last = std::exchange(line.last, Witness{position, event});
  if (!begun || !conversation.order.consistent()) return;
  const Precedence::Node before = conversation.signals.find(last.event.body.value)->node;
  if (conversation.order.add(before, signal.node) == Precedence::kNone) return;
  conversation.steps.push_back({last, line.last});
  if (!conversation.order.consistent()) contradiction(conversation);
}

void SignalGroupOrder::contradiction(const Conversation& conversation) {
  std::vector<Step> cycle;
  for (const Precedence::Pair pair : conversation.order.shortest_cycle()) {
    const Step& step = conversation.steps[pair];
    const bool goes_on = !cycle.empty() && cycle.back().then.position == step.first.position;
    if (goes_on) {
      cycle.back().then = step.then;
    } else {
      cycle.push_back(step);
    }
  }
  if (cycle.size() > 1 && cycle.back().then.position == cycle.front().first.position) {
    cycle.front().first = cycle.back().first;
    cycle.pop_back();
  }
  std::vector<Witness> shown;
  for (const Step& step : cycle) {
    shown.push_back(step.first);
    shown.push_back(step.then);
  }
  if (!breach_) cycle_ = std::move(cycle);
  breach_.add(std::move(shown));
}

Verdict SignalGroupOrder::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  std::string sentence;
  for (const Step& step : cycle_) {
    const bool last = &step == &cycle_.back();
    const Event& first = step.first.event;
    sentence +=
        fmt::format("{}{} is shown {} before {}",
                    sentence.empty() ? ""
                    : last           ? " and "
                                     : ", ",
                    names.of(first.device), names.of(first.body), names.of(step.then.event.body));
  }
  verdict.because = breach_.told(std::move(sentence));
  return verdict;
}

}  // namespace imstorm
