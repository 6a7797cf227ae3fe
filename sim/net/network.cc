#include "sim/net/network.h"

#include <algorithm>
#include <utility>

#include "sim/core/ensure.h"

namespace imstorm {
namespace {

/// Rates of independent causes add up, at most to certainty.
Ratio add(Ratio a, Ratio b) { return {std::min<std::uint32_t>(a.ppm + b.ppm, kAlways.ppm)}; }

/// How likely the next packet is lost, so that `rate` of all are, in bursts of `length` on average:
/// the two states of Gilbert, "Capacity of a burst-noise channel", BSTJ 39 (1960), where the good
/// one loses nothing and the bad one everything. Above length / (length + 1) bursts are longer, or
/// the rate could not be.
Ratio in_bursts(Ratio rate, std::uint32_t length, bool in_burst) {
  const std::uint64_t all = kAlways.ppm;
  const std::uint64_t lost = rate.ppm;
  if (lost == 0 || lost == all) return rate;
  const std::uint64_t next = in_burst ? all - std::min(all / length, (all - lost) * all / lost)
                                      : std::min(all, lost * all / (length * (all - lost)));
  return {static_cast<std::uint32_t>(next)};
}

/// What went wrong on the air so long ago says nothing of the next packet: it is lost as often as
/// any other.
constexpr Duration kBurstMemory = seconds(10);

/// How long the nth loss in a row stalls a stream: each time the timer doubles, as that of a packet
/// which is lost again.
Duration stall_of(const LinkOptions& options, std::uint32_t nth) {
  Duration stall = options.stall;
  if (options.burst <= 1) return stall;
  for (; nth > 1 && stall < options.break_after; --nth) stall = stall * 2;
  return std::min(stall, std::max(options.break_after, options.stall));
}

}  // namespace

std::uint32_t Network::add_link(const LinkOptions& options) {
  const auto known = std::find(links_.begin(), links_.end(), options);
  if (known != links_.end()) return static_cast<std::uint32_t>(known - links_.begin());
  links_.push_back(options);
  return static_cast<std::uint32_t>(links_.size() - 1);
}

ConnectionId Network::open(ProcessId from, ProcessId to, std::uint32_t link, std::uint64_t key) {
  ConnectionId id(connections_.size());
  if (free_.empty()) {
    connections_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Connection& connection = at(id);
  const std::uint32_t generation = connection.generation + 1;
  connection = {};
  connection.generation = generation;
  connection.ends[0] = from;
  connection.ends[1] = to;
  connection.link = link;
  connection.key = key;
  connection.believes[0] = connection.believes[1] = true;
  return id;
}

Instant Network::blocked_until(Instant now, const FaultPlan& plan, const Weather& weather,
                               ProcessId from, ProcessId to, std::uint32_t* by) {
  Instant until = now;
  weather.on_path(plan, from, to, [&](std::uint32_t index, const Fault& fault, Instant end) {
    if (fault.kind != FaultKind::Partition && fault.kind != FaultKind::Offline) return;
    if (end > until) {
      until = end;
      if (by != nullptr) *by = index;
    }
  });
  return until;
}

Network::Conditions Network::conditions(Instant now, const Connection& connection, End from,
                                        const FaultPlan& plan, const Weather& weather) const {
  const LinkOptions& options = link(connection.link);
  Conditions sky{options.loss, options.duplicate, options.reorder, options.stall, now};
  if (weather.calm()) return sky;
  const ProcessId sender = connection.ends[from];
  const ProcessId receiver = connection.ends[other(from)];
  sky.blocked = blocked_until(now, plan, weather, sender, receiver, &sky.blocked_by);
  weather.on_path(plan, sender, receiver, [&](std::uint32_t index, const Fault& fault, Instant) {
    if (fault.kind == FaultKind::Loss) {
      sky.loss = add(sky.loss, fault.rate);
      sky.loss_by = index;
    } else if (fault.kind == FaultKind::Duplication) {
      sky.duplicate = add(sky.duplicate, fault.rate);
      sky.duplicate_by = index;
    } else if (fault.kind == FaultKind::Reordering) {
      sky.reorder = add(sky.reorder, fault.rate);
      sky.reorder_by = std::max(sky.reorder_by, fault.amount);
      sky.reorder_by_fault = index;
    }
  });
  return sky;
}

bool Network::loses(Instant now, const Packet& packet, Ratio rate, const Decider& decider) {
  Connection& connection = at(packet.connection);
  const Address address{Choice::Loss, connection.key, packet.subject, packet.attempt};
  const std::uint32_t burst = link(connection.link).burst;
  if (burst <= 1) return decider.chance(address, rate);
  std::uint32_t& in_a_row = connection.lost[packet.from];
  const Instant before = std::exchange(connection.sent_at[packet.from], now);
  const bool fresh = now > before + kBurstMemory;
  if (fresh) in_a_row = 0;
  const bool lost = decider.chance(address, fresh ? rate : in_bursts(rate, burst, in_a_row > 0));
  in_a_row = lost ? in_a_row + 1 : 0;
  return lost;
}

Network::Fate Network::send_datagram(Instant now, const Packet& packet, const Conditions& sky,
                                     const Decider& decider, std::uint32_t effects[3]) {
  const Connection& connection = at(packet.connection);
  const Address base{Choice::Latency, connection.key, packet.subject, packet.attempt};
  const auto address = [&base](Choice choice) {
    Address a = base;
    a.choice = choice;
    return a;
  };
  Fate fate;
  fate.lost = connection.broken;
  if (sky.blocked > now) {
    fate.lost = true;
    effects[0] = sky.blocked_by;
  } else if (loses(now, packet, sky.loss, decider)) {
    fate.lost = true;
    effects[0] = sky.loss_by;
  }
  if (fate.lost) return fate;
  const Quantiles& latency = link(connection.link).latency;
  fate.at = now + latency.at(decider.draw(base));
  if (decider.chance(address(Choice::Reorder), sky.reorder)) {
    Address held = address(Choice::Reorder);
    held.attempt += std::uint64_t{1} << 32;  // a second draw about the same packet
    fate.at += decider.between(held, {}, sky.reorder_by);
    effects[1] = sky.reorder_by_fault;
  }
  if (decider.chance(address(Choice::Duplicate), sky.duplicate)) {
    Address copy = base;
    copy.attempt += std::uint64_t{1} << 32;
    fate.again = now + latency.at(decider.draw(copy));
    effects[2] = sky.duplicate_by;
  }
  return fate;
}

Network::Fate Network::send_stream(Instant now, const Packet& packet, const Conditions& sky,
                                   const Decider& decider, std::uint32_t effects[3]) {
  Connection& connection = at(packet.connection);
  const LinkOptions& options = link(connection.link);
  const End to = other(packet.from);
  Fate fate;
  const auto give_up = [&] {
    fate.lost = true;
    if (!connection.doomed[packet.from]) fate.breaks = now + options.break_after;
    connection.doomed[packet.from] = true;
    return fate;
  };
  if (connection.broken) return give_up();
  if (sky.blocked > now + options.break_after) {
    // Retransmission will be given up before the path is open again. What is under way arrives;
    // nothing sent from now on does, or a later packet would overtake this one.
    effects[0] = sky.blocked_by;
    connection.broken = true;
    for (const End end : {End{0}, End{1}}) connection.cut[end] = connection.last_arrival[end];
    return give_up();
  }
  const Address base{Choice::Latency, connection.key, packet.subject, packet.attempt};
  Duration takes = options.latency.at(decider.draw(base));
  if (sky.blocked > now) {  // retransmitted until the path is open again
    takes = takes + (sky.blocked - now);
    effects[0] = sky.blocked_by;
  }
  if (loses(now, packet, sky.loss, decider)) {
    takes = takes + stall_of(options, connection.lost[packet.from]);
    effects[1] = sky.loss_by;
  }
  fate.at = std::max(now + takes, connection.last_arrival[to]);
  connection.last_arrival[to] = fate.at;
  return fate;
}

void Network::repeated(ConnectionId id, End from) {
  at(id).under_way += 1;
  at(id).sent[from] += 1;
}

void Network::landed(ConnectionId id, End from) {
  Connection& connection = at(id);
  ensure(connection.under_way > 0 && connection.sent[from] > 0, "a packet lands that was not sent");
  connection.under_way -= 1;
  connection.sent[from] -= 1;
  release_if_unused(id);
}

void Network::cut(Instant now, ConnectionId id, const Decider& decider) {
  Connection& connection = at(id);
  if (connection.broken) return;
  connection.broken = true;
  for (End end = 0; end < 2; ++end) {
    // The harmless answer loses nothing; the worst one all that is under way.
    const Duration pending = std::max(connection.last_arrival[end], now) - now;
    const Address address{Choice::BreakSuffix, connection.key, static_cast<std::uint64_t>(now.ns),
                          end};
    const Duration lost = decider.between(address, {}, pending);
    connection.cut[end] = now + (pending - lost);
  }
}

void Network::close(ConnectionId id, End end) {
  ensure(at(id).believes[end], "an end closes once");
  at(id).believes[end] = false;
  at(id).broken = true;
  release_if_unused(id);
}

void Network::release_if_unused(ConnectionId id) {
  const Connection& connection = at(id);
  if (connection.under_way > 0 || connection.believes[0] || connection.believes[1]) return;
  free_.push_back(id);
}

}  // namespace imstorm
