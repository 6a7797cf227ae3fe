#include "model/invariants/group_order.h"

#include <fmt/format.h>

#include <utility>

#include "model/invariants/order_circle.h"

namespace imstorm {

void GroupOrder::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Resynced) return resynced(event);
  consumed(position, event);
}

/// One message that two devices share has no order.
void GroupOrder::shared(Line& line) {
  exercised_ += line.has_shared ? 1 : 0;
  line.has_shared = true;
}

void GroupOrder::resynced(const Event& event) {
  Line& line = lines_.at(event.inst, event.conv);
  if (event.value == event.seq.value && line.last.seq > event.seq) {
    line.last_node = Precedence::kNone;
  }
}

void GroupOrder::consumed(std::size_t position, const Event& event) {
  Conversation& conversation = conversations_[event.conv];
  Message& message = conversation.messages[name_in_lineage(event)];
  if (message.node == Precedence::kNone) message.node = conversation.order.add_node();
  Line& line = lines_.at(event.inst, event.conv);
  if (!line.shown.add(Seq{message.node + std::uint64_t{1}})) return;
  if (++message.consumers == 1) {
    message.first = event.inst;
  } else {
    if (message.consumers == 2) shared(lines_.at(message.first, event.conv));
    shared(line);
  }

  const Precedence::Node before = std::exchange(line.last_node, message.node);
  const TakenMessage last = std::exchange(line.last, TakenMessage::of(position, event));
  if (before == Precedence::kNone || !conversation.order.consistent()) return;
  if (conversation.order.add(before, message.node) == Precedence::kNone) return;
  conversation.steps.push_back({event.device, event.inst, event.conv, last, line.last});
  if (!conversation.order.consistent()) contradiction(conversation);
}

void GroupOrder::contradiction(const Conversation& conversation) {
  const auto of_one = [](const Step& before, const Step& step) { return before.inst == step.inst; };
  std::vector<Step> circle = order_circle(conversation.order, conversation.steps, of_one);
  std::vector<Witness> shown;
  for (const Step& step : circle) {
    Event like;
    like.kind = EventKind::Consumed;
    like.device = step.device;
    like.inst = step.inst;
    like.conv = step.conv;
    shown.push_back(step.first.witness(like));
    shown.push_back(step.then.witness(like));
  }
  if (!breach_) circle_ = std::move(circle);
  breach_.add(std::move(shown));
}

Verdict GroupOrder::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  verdict.because = breach_.told(circle_sentence(circle_, [&](const Step& step) {
    return fmt::format("{} shows {} before {}", names.of(step.device), names.of(step.first.body),
                       names.of(step.then.body));
  }));
  return verdict;
}

}  // namespace imstorm
