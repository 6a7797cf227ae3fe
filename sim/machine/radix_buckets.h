#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/ensure.h"
#include "sim/core/time.h"

namespace imstorm {

/// Entries with an instant `at`, roughly sorted: the far part of an EventQueue.
///
/// A bucket is named by the highest 6-bit digit in which its instants differ from a base that only
/// moves forward, and by their value of that digit; so the buckets follow each other in time, and
/// equal instants are always in one bucket, in the order they were put. Buckets at digit 0 hold one
/// instant each. (A radix heap: Ahuja, Mehlhorn, Orlin and Tarjan, "Faster algorithms for the
/// shortest path problem", J. ACM 37(2), 1990, with digits instead of bits.)
///
/// Buckets are lists of chunks from one pool, so that the whole is three vectors: cheap to copy,
/// and nothing is allocated while the pool has a free chunk. All operations on the first bucket
/// REQUIRE: !empty().
template <class Entry>
class RadixBuckets {
 public:
  static constexpr std::uint32_t kChunkSize = 16;            ///< entries in a chunk
  static constexpr std::size_t kMany = ~std::size_t{0} / 2;  ///< more than that, not counted

  bool empty() const { return levels_ == 0; }

  /// REQUIRES: entry.at is not before the base.
  void put(const Entry& entry) {
    const Place place = place_of(entry.at);
    if (buckets_.empty()) buckets_.resize(kLevels * kDigits);
    Bucket& b = bucket(place);
    if (b.end % kChunkSize == 0) {
      lengthen(b);
      digits_[place.level] |= std::uint64_t{1} << place.digit;
      levels_ |= 1U << place.level;
    }
    entries_[b.end++] = entry;
  }

  /// Moves the base forward. REQUIRES: `base` is before the first bucket, or is its earliest.
  void set_base(Instant base) { base_ = key(base); }

  /// The earliest instant that belongs to the first bucket, whether or not it holds it.
  Instant first_start() const {
    const Place place = first_place();
    const unsigned shift = place.level * kDigitBits;
    const std::uint64_t digit = base_ >> shift & (kDigits - 1);
    const std::uint64_t lower = (std::uint64_t{1} << shift) - 1;
    return instant((base_ & ~lower) + ((place.digit - digit) << shift));
  }

  /// The number of entries in the first bucket, or kMany where it is more than kChunkSize.
  std::size_t first_size() const {
    const Bucket& b = buckets_[index(first_place())];
    return b.head == b.tail() ? b.end - b.head * kChunkSize : kMany;
  }

  bool first_is_one_instant() const { return (levels_ & 1U) != 0; }

  /// The earliest instant of all. Linear in the size of the first bucket.
  Instant earliest() const {
    const Bucket& b = buckets_[index(first_place())];
    Instant least = kNever;
    for (std::uint32_t c = b.head;; c = next_[c]) {
      const std::size_t end = b.end_in(c);
      for (std::size_t i = c * kChunkSize; i < end; ++i) least = std::min(least, entries_[i].at);
      if (c == b.tail()) return least;
    }
  }

  /// Empties the first bucket into `take`, in the order its entries were put. `take` may put, not
  /// into this bucket.
  template <class Take>
  void drain_first(Take take) {
    const Place place = first_place();
    const Bucket b = std::exchange(bucket(place), Bucket{});
    digits_[place.level] &= digits_[place.level] - 1;
    if (digits_[place.level] == 0) levels_ &= levels_ - 1;
    for (std::uint32_t c = b.head;;) {
      const std::size_t end = b.end_in(c);
      for (std::size_t i = c * kChunkSize; i < end; ++i) take(Entry{entries_[i]});  // may move them
      const std::uint32_t next = std::exchange(next_[c], free_);
      free_ = c;
      --used_;
      if (c == b.tail()) return;
      c = next;
    }
  }

  /// Moves the base to the earliest instant, and the first bucket's entries to lower digits.
  /// REQUIRES: !first_is_one_instant().
  void split_first() {
    set_base(earliest());
    drain_first([this](const Entry& entry) { put(entry); });
  }

