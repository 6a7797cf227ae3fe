#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "sim/core/draw.h"
#include "sim/core/ratio.h"
#include "sim/core/strategy.h"
#include "sim/core/time.h"

namespace imstorm {

/// What kind of thing is left to chance. Part of an address: never renumber, only append.
enum class Choice : std::uint16_t {
  Latency = 1,           ///< how long a packet is under way
  Loss = 2,              ///< is a datagram lost, or a stream stalled for a retransmission
  Duplicate = 3,         ///< is a datagram delivered twice
  Reorder = 4,           ///< is a datagram held back behind later ones
  StreamBreak = 5,       ///< not asked any more: breaks are faults of the plan
  BreakSuffix = 6,       ///< how much of what is in flight a break loses
  HalfOpen = 7,          ///< not asked any more: likewise
  ServiceTime = 8,       ///< how long a worker is busy with one input
  SyncTime = 9,          ///< how long a disk needs to make writes durable
  CrashAtSync = 10,      ///< does a process crash at this durable step
  SurvivingWrites = 11,  ///< how many un-synced writes outlive a crash
  TimerJitter = 12,      ///< the spread of a retry or a periodic timer
  GatewayPick = 13,      ///< which gateway a device connects to
  Workload = 14,         ///< what generated users do
  StormGap = 15,         ///< time from one fault of a kind to the next at one place
  StormLength = 16,      ///< how long it lasts
  StormDetail = 17,      ///< which variant (half-open or clean, which peer, how far a clock steps)
  ReconnectTime = 18,    ///< how long a pooled connection needs to come back
  CommitFate = 19,       ///< does a store's commit fail, before or after, or crawl
  RingNews = 20,         ///< how late a router learns of a new ring
  // Of a campaign, not of a run:
  CampaignRun = 40,  ///< the seed of its n-th independent run
  Parent = 41,       ///< which kept run a mutant is made of
  Mutation = 42,     ///< which decisions it answers anew
  Swarm = 43,        ///< which faults are on and how hard, topology, workload
  Schedule = 44,     ///< which strategy, with which parameters
  Priority = 45,     ///< PCT: the speed of one place
  Burst = 46,        ///< is this a time of crashes at durable steps
};

/// Names one decision by what it is about, never by when it was drawn: adding or removing one
/// decision moves no other.
struct Address {
  Choice choice{};
  std::uint64_t place = 0;    ///< stable key of the link, process or device (hash of its name)
  std::uint64_t subject = 0;  ///< what it carries or does
  std::uint64_t attempt = 0;  ///< which time
  friend auto operator<=>(const Address&, const Address&) = default;
};

/// The pseudo-random function behind all: Philox4x64-7 of (seed, address).
std::uint64_t chance_of(std::uint64_t seed, const Address& address);

/// Answers every decision of a run. A value: a copy gives the same answers.
/// The answer is a number whose 0 is the harmless one (delivered, base latency, stays up) and whose
/// harm grows with it.
class Decider {
 public:
  /// All harmless.
  static Decider benign();
  /// A counter-based pseudo-random function of (seed, address): Philox4x64-7, Salmon et al.,
  /// "Parallel random numbers: as easy as 1, 2, 3", SC'11 (7 rounds pass BigCrush, their table 2).
  static Decider seeded(std::uint64_t seed);
  /// Seeded, and each mutation answers a few decisions anew.
  static Decider drawn(const Draw& draw);

  /// From now on the seed's answers are spread by this; scripted ones are not.
  void schedule(const Schedule& schedule) { schedule_ = schedule; }
  const Schedule& schedule() const { return schedule_; }

  /// From now on answers `value` at `address`, whatever the source says.
  void script(const Address& address, std::uint64_t value);

  std::uint64_t draw(const Address& address) const;
  /// True in a `likelihood` share of the addresses; never for a benign decider, always at kAlways.
  bool chance(const Address& address, Ratio likelihood) const;
  /// 0 to n-1, uniform to 2^-32 or better. REQUIRES: n > 0.
  std::uint64_t below(const Address& address, std::uint64_t n) const;
  /// From `least` to `most`, both included. REQUIRES: least <= most.
  Duration between(const Address& address, Duration least, Duration most) const;

  std::uint64_t seed() const { return seed_; }

  /// From now on every address that is asked is kept, in order: to compare two runs decision by
  /// decision.
  void remember() { remembers_ = true; }
  const std::vector<Address>& asked() const { return asked_; }
  /// And what a copy of this decider was asked since it was made.
  void note_asked_of(const Decider& copy) {
    if (remembers_) asked_ = copy.asked_;
  }

 private:
  bool benign_ = true;
  std::uint64_t seed_ = 0;
  std::vector<std::uint64_t> mutations_;
  Schedule schedule_;
  std::map<Address, std::uint64_t> scripted_;
  bool remembers_ = false;
  mutable std::vector<Address> asked_;  // an account of const questions, not part of their answers
};

}  // namespace imstorm
