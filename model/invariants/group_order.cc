#include "model/invariants/group_order.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "sim/core/hash.h"

namespace imstorm {

namespace {

/// A copy in another lineage is another message: only what is of one lineage has one order.
std::uint64_t name_of(const Event& consumed) {
  const std::uint64_t cmid = consumed.cmid.packed();
  return consumed.lineage == Lineage{} ? cmid : hash_mix(cmid, consumed.lineage.value);
}

}  // namespace

void GroupOrder::observe(std::size_t position, const Event& event) {
  Conversation& conversation = conversations_[event.conv];
  Message& message = conversation.messages[name_of(event)];
  if (message.node == Precedence::kNone) message.node = conversation.order.add_node();
  Line& line = lines_.at(event.inst, event.conv);
  if (!line.shown.add(Seq{message.node + std::uint64_t{1}})) return;
  // The first consumer is counted when there is a second one.
  exercised_ += ++message.consumers == 2 ? 2 : message.consumers > 2 ? 1 : 0;

  const Precedence::Node before = std::exchange(line.last_node, message.node);
  const TakenMessage last = std::exchange(line.last, TakenMessage::of(position, event));
  if (before == Precedence::kNone || !conversation.order.consistent()) return;
  if (conversation.order.add(before, message.node) == Precedence::kNone) return;
  conversation.steps.push_back({event.device, event.inst, event.conv, last, line.last});
  if (!conversation.order.consistent()) contradiction(conversation);
}

void GroupOrder::contradiction(const Conversation& conversation) {
  std::vector<Step> cycle;
  for (const Precedence::Pair pair : conversation.order.shortest_cycle()) {
    const Step& step = conversation.steps[pair];
    if (!cycle.empty() && cycle.back().inst == step.inst) {
      cycle.back().then = step.then;
    } else {
      cycle.push_back(step);
    }
  }
  if (cycle.size() > 1 && cycle.front().inst == cycle.back().inst) {
    cycle.front().first = cycle.back().first;
    cycle.pop_back();
  }
  std::vector<Witness> shown;
  for (const Step& step : cycle) {
    Event like;
    like.kind = EventKind::Consumed;
    like.device = step.device;
    like.inst = step.inst;
    like.conv = step.conv;
    shown.push_back(step.first.witness(like));
    shown.push_back(step.then.witness(like));
  }
  if (!breach_) cycle_ = std::move(cycle);
  breach_.add(std::move(shown));
}

Verdict GroupOrder::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  std::string sentence;
  for (const Step& step : cycle_) {
    const bool last = &step == &cycle_.back();
    sentence +=
        fmt::format("{}{} shows {} before {}",
                    sentence.empty() ? ""
                    : last           ? " and "
                                     : ", ",
                    names.of(step.device), names.of(step.first.body), names.of(step.then.body));
  }
  verdict.because = breach_.told(std::move(sentence));
  return verdict;
}

}  // namespace imstorm
