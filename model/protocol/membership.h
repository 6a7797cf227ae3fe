#pragma once

#include <vector>

#include "model/protocol/group.h"
#include "model/types/frames.h"
#include "sim/core/dense.h"

namespace imstorm {

/// Who is in a conversation at which positions. Joining and leaving are entries of its log (rule
/// M1): who joined at j and left at l sees (j-1, l]; joining again adds an interval and changes
/// none.
class Membership {
 public:
  static constexpr Seq kOpen = MemberRow{}.upto;

  /// A member from the start.
  void admit(UserId user);
  /// May some day join.
  void know(UserId user) { mixed_ = mixed_ || rows_of_.find(user) == nullptr; }

  /// May the author write this at position `at`, given who is a member there (rule S4)?
  bool allows(const Send& send, UserId author, Seq at) const;
  /// Takes over an entry that was committed at its position.
  void apply(const Entry& entry);

  /// Who gets a copy of the message at `seq`.
  std::vector<UserId> viewers(Seq seq, GroupOptions::Members members) const;
  bool member(UserId user) const;  ///< at the end of the log
  bool sees(UserId user, Seq seq) const;
  bool shows(UserId user, Seq seq, GroupOptions::Members members) const {
    return members == GroupOptions::Members::AtPosition ? sees(user, seq) : member(user);
  }
  /// The largest position below `seq` that the user sees; 0 if there is none.
  Seq before(UserId user, Seq seq) const;
  /// Tells each of a reader's entries which of them is before it; the first, what the reader has.
  static void link(Seq after, std::vector<Entry>& entries);
  /// The last position from `seq` on that no visible one lies before: what nobody need wait for.
  Seq last_invisible_after(UserId user, Seq seq) const;

  /// False: everybody who was ever named sees everything, and nothing need be looked up.
  bool mixed() const { return mixed_; }
  Seq changed() const { return changed_; }  ///< position of the last entry that changed it
  std::vector<MemberRow> rows() const;
  /// What rows() told, as of `changed`. No rows: not mixed.
  static Membership of(const std::vector<MemberRow>& rows, Seq changed);

 private:
  using Intervals = std::vector<MemberRow>;

  FlatMap<UserId, Intervals> rows_of_;  // ascending, and never two that touch or overlap
  Seq changed_;
  bool mixed_ = false;
};

}  // namespace imstorm