  /// Gives memory back once less than an eighth of it is used.
  void trim() {
    if (next_.size() <= kTrimAbove || used_ * 8 >= next_.size()) return;
    RadixBuckets packed;
    packed.base_ = base_;
    packed.entries_.reserve(used_ * 2 * kChunkSize);
    packed.next_.reserve(used_ * 2);
    while (!empty()) drain_first([&packed](const Entry& entry) { packed.put(entry); });
    *this = std::move(packed);
  }

  /// Bytes on the heap.
  std::size_t memory() const {
    return entries_.capacity() * sizeof(Entry) + next_.capacity() * sizeof(std::uint32_t) +
           buckets_.capacity() * sizeof(Bucket);
  }

 private:
  static constexpr unsigned kDigitBits = 6;
  static constexpr unsigned kDigits = 1U << kDigitBits;
  static constexpr unsigned kLevels = (64 + kDigitBits - 1) / kDigitBits;
  static constexpr std::uint32_t kNoChunk = ~std::uint32_t{0};
  static constexpr std::uint32_t kChunksMax = kNoChunk / kChunkSize;
  static constexpr std::size_t kTrimAbove = 64;  // chunks; fewer are never given back

  struct Place {
    unsigned level;  // which digit, 0 is the lowest
    unsigned digit;  // its value
  };
  struct Bucket {
    std::uint32_t head = 0;  // chunk
    std::uint32_t end = 0;   // one past the last entry; at a chunk's border there is no room left

    std::uint32_t tail() const { return (end - 1) / kChunkSize; }
    std::size_t end_in(std::uint32_t chunk) const {
      return chunk == tail() ? end : (chunk + std::size_t{1}) * kChunkSize;
    }
  };

  // Unsigned, in the order of the instants.
  static constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
  static std::uint64_t key(Instant at) { return static_cast<std::uint64_t>(at.ns) ^ kSign; }
  static Instant instant(std::uint64_t key) { return {static_cast<std::int64_t>(key ^ kSign)}; }

  static std::size_t index(Place place) { return place.level * kDigits + place.digit; }
  Bucket& bucket(Place place) { return buckets_[index(place)]; }

  Place place_of(Instant at) const {
    const std::uint64_t k = key(at);
    const auto level = static_cast<unsigned>(std::bit_width((k ^ base_) | 1) - 1) / kDigitBits;
    return {level, static_cast<unsigned>(k >> (level * kDigitBits) & (kDigits - 1))};
  }

  Place first_place() const {
    const auto level = static_cast<unsigned>(std::countr_zero(levels_));
    return {level, static_cast<unsigned>(std::countr_zero(digits_[level]))};
  }

  // Gives an empty or full bucket one more chunk.
  void lengthen(Bucket& b) {
    std::uint32_t chunk = free_;
    if (chunk == kNoChunk) {
      chunk = static_cast<std::uint32_t>(next_.size());
      ensure(chunk < kChunksMax, "too many events are pending");
      next_.push_back(kNoChunk);
      entries_.resize(entries_.size() + kChunkSize);
    } else {
      free_ = next_[chunk];
    }
    ++used_;
    if (b.end == 0) {
      b.head = chunk;
    } else {
      next_[b.tail()] = chunk;
    }
    b.end = chunk * kChunkSize;
  }

  std::uint64_t base_ = 0;                       // invariant: no entry is before it
  std::uint32_t levels_ = 0;                     // bit l: digits_[l] != 0
  std::array<std::uint64_t, kLevels> digits_{};  // bit d of digits_[l]: bucket (l, d) is not empty
  std::vector<Bucket> buckets_;                  // empty until the first put
  std::vector<Entry> entries_;                   // chunks of kChunkSize
  std::vector<std::uint32_t> next_;              // by chunk: the next one in its bucket or in free_
  std::uint32_t free_ = kNoChunk;                // list of chunks in no bucket
  std::size_t used_ = 0;                         // chunks in a bucket
};

}  // namespace imstorm
