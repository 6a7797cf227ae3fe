#include "sim/core/decision.h"

#include <Random123/philox.h>

#include "sim/core/ensure.h"
#include "sim/core/hash.h"

namespace imstorm {
namespace {

/// floor(value * n / 2^64): maps a uniform 64-bit value to 0..n-1 and keeps its order.
std::uint64_t scale(std::uint64_t value, std::uint64_t n) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(value) * n) >> 64);
}

/// Which decisions a mutation answers anew: its lowest bits say of what kind, the next how many.
bool touches(std::uint64_t mutation, Choice choice) {
  switch (mutation & 7) {
    case 0:
    case 1:
      return choice == Choice::StormGap || choice == Choice::StormLength ||
             choice == Choice::StormDetail;
    case 2:
      return choice == Choice::Latency || choice == Choice::ServiceTime ||
             choice == Choice::SyncTime;
    case 3:
      return choice == Choice::CrashAtSync || choice == Choice::SurvivingWrites ||
             choice == Choice::Loss;
    case 4:
      return choice == Choice::Workload || choice == Choice::Swarm || choice == Choice::Schedule;
    default:
      return true;
  }
}

/// The answer of the last mutation that touches the decision, or the seed's own. A mutation answers
/// one decision of 2 to 256 anew.
std::uint64_t mutated(const std::vector<std::uint64_t>& mutations, const Address& address,
                      std::uint64_t drawn) {
  for (auto mutation = mutations.rbegin(); mutation != mutations.rend(); ++mutation) {
    if (!touches(*mutation, address.choice)) continue;
    const std::uint64_t value = chance_of(*mutation, address);
    const unsigned bits = 1 + (*mutation >> 3 & 7);
    if ((value & ((1U << bits) - 1)) != 0) continue;
    return hash_mix(value, *mutation);
  }
  return drawn;
}

}  // namespace

std::uint64_t chance_of(std::uint64_t seed, const Address& address) {
  const philox4x64_ctr_t counter = {{address.place, address.subject, address.attempt,
                                     static_cast<std::uint64_t>(address.choice)}};
  const philox4x64_key_t key = {{seed, 0}};
  return philox4x64_R(7, counter, key).v[0];
}

Decider Decider::benign() { return {}; }

Decider Decider::seeded(std::uint64_t seed) {
  Decider decider;
  decider.benign_ = false;
  decider.seed_ = seed;
  return decider;
}

Decider Decider::drawn(const Draw& draw) {
  Decider decider = seeded(draw.seed);
  decider.mutations_ = draw.mutations;
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
  std::uint64_t value = chance_of(seed_, address);
  if (!mutations_.empty()) value = mutated(mutations_, address, value);
  if (schedule_.strategy == Strategy::Walk) return value;
  return spread(schedule_, seed_, address, value);
}

bool Decider::chance(const Address& address, Ratio likelihood) const {
  if (likelihood.ppm == 0) return false;
  if (schedule_.burst_one_in > 1 && address.choice == Choice::CrashAtSync && !benign_) {
    likelihood.ppm = burst(schedule_, seed_, address, likelihood.ppm);
    if (likelihood.ppm == 0) return false;
  }
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
