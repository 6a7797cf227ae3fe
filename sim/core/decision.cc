#include "sim/core/decision.h"

#include <Random123/philox.h>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

/// floor(value * n / 2^64): maps a uniform 64-bit value to 0..n-1 and keeps its order.
std::uint64_t scale(std::uint64_t value, std::uint64_t n) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(value) * n) >> 64);
}

}  // namespace

Decider Decider::benign() { return {}; }

Decider Decider::seeded(std::uint64_t seed) {
  Decider decider;
  decider.benign_ = false;
  decider.seed_ = seed;
  return decider;
}

void Decider::script(const Address& address, std::uint64_t value) { scripted_[address] = value; }

std::uint64_t Decider::draw(const Address& address) const {
  if (remembers_) [[unlikely]] {
    asked_.push_back(address);
  }
  if (!scripted_.empty()) {
    const auto found = scripted_.find(address);
    if (found != scripted_.end()) return found->second;
  }
  if (benign_) return 0;
  const philox4x64_ctr_t counter = {{address.place, address.subject, address.attempt,
                                     static_cast<std::uint64_t>(address.choice)}};
  const philox4x64_key_t key = {{seed_, 0}};
  return philox4x64_R(7, counter, key).v[0];
}

bool Decider::chance(const Address& address, Ratio likelihood) const {
  if (likelihood.ppm == 0) return false;
  return scale(draw(address), 1'000'000) >= 1'000'000 - likelihood.ppm;
}

std::uint64_t Decider::below(const Address& address, std::uint64_t n) const {
  ensure(n > 0, "a choice among nothing");
  return scale(draw(address), n);
}

Duration Decider::between(const Address& address, Duration least, Duration most) const {
  ensure(least <= most, "a duration between bounds in the wrong order");
  const auto span = static_cast<std::uint64_t>(most.ns - least.ns) + 1;
  return {least.ns + static_cast<std::int64_t>(below(address, span))};
}

}  // namespace imstorm
