#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <type_traits>
#include <vector>

#include "sim/core/ensure.h"
#include "sim/core/time.h"
#include "sim/machine/radix_buckets.h"

namespace imstorm {

/// Events in the order they will happen: by instant, then by the order they were scheduled.
/// A copy is a second, independent future.
///
///   EventQueue<Timer> queue;
///   queue.push(Instant{} + seconds(3), timer);
///   while (!queue.empty() && queue.next_at() <= end) handle(queue.pop());
///
/// Monotone: nothing may be pushed before the instant of the last pop (InternalError); at that same
/// instant it may, and comes after what was there. Any instant will do, kNever too.
///
/// The nearest events are a sorted array, the others roughly sorted buckets (radix_buckets.h),
/// which one after the other are split or sorted when their time comes, as in a ladder queue (Tang,
/// Goh and Thng, ACM TOMACS 15(3), 2005). A small queue is the array alone. Push and pop are
/// amortised constant: a push shifts at most 32 others, and a bucket splits at most 10 times on its
/// way. Nothing is allocated while the number of pending events stays about the same; when it
/// falls, memory follows it down, to within a constant factor. Payloads are best 8 to 24 bytes. A
/// moved-from queue may only be destroyed or assigned to.
template <class Payload>
class EventQueue {
  static_assert(std::is_trivially_copyable_v<Payload>);
  static_assert(std::is_default_constructible_v<Payload>);

 public:
  struct Entry {
    Instant at;
    Payload payload;
  };

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  /// REQUIRES: `at` is not before the last pop.
  void push(Instant at, Payload payload) {
    ensure(at >= now_, "an event is scheduled before the last one that happened");
    ++size_;
    const Entry entry{at, payload};
    if (at > near_last_) {
      push_far(entry);
    } else {
      push_near(entry);
    }
  }

  /// The instant of the next pop. REQUIRES: !empty().
  Instant next_at() {
    ensure(size_ > 0, "the next event of an empty queue is asked for");
    if (near_begin_ < near_.size()) return near_[near_begin_].at;
    // Moving far events near would be a commitment: what is pushed next may be earlier.
    if (!far_first_known_) {
      far_first_ = far_.earliest();
      far_first_known_ = true;
    }
    return far_first_;
  }

  /// Removes and returns the next event. REQUIRES: !empty().
  Entry pop() {
    ensure(size_ > 0, "an event is taken from an empty queue");
    if (near_begin_ == near_.size()) refill_near();
    const Entry entry = near_[near_begin_++];
    if (near_begin_ >= kTrimAbove) trim_near();
    --size_;
    now_ = entry.at;
    return entry;
  }

  /// Bytes on the heap.
  std::size_t memory() const { return near_.capacity() * sizeof(Entry) + far_.memory(); }

 private:
  static constexpr std::size_t kRefill = 32;     // entries taken near at once, ties excepted
  static constexpr std::size_t kShiftMax = 32;   // entries shifted by one push
  static constexpr std::size_t kTrimAbove = 64;  // entries; fewer are never given back

  void push_far(const Entry& entry) {
    far_.put(entry);
    if (far_first_known_ && entry.at < far_first_) far_first_ = entry.at;
  }

  void push_near(const Entry& entry) {
    const std::size_t pending = near_.size() - near_begin_;
    const std::size_t reach = near_begin_ + std::min(pending / 4, kShiftMax / 4);
    if (near_begin_ > 0 && pending > 0 && entry.at < near_[reach].at) return insert_early(entry);
    if (pending > kShiftMax && near_[near_.size() - 1 - kShiftMax].at > entry.at) {
      spill_near();
      if (entry.at > near_last_) return push_far(entry);
    }
    insert_near(entry);
  }

  // What happens soon moves those that happen sooner into the room that popped ones have left.
  [[gnu::noinline]] void insert_early(const Entry& entry) {
    std::size_t i = --near_begin_;
    for (; near_[i + 1].at <= entry.at; ++i) near_[i] = near_[i + 1];
    near_[i] = entry;
  }

  // After all that are not later: equal instants keep their order.
  void insert_near(const Entry& entry) {
    near_.push_back(entry);
    std::size_t i = near_.size() - 1;
    for (; i > near_begin_ && near_[i - 1].at > entry.at; --i) near_[i] = near_[i - 1];
    near_[i] = entry;
  }

  // Too many are near to insert among them: only what happens right now stays.
  void spill_near() {
    far_.set_base(now_);
    near_last_ = now_;
    auto later = near_.begin() + static_cast<std::ptrdiff_t>(near_begin_);
    while (later != near_.end() && later->at == now_) ++later;
    for (auto entry = later; entry != near_.end(); ++entry) push_far(*entry);
    near_.erase(later, near_.end());
  }

  void refill_near() {
    near_.clear();
    near_begin_ = 0;
    far_first_known_ = false;
    shrink_near();
    while (!far_.empty()) {
      const bool fits = near_.size() + far_.first_size() <= kRefill;
      if (!fits && !near_.empty()) break;
      if (fits || far_.first_is_one_instant()) {
        far_.drain_first([this](const Entry& entry) { insert_near(entry); });
      } else {
        far_.split_first();
      }
    }
    near_last_ = far_.empty() ? kNever : Instant{far_.first_start().ns - 1};
    far_.trim();
  }

  // Forgets what was popped once that is half of the array.
  void trim_near() {
    if (near_begin_ * 2 < near_.size()) return;
    near_.erase(near_.begin(), near_.begin() + static_cast<std::ptrdiff_t>(near_begin_));
    near_begin_ = 0;
    shrink_near();
  }

  void shrink_near() {
    if (near_.capacity() > 8 * (size_ + kTrimAbove)) near_.shrink_to_fit();
  }

  static constexpr Instant kEarliest{std::numeric_limits<std::int64_t>::min()};

  std::size_t size_ = 0;
  Instant now_ = kEarliest;     // of the last pop
  Instant near_last_ = kNever;  // invariant: near_ is not after it, far_ is
  std::size_t near_begin_ = 0;  // before it are events that were popped
  std::vector<Entry> near_;     // sorted
  RadixBuckets<Entry> far_;
  bool far_first_known_ = false;
  Instant far_first_{};  // of far_, if known
};

}  // namespace imstorm
