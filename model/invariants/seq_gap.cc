#include "model/invariants/seq_gap.h"

#include <fmt/format.h>

#include <algorithm>

namespace imstorm {

void SeqGap::observe(std::size_t position, const Event& event) {
  if (event.kind == EventKind::Accepted) {
    accepted(position, event);
  } else if (event.kind == EventKind::Voided) {
    conversations_[event.conv].voided.add(Seq{event.value}, event.seq);
    decided(position, event, Seq{event.value});
  } else if (event.kind == EventKind::Forked ||
             event.kind == EventKind::Rebuilt) {  // the places between two lineages hold nothing
    conversations_[event.conv].decided.add(Seq{event.value + 1}, event.seq);
  } else if (event.kind == EventKind::Gone) {
    Seq& gone = gone_.at(event.inst, event.conv);
    gone = std::max(gone, event.seq);
  } else if (event.seq != Seq{}) {
    ++exercised_;
    passes(position, event);
  }
}

void SeqGap::accepted(std::size_t position, const Event& event) {
  if (conversations_[event.conv].voided.has(event.seq)) breach(event.seq, {{position, event}});
  decided(position, event, event.seq);
}

void SeqGap::decided(std::size_t position, const Event& event, Seq first) {
  Conversation& conversation = conversations_[event.conv];
  if (event.seq < first) return;
  conversation.decided.add(first, event.seq);
  if (first >= conversation.first) return;
  if (conversation.passed.has_any(first, Seq{conversation.first.value - 1})) {
    breach(first, {*conversation.passer, {position, event}});
  }
  conversation.first = first;
}

void SeqGap::passes(std::size_t position, const Event& reader) {
  Conversation& conversation = conversations_[reader.conv];
  const Seq* gone = gone_.find(reader.inst, reader.conv);
  const Seq from = gone == nullptr ? Seq{1} : gone->next();
  const Seq hole = conversation.decided.first_missing(std::max(from, conversation.first));
  if (conversation.first != kNone && hole <= reader.seq) {
    breach(hole, {{position, reader}});
    return;
  }
  const Seq below{std::min(reader.seq.value, conversation.first.value - 1)};
  if (conversation.first == Seq{1} || below < from) return;
  conversation.passed.add(from, below);
  if (!conversation.passer || conversation.passer->event.seq < reader.seq) {
    conversation.passer = Witness{position, reader};
  }
}

void SeqGap::breach(Seq hole, std::initializer_list<Witness> shown) {
  if (!breach_) hole_ = hole;
  breach_.add(shown);
}

Verdict SeqGap::verdict(const RunEnd& end, const Names& names) const {
  Verdict verdict = ruling(kind(), end, exercised_, breach_);
  if (!breach_) return verdict;
  const Event& reader = breach_.first();
  if (reader.kind == EventKind::Accepted) {
    verdict.because = breach_.told(fmt::format(
        "{}'s {} got number {} of {}, which had been declared void", names.of(reader.user),
        names.of(reader.body), reader.seq.value, names.of(reader.conv)));
    return verdict;
  }
  const std::string_view how = reader.kind == EventKind::Cursor     ? "needs nothing up to"
                               : reader.kind == EventKind::Received ? "was handed"
                                                                    : "shows";
  verdict.because = breach_.told(fmt::format("{} {} number {} of {} while number {} is undecided",
                                             names.of(reader.device), how, reader.seq.value,
                                             names.of(reader.conv), hole_.value));
  return verdict;
}

}  // namespace imstorm
