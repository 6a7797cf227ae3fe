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
  } else if (event.kind == EventKind::Resynced) {
    resynced(event);
  } else if (event.kind == EventKind::Gone) {
    Seq& gone = readers_.at(event.inst, event.conv).gone;
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

void SeqGap::resynced(const Event& event) {
  Reader& reader = readers_.at(event.inst, event.conv);
  if (event.value != event.seq.value) {
    return reader.left_out.add(Seq{event.value + 1}, event.seq);
  }
  reader.gone = std::min(reader.gone, event.seq);
  reader.sound = std::min(reader.sound, event.seq);
  reader.left_out.cut(event.seq);
}

/// The first of from..last that is not decided, or something beyond.
Seq SeqGap::first_hole(const Conversation& conversation, const Reader* reader, Seq from, Seq last) {
  Seq at = conversation.decided.first_missing(from);
  while (reader != nullptr && at <= last && reader->left_out.has(at)) {
    at = conversation.decided.first_missing(reader->left_out.first_missing(at));
  }
  return at;
}

void SeqGap::passes(std::size_t position, const Event& event) {
  Conversation& conversation = conversations_[event.conv];
  const Reader* reader = readers_.find(event.inst, event.conv);
  const Seq from = reader == nullptr ? Seq{1} : std::max(reader->gone, reader->sound).next();
  if (conversation.first != kNone) {
    const Seq hole =
        first_hole(conversation, reader, std::max(from, conversation.first), event.seq);
    if (hole <= event.seq) return breach(hole, {{position, event}});
  }
  const Seq below{std::min(event.seq.value, conversation.first.value - 1)};
  if (conversation.first != Seq{1} && from <= below) {
    pass(conversation, reader, from, below);
    if (!conversation.passer || conversation.passer->event.seq < event.seq) {
      conversation.passer = Witness{position, event};
    }
  }
  if (reader == nullptr || conversation.first == kNone) return;
  Seq& sound = readers_.at(event.inst, event.conv).sound;
  sound = std::max(sound, event.seq);
}

void SeqGap::pass(Conversation& conversation, const Reader* reader, Seq from, Seq last) {
  if (reader == nullptr) return conversation.passed.add(from, last);
  while (from <= last) {
    from = reader->left_out.first_missing(from);
    const Seq next = reader->left_out.first_held(from);
    conversation.passed.add(from, std::min(last, Seq{next.value - 1}));
    from = next;
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
