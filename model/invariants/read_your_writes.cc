#include "model/invariants/read_your_writes.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

void ReadYourWrites::observe(std::size_t position, const Event& event) {
  switch (event.kind) {
    case EventKind::Sent:
      bodies_[event.cmid.packed()] = event.body;
      return;
    case EventKind::Acked:
      return acked(position, event);
    case EventKind::Refreshed:
      return refreshed(position, event);
    case EventKind::Consumed:
      return consumed(event);
    case EventKind::Rejected:  // it was told otherwise since
      if (event.cmid.inst == event.inst) devices_[event.inst].waiting.erase(event.cmid.n);
      return;
    case EventKind::Gone: {
      Seq& gone = gone_.at(event.inst, event.conv);
      gone = std::max(gone, event.seq);
      return;
    }
    default:
      devices_[event.inst].wiped = true;
      devices_[event.inst].waiting.clear();
      return;
  }
}

void ReadYourWrites::acked(std::size_t position, const Event& event) {
  ++exercised_;
  std::vector<TakenMessage>& told = told_.at(event.inst, event.conv);
  if (told.empty() || told.back().seq < event.seq)
    told.push_back(TakenMessage::of(position, event));
  Device& device = devices_[event.inst];
  if (event.cmid.inst != event.inst || device.wiped || device.consumed.has(Seq{event.cmid.n}))
    return;
  if (device.waiting.find(event.cmid.n) == nullptr)
    device.waiting[event.cmid.n] = {position, event};
}

void ReadYourWrites::refreshed(std::size_t position, const Event& event) {
  const std::vector<TakenMessage>* told = told_.find(event.inst, event.conv);
  if (told == nullptr) return;
  // Answers are younger than most acknowledgements, so this looks at the last few.
  auto ack = told->rbegin();
  while (ack != told->rend() && ack->at >= event.since) ++ack;
  if (ack == told->rend()) return;
  ++exercised_;
  if (event.seq >= ack->seq) return;
  Event like = event;
  like.kind = EventKind::Acked;
  like.since = Instant{};
  breach_.add({ack->witness(like), {position, event}});
}

void ReadYourWrites::consumed(const Event& event) {
  if (event.cmid.inst != event.inst || !event.inst) return;
  Device& device = devices_[event.inst];
  device.consumed.add(Seq{event.cmid.n});
  device.waiting.erase(event.cmid.n);
}

/// What was acknowledged and never seen, first the one that was acknowledged first.
Breach ReadYourWrites::unseen() const {
  std::vector<Witness> all;
  for (const Device& device : devices_.items()) {
    for (const auto& [n, ack] : device.waiting) {
      const Seq* gone = gone_.find(ack.event.inst, ack.event.conv);
      if (gone == nullptr || *gone < ack.event.seq) all.push_back(ack);
    }
  }
  std::sort(all.begin(), all.end(),
            [](const Witness& a, const Witness& b) { return a.position < b.position; });
  Breach breach;
  for (const Witness& ack : all) breach.add({ack});
  return breach;
}

Verdict ReadYourWrites::verdict(const RunEnd& end, const Names& names) const {
  const auto name = [&](Cmid cmid) {
    const BodyId* body = bodies_.find(cmid.packed());
    return names.of(body == nullptr ? BodyId{} : *body);
  };
  if (!breach_ && end.complete && end.quiet) {
    const Breach breach = unseen();
    Verdict verdict = ruling(kind(), end, exercised_, breach);
    if (!breach) return verdict;
    const Event& ack = breach.first();
    verdict.because = breach.told(fmt::format("{} was told \"sent\" for its {} and never shows it",
                                              names.of(ack.device), name(ack.cmid)));
    return verdict;
  }
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& ack = breach_.first();
  const Event& answer = breach_.last();
  verdict.because = breach_.told(fmt::format(
      "{} was told \"sent\" for its {} at number {} of {}, asked afterwards, and was told that "
      "number "
      "{} is the newest",
      names.of(ack.device), name(ack.cmid), ack.seq.value, names.of(ack.conv), answer.seq.value));
  return verdict;
}

}  // namespace imstorm
