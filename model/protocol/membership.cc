#include "model/protocol/membership.h"

#include <algorithm>

namespace imstorm {

void Membership::admit(UserId user) { rows_of_[user] = {MemberRow{user, {}, kOpen}}; }

bool Membership::member(UserId user) const {
  const Intervals* intervals = rows_of_.find(user);
  return intervals != nullptr && !intervals->empty() && intervals->back().upto == kOpen;
}

/// Members invite others, and whoever likes may join by themselves.
bool Membership::allows(const Send& send, UserId author, Seq at) const {
  const bool invited = sees(send.subject, at), by_member = sees(author, at);
  switch (send.content) {
    case Content::Text:
      return by_member;
    case Content::Join:
      return !invited && (by_member || author == send.subject);
    case Content::Leave:
      return by_member && author == send.subject;
    case Content::Kick:
      return by_member && author != send.subject && invited;
    case Content::Skip:
      return false;
  }
  return false;
}

void Membership::apply(const Entry& entry) {
  if (!changes_members(entry.content)) return;
  Intervals& intervals = rows_of_[entry.subject];
  if (entry.content == Content::Join) {
    intervals.push_back({entry.subject, Seq{entry.seq.value - 1}, kOpen});
  } else if (!intervals.empty()) {
    intervals.back().upto = std::min(intervals.back().upto, entry.seq);
  }
  changed_ = entry.seq;
  mixed_ = true;
}

bool Membership::sees(UserId user, Seq seq) const {
  const Intervals* intervals = rows_of_.find(user);
  return intervals != nullptr &&
         std::any_of(intervals->begin(), intervals->end(),
                     [seq](const MemberRow& row) { return row.above < seq && seq <= row.upto; });
}

Seq Membership::before(UserId user, Seq seq) const {
  const Intervals* intervals = rows_of_.find(user);
  Seq most;
  if (intervals == nullptr) return most;
  for (const MemberRow& row : *intervals) {
    const Seq last = std::min(row.upto, Seq{seq.value - 1});
    if (row.above < last) most = std::max(most, last);
  }
  return most;
}

Seq Membership::last_invisible_after(UserId user, Seq seq) const {
  const Intervals* intervals = rows_of_.find(user);
  if (intervals == nullptr) return kOpen;
  for (const MemberRow& row : *intervals) {
    if (seq < row.upto) return std::max(seq, row.above);
  }
  return kOpen;
}

std::vector<UserId> Membership::viewers(Seq seq, GroupOptions::Members members) const {
  std::vector<UserId> users;
  for (const auto& [user, intervals] : rows_of_) {
    if (shows(user, seq, members)) users.push_back(user);
  }
  return users;
}

void Membership::link(Seq after, std::vector<Entry>& entries) {
  for (Entry& entry : entries) {
    entry.prev = after;
    after = entry.seq;
  }
}

std::vector<MemberRow> Membership::rows() const {
  std::vector<MemberRow> all;
  for (const auto& [user, intervals] : rows_of_) {
    all.insert(all.end(), intervals.begin(), intervals.end());
  }
  return all;
}

Membership Membership::of(const std::vector<MemberRow>& rows, Seq changed) {
  Membership membership;
  for (const MemberRow& row : rows) membership.rows_of_[row.user].push_back(row);
  membership.changed_ = changed;
  membership.mixed_ = !rows.empty();
  return membership;
}

}  // namespace imstorm
