#include "model/protocol/replica_log.h"

#include <algorithm>

#include "sim/core/ensure.h"

namespace imstorm {

ReplicaLog::ReplicaLog(std::uint32_t self, std::uint32_t count, StoreOptions::Replicate mode,
                       bool lazy)
    : self_(self),
      mode_(mode),
      lazy_(lazy),
      votes_(count),
      blank_(count),
      next_(count, 1),
      match_(count) {}

Term ReplicaLog::term_at(const Stored& stored, Index index) {
  return index == 0 || index > stored.rows.size() ? Term{} : stored.rows[index - 1].term;
}

void ReplicaLog::store(Stored& stored, const Record& record) {
  if (const auto* ballot = std::get_if<Ballot>(&record.what)) {
    stored.term = ballot->term;
    stored.voted_for = ballot->voted_for;
    stored.blank = ballot->blank;
    return;
  }
  const Rows& rows = std::get<Rows>(record.what);
  stored.rows.resize(rows.first - 1);
  stored.rows.insert(stored.rows.end(), rows.rows.begin(), rows.rows.end());
}

void ReplicaLog::write(Record record, Effects& effects) {
  store(now_, record);
  written_.push_back(std::move(record));
  effects.records += 1;
}

// Durability.

void ReplicaLog::persisted(std::uint32_t records, Effects& effects) {
  ensure(records <= written_.size(), "more became durable than was written");
  for (std::uint32_t i = 0; i < records; ++i) {
    const Record record = std::move(written_.front());
    written_.pop_front();
    store(durable_, record);
    for (const auto& message : record.then) effects.messages.push_back(message);
    if (const auto* ballot = std::get_if<Ballot>(&record.what)) {
      settle_ballot(*ballot, effects);
      continue;
    }
    // What was replaced in the meantime does not count.
    const Index last = durable_.rows.size();
    if (last <= now_.rows.size() && term_at(now_, last) == term_at(durable_, last)) {
      synced_ = std::max(synced_, last);
    }
  }
  if (leads()) count();
}

void ReplicaLog::recover(std::uint32_t survivors) {
  ensure(survivors <= written_.size(), "more survived than was written");
  for (std::uint32_t i = 0; i < survivors; ++i) {
    store(durable_, written_.front());
    written_.pop_front();
  }
  written_.clear();
  now_ = durable_;
  synced_ = now_.rows.size();
  restart();
}

void ReplicaLog::wipe(Term first) {
  written_.clear();
  durable_ = {};
  durable_.term = first;
  durable_.blank = true;
  now_ = durable_;
  synced_ = applied_ = commit_ = 0;
  rewind_ = false;
  restart();
}

void ReplicaLog::restart() {
  role_ = Role::Follower;
  leader_ = kNobody;
  commit_ = applied_;
}

// Elections.

/// A later term has begun, or this replica votes in its own.
void ReplicaLog::enter(Term term, std::uint32_t vote, Effects& effects) {
  if (term > now_.term) {
    role_ = Role::Follower;
    leader_ = kNobody;
  }
  write({Ballot{term, vote, now_.blank}, {}}, effects);
}

void ReplicaLog::campaign(Effects& effects) {
  if (leads()) return;
  enter(Term{now_.term.value + 1}, self_, effects);
  role_ = Role::Candidate;
  std::fill(votes_.begin(), votes_.end(), false);
  std::fill(blank_.begin(), blank_.end(), false);
  blank_[self_] = now_.blank;
  // Nobody may count this vote before it is durable.
  for (std::uint32_t peer = 0; peer < votes_.size(); ++peer) {
    if (peer == self_) continue;
    written_.back().then.emplace_back(peer, Vote{now_.term, last(), term_at(now_, last())});
  }
}

void ReplicaLog::settle_ballot(const Ballot& ballot, Effects& effects) {
  if (role_ != Role::Candidate || ballot.term != now_.term) return;
  votes_[self_] = true;
  count_votes(effects);
}

void ReplicaLog::on(std::uint32_t from, const Vote& vote, Effects& effects) {
  if (vote.term > now_.term) enter(vote.term, kNobody, effects);
  const Term own = term_at(now_, last());
  const bool complete =
      vote.last_term > own || (vote.last_term == own && vote.last_index >= last());
  const bool free = now_.voted_for == kNobody || now_.voted_for == from;
  if (vote.term < now_.term || leads() || !complete || !free) {
    effects.messages.emplace_back(from, Voted{now_.term, false, now_.blank});
    return;
  }
  enter(vote.term, from, effects);
  written_.back().then.emplace_back(from, Voted{now_.term, true, now_.blank});
}

void ReplicaLog::on(std::uint32_t from, const Voted& voted, Effects& effects) {
  if (voted.term > now_.term) return enter(voted.term, kNobody, effects);
  if (role_ != Role::Candidate || voted.term < now_.term || !voted.granted) return;
  votes_[from] = true;
  blank_[from] = voted.blank;
  count_votes(effects);
}

/// A replica whose disk was lost does not know what it has promised: its vote counts only where all
/// have voted, so that whoever still has the most leads. What a majority had may be lost then.
void ReplicaLog::count_votes(Effects& effects) {
  std::size_t votes = 0, whole = 0;
  for (std::size_t i = 0; i < votes_.size(); ++i) {
    votes += votes_[i] ? 1 : 0;
    whole += votes_[i] && !blank_[i] ? 1 : 0;
  }
  if (whole >= majority()) return lead(effects, false);
  if (votes == votes_.size()) lead(effects, true);
}

/// Its first entry belongs to its own term: only with that may it count what it inherited.
void ReplicaLog::lead(Effects& effects, bool forced) {
  role_ = Role::Leader;
  leader_ = self_;
  // A later leader may have missed everything: an empty log proves nothing.
  const bool first = last() == 0 && now_.term == Term{1};
  const bool behind = mode_ == StoreOptions::Replicate::Async && !first;
  const Loss loss = forced ? Loss::Disks : behind ? Loss::Behind : Loss::None;
  if (now_.blank) write({Ballot{now_.term, self_, false}, {}}, effects);
  blank_[self_] = false;
  std::fill(next_.begin(), next_.end(), last() + 1);
  std::fill(match_.begin(), match_.end(), 0);
  first_of_term_ = last() + 1;
  quorum_ = 0;
  begin_term(loss, effects);
}

void ReplicaLog::begin_term(Loss loss, Effects& effects) {
  replace_from(last() + 1, {LogRow{now_.term, nullptr, loss}}, effects);
  beat(effects);
}

// Copying.

bool ReplicaLog::append(std::shared_ptr<const Logged> what, Effects& effects) {
  if (!leads() || last() >= kLogMax) return false;
  replace_from(last() + 1, {LogRow{now_.term, std::move(what)}}, effects);
  if (lazy_) return true;
  for (std::uint32_t peer = 0; peer < next_.size(); ++peer) {
    if (peer != self_ && next_[peer] == last()) replicate(peer, effects);
  }
  return true;
}

void ReplicaLog::replace_from(Index first, std::vector<LogRow> rows, Effects& effects) {
  synced_ = std::min(synced_, first - 1);
  ensure(first > commit_ || mode_ == StoreOptions::Replicate::Async,
         "a committed entry was replaced");
  if (first <= applied_) {
    applied_ = commit_ = 0;
    rewind_ = true;
  }
  commit_ = std::min(commit_, first - 1);
  write({Rows{first, std::move(rows)}, {}}, effects);
}

void ReplicaLog::replicate(std::uint32_t to, Effects& effects) {
  const Index first = next_[to];
  Replicate frame{now_.term, first - 1, term_at(now_, first - 1), {}, commit_, first_of_term_};
  const Index end = std::min<Index>(last(), first + kRowsMax - 1);
  for (Index i = first; i <= end; ++i) frame.rows.push_back(now_.rows[i - 1]);
  next_[to] = end + 1;
  effects.messages.emplace_back(to, std::move(frame));
}

void ReplicaLog::beat(Effects& effects) {
  for (std::uint32_t peer = 0; leads() && peer < next_.size(); ++peer) {
    if (peer != self_) replicate(peer, effects);
  }
}

void ReplicaLog::on(std::uint32_t from, const Replicate& frame, Effects& effects) {
  if (frame.term < now_.term) {
    effects.messages.emplace_back(from, Replicated{now_.term, 0, false, now_.blank});
    return;
  }
  if (frame.term > now_.term) enter(frame.term, kNobody, effects);
  ensure(!leads(), "two leaders of one term");
  role_ = Role::Follower;
  leader_ = from;
  if (frame.prev > last() || term_at(now_, frame.prev) != frame.prev_term) {
    const Index try_from = std::min(last() + 1, frame.prev);
    effects.messages.emplace_back(from, Replicated{now_.term, try_from, false, now_.blank});
    return;
  }
  std::size_t known = 0;
  while (known < frame.rows.size() && frame.prev + known < last() &&
         term_at(now_, frame.prev + known + 1) == frame.rows[known].term) {
    ++known;
  }
  if (known < frame.rows.size()) {
    replace_from(frame.prev + known + 1,
                 {frame.rows.begin() + static_cast<std::ptrdiff_t>(known), frame.rows.end()},
                 effects);
  }
  const Index upto = frame.prev + frame.rows.size();
  commit_ = std::max(commit_, std::min(frame.commit, upto));
  // Its leader was elected without it, after its disk was lost: so far, nothing is missing any
  // more.
  if (now_.blank && upto >= frame.whole) {
    write({Ballot{now_.term, now_.voted_for, false}, {}}, effects);
  }
  say_when_durable(from, Replicated{now_.term, upto, true, now_.blank}, upto, effects);
}

void ReplicaLog::say_when_durable(std::uint32_t to, Replicated frame, Index upto,
                                  Effects& effects) {
  if (synced_ >= upto) {
    effects.messages.emplace_back(to, frame);
  } else {
    ensure(!written_.empty(), "an entry that is not durable was never written");
    written_.back().then.emplace_back(to, frame);
  }
}

void ReplicaLog::on(std::uint32_t from, const Replicated& frame, Effects& effects) {
  if (frame.term > now_.term) return enter(frame.term, kNobody, effects);
  if (!leads() || frame.term < now_.term) return;
  if (!frame.matched) {
    const Index back = std::max<Index>(frame.index, match_[from] + 1);
    if (back >= next_[from]) return;  // an answer to an earlier question
    next_[from] = back;
    replicate(from, effects);
    return;
  }
  if (!frame.blank) match_[from] = std::max(match_[from], frame.index);
  next_[from] = std::max(next_[from], frame.index + 1);
  count();
  if (next_[from] <= last() && !lazy_) replicate(from, effects);
}

/// What a majority holds durably is committed, if the newest of it is of this leader's own term
/// (section 5.4.2). Without a quorum (Replicate::Async) the leader's own disk is enough, once its
/// term has begun.
void ReplicaLog::count() {
  std::vector<Index> held = match_;
  held[self_] = synced_;
  std::sort(held.begin(), held.end(), std::greater<>());
  const Index quorum = held[majority() - 1];
  if (quorum < first_of_term_) return;
  quorum_ = std::max(quorum_, quorum);
  const bool alone = mode_ == StoreOptions::Replicate::Async;
  commit_ = std::max(commit_, alone ? synced_ : quorum_);
}

// Applying.

const LogRow* ReplicaLog::next() {
  if (applied_ >= std::min(commit_, synced_)) return nullptr;
  ++applied_;
  return &now_.rows[applied_ - 1];
}

std::vector<const Logged*> ReplicaLog::pending() const {
  std::vector<const Logged*> all;
  for (Index i = applied_; i < last(); ++i) {
    if (now_.rows[i].what != nullptr) all.push_back(now_.rows[i].what.get());
  }
  return all;
}

bool ReplicaLog::take_rewind() {
  const bool rewound = rewind_;
  rewind_ = false;
  return rewound;
}

}  // namespace imstorm
