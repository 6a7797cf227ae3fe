#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace imstorm {

/// A stable 64-bit name for a text, the same on every machine (XXH3, seed 0).
inline std::uint64_t hash_text(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

/// Mixes two 64-bit values into one; order matters (the 64-bit finaliser of MurmurHash3 on a
/// golden-ratio combination).
constexpr std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = a ^ (b + 0x9e3779b97f4a7c15ULL + (a << 6) + (a >> 2));
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ULL;
  h ^= h >> 33;
  return h;
}

/// The rolling digest of a run: every event is folded in, so two runs that differ anywhere differ
/// here. Not cryptographic.
class Digest {
 public:
  void fold(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    const std::uint64_t record[3] = {a, b, c};
    value_ = XXH3_64bits_withSeed(record, sizeof record, value_);
  }
  void fold(const std::uint64_t (&record)[6]) {
    value_ = XXH3_64bits_withSeed(record, sizeof record, value_);
  }
  std::uint64_t value() const { return value_; }
  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  std::uint64_t value_ = 0;
};

}  // namespace imstorm
