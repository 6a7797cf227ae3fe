#pragma once

#include <cstdint>
#include <string_view>

namespace imstorm {

struct Address;

/// How the answers to decisions about order are spread. Each finds races that others miss.
enum class Strategy : std::uint8_t {
  Walk,        ///< every decision by itself, as the links' own distributions say
  HeavyTail,   ///< most decisions near the least, a few at the far end of the distribution
  Priorities,  ///< PCT: every place has one speed; at a few change points one falls behind
  Sampling,    ///< POS: every decision by itself, each quarter of the distribution alike often
};
inline constexpr std::string_view kStrategyNames[] = {"walk", "heavy-tail", "pct", "pos"};
inline constexpr std::size_t kStrategies = 4;

/// A strategy with its parameters: a plain value, part of what names a run of a campaign.
///
/// PCT is Burckhardt et al., "A randomized scheduler with probabilistic guarantees of finding
/// bugs", ASPLOS 2010; POS is Yuan, Yang and Gu, "Partial order aware concurrency sampling", CAV
/// 2018. Both choose the next step of a thread; here time goes on by itself, so a priority is a
/// latency, a service or sync time within what its distribution allows, and a change point is one
/// decision that takes the longest (and on a stream holds up all that is behind it).
struct Schedule {
  Strategy strategy = Strategy::Walk;
  std::uint32_t depth = 1;         ///< Priorities: the d of PCT; d - 1 change points are expected
  std::uint32_t steps = 1;         ///< Priorities: about how many decisions there are to change
  std::uint32_t tail_one_in = 8;   ///< HeavyTail: one decision of so many is in the tail
  std::uint32_t burst_one_in = 1;  ///< crashes at durable steps: between two crashes of one process
                                   ///< in so many cases so many times likelier, else never
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// The answer at `address` in place of `drawn`, the seed's own. Harmless stays 0.
std::uint64_t spread(const Schedule& schedule, std::uint64_t seed, const Address& address,
                     std::uint64_t drawn);

/// Crashes at durable steps come in bursts: the likelihood (ppm) at `address`.
std::uint32_t burst(const Schedule& schedule, std::uint64_t seed, const Address& address,
                    std::uint32_t ppm);

/// The bound of PCT: a bug that shows whenever d events of `places` places happen in one certain
/// order shows in at least one run of `places` * steps^(d-1) on average. Saturates.
std::uint64_t pct_bound(std::uint64_t places, std::uint64_t steps, std::uint32_t depth);

}  // namespace imstorm
