#pragma once

#include <compare>
#include <cstdint>

namespace imstorm {

/// Where a signal stands on one link in one direction: the how-manieth opening of the link (its
/// epoch), and a counter within that.
struct LinkStamp {
  std::uint32_t epoch = 0;
  std::uint32_t count = 0;
  friend constexpr auto operator<=>(LinkStamp, LinkStamp) = default;
};

/// One direction of one link between two processes, for signals (rule G6): what comes over it is
/// taken in the order of its stamps. Of what a broken connection still delivers after its successor
/// was opened, and of what datagrams repeat or overtake, nothing is taken.
class LinkOrder {
 public:
  LinkStamp next(std::uint32_t epoch) {
    if (epoch != sent_.epoch) sent_ = {epoch, 0};
    sent_.count += 1;
    return sent_;
  }
  bool accepts(LinkStamp stamp) {
    if (stamp <= taken_) return false;
    taken_ = stamp;
    return true;
  }

 private:
  LinkStamp sent_;
  LinkStamp taken_;
};

}  // namespace imstorm
