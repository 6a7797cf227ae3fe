// Parallel paths between a sender and a receiver.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "model/scenario/hazard_search.h"
#include "sim/net/path_graph.h"

namespace imstorm {
namespace {

/// What travels, and what it costs when two of it overtake each other.
struct Cargo {
  enum class Kind : std::uint8_t { Chat, UserSignals, GroupSignals };
  Kind kind{};
  const char* two = "";  ///< "two messages of one sender"
  std::vector<std::string> laws;
  std::string net;  ///< what puts it in order again whatever way it takes; or empty
};

/// What puts chat messages in order again.
std::string order_net(const Scenario& scenario) {
  switch (scenario.protocol.outbox.order) {
    case OutboxOptions::Order::DenseCseq:
      return "outbox.order = dense-cseq (the store checks the senders' numbers)";
    case OutboxOptions::Order::StopAndWait:
      return "outbox.order = stop-and-wait (one message under way)";
    default:
      return "";
  }
}

std::vector<Cargo> cargo_of(const Scenario& scenario) {
  const bool chat = !scenario.sends.empty() || !scenario.traffic.empty();
  bool to_user = false, to_group = false;
  for (const SignalSpec& signal : scenario.signals) (signal.conv ? to_group : to_user) = true;
  for (const SignalTrafficSpec& traffic : scenario.signal_traffic) {
    to_user = to_user || traffic.unicast.ppm > 0;
    to_group = to_group || traffic.unicast.ppm < percent(100).ppm;
  }
  std::vector<Cargo> all;
  if (chat) {
    all.push_back(
        {Cargo::Kind::Chat, "two messages of one sender", {"sender-fifo"}, order_net(scenario)});
  }
  if (to_user) {
    all.push_back(
        {Cargo::Kind::UserSignals, "two signals of one sender to one user", {"signal-fifo"}, ""});
  }
  if (to_group) {
    all.push_back({Cargo::Kind::GroupSignals,
                   "two signals to one group",
                   {"signal-fifo", "signal-group-order"},
                   ""});
  }
  return all;
}

/// One level of the way from a sender's device to the log, or to a receiver: the stations that two
/// of a cargo may come through.
struct Level {
  std::string stations;  ///< "worker threads of a gateway"
  std::uint32_t choices = 1;
  std::string axis;         ///< the policy that decides
  std::string value;        ///< as it is
  std::string pinned;       ///< as it should be
  bool per_sender = false;  ///< it is the same for all of one sender: only others overtake
};

/// The logic processes that may get one of the cargo.
Level processes_for(Cargo::Kind cargo, const Scenario& scenario) {
  const RoutingOptions& route = scenario.protocol.route;
  const std::uint32_t count = scenario.topology.logic.count;
  const auto level = [&](bool open, const char* axis, const char* value, const char* pinned) {
    return Level{"logic processes", open ? count : 1, axis, value, pinned, false};
  };
  if (cargo == Cargo::Kind::UserSignals) {
    return level(route.unicast != RoutingOptions::Unicast::Hash, "route.unicast",
                 route.unicast == RoutingOptions::Unicast::Random ? "random" : "round-robin",
                 "hash");
  }
  const bool in_turn = route.group == RoutingOptions::Group::RoundRobin;
  const bool by_sender = route.group == RoutingOptions::Group::HashSender;
  Level at = level(in_turn || (by_sender && cargo == Cargo::Kind::GroupSignals), "route.group",
                   in_turn ? "round-robin" : "hash-sender", "hash-group");
  at.per_sender = by_sender;
  return at;
}

std::vector<Level> levels_of(Cargo::Kind cargo, const Scenario& scenario) {
  const Topology& topology = scenario.topology;
  const RoutingOptions& route = scenario.protocol.route;
  const bool any_free = route.worker == RoutingOptions::Worker::AnyFree;
  const bool in_turn = route.socket == RoutingOptions::Socket::RoundRobin;
  const auto threads = [&](const char* where, const ProcessOptions& process) {
    return Level{fmt::format("worker threads of {}", where),
                 any_free ? process.threads : 1,
                 "route.worker",
                 "any-free",
                 "by-key",
                 false};
  };
  const auto sockets = [&](const char* where) {
    return Level{fmt::format("sockets between {}", where),
                 in_turn ? topology.backbone.sockets : 1,
                 "route.socket",
                 "round-robin",
                 "by-key",
                 false};
  };
  std::vector<Level> levels = {
      threads("a gateway", topology.gateway), sockets("a gateway and a logic process"),
      processes_for(cargo, scenario), threads("a logic process", topology.logic)};
  if (cargo == Cargo::Kind::Chat) {
    levels.push_back(sockets("a logic process and a store"));
    levels.push_back(threads("a store", topology.store));
  } else {
    levels.push_back(sockets("a logic process and the receiver's gateway"));
    levels.push_back(threads("the receiver's gateway", topology.gateway));
  }
  return levels;
}

/// The way as a graph: each level's stations may each be followed by each of the next level's.
class Way {
 public:
  explicit Way(const std::vector<Level>& levels) {
    source_ = graph_.add();
    std::vector<PathGraph::Station> before = {source_};
    for (const Level& level : levels) {
      std::vector<PathGraph::Station>& stations = stations_.emplace_back();
      for (std::uint32_t i = 0; i < level.choices; ++i) stations.push_back(graph_.add());
      join(before, stations);
      before = stations;
    }
    target_ = graph_.add();
    join(before, {target_});
  }

  std::size_t ways() const { return graph_.ways(source_, target_); }

  /// The levels at which no station is on every path.
  std::vector<std::size_t> unpinned() const {
    const std::vector<PathGraph::Station> fixed = graph_.unavoidable(source_, target_);
    std::vector<std::size_t> open;
    for (std::size_t level = 0; level < stations_.size(); ++level) {
      const bool pinned = std::any_of(
          stations_[level].begin(), stations_[level].end(), [&](PathGraph::Station station) {
            return std::binary_search(fixed.begin(), fixed.end(), station);
          });
      if (!pinned) open.push_back(level);
    }
    return open;
  }

 private:
  void join(const std::vector<PathGraph::Station>& from,
            const std::vector<PathGraph::Station>& to) {
    for (const PathGraph::Station a : from) {
      for (const PathGraph::Station b : to) graph_.edge(a, b);
    }
  }

  PathGraph graph_;
  PathGraph::Station source_ = 0, target_ = 0;
  std::vector<std::vector<PathGraph::Station>> stations_;
};

bool orders(const Scenario& scenario, std::initializer_list<FaultKind> kinds) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(), [&](const Fault& fault) {
    return std::find(kinds.begin(), kinds.end(), fault.kind) != kinds.end();
  });
}

bool comes(const StormOptions& storm, std::initializer_list<const StormRate*> rates) {
  return storm.on && std::any_of(rates.begin(), rates.end(),
                                 [](const StormRate* rate) { return rate->every.ns > 0; });
}

/// "2 worker threads of a gateway and 4 sockets between ...".
std::string stations_of(const std::vector<Level>& levels, const std::vector<std::size_t>& open,
                        const std::string& axis) {
  std::vector<std::string> parts;
  for (const std::size_t at : open) {
    if (levels[at].axis == axis) {
      parts.push_back(fmt::format("{} {}", levels[at].choices, levels[at].stations));
    }
  }
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    text += (i + 1 == parts.size() ? " or " : ", ") + parts[i];
  }
  return text;
}

Hazard overtaking(const Cargo& cargo, const std::string& how, const std::string& axis,
                  const std::string& value, const std::string& sound) {
  Hazard hazard;
  hazard.kind = Hazard::Kind::ParallelPaths;
  hazard.what = fmt::format("{} can overtake each other: {}", cargo.two, how);
  hazard.laws = cargo.laws;
  hazard.masked_by = cargo.net;
  hazard.choice = fmt::format("{} = {}", axis, value);
  hazard.cure = fmt::format("{} = {}", axis, sound);
  return hazard;
}

void find_moving_keys_of(const Cargo& cargo, const Scenario& scenario,
                         std::vector<Hazard>& hazards) {
  const RoutingOptions& route = scenario.protocol.route;
  const StormOptions& storm = scenario.storm;
  const auto add = [&](const char* axis, const char* value, const char* sound, const char* how) {
    hazards.push_back(overtaking(cargo, how, axis, value, sound));
  };
  const bool rings = orders(scenario, {FaultKind::Join, FaultKind::Leave, FaultKind::Replace}) ||
                     comes(storm, {&storm.join, &storm.leave, &storm.replace});
  if (rings && route.rehash == RoutingOptions::Rehash::Immediate) {
    add("route.rehash", "immediate", "fenced",
        "when logic processes come and go, the old and the new owner of a key may each get one");
  }
  const bool others = scenario.topology.logic.count + scenario.topology.logic.spare > 1;
  if (others && route.on_slow == RoutingOptions::OnSlow::Elsewhere) {
    add("route.on_slow", "elsewhere", "wait",
        "a slow logic process may have one, and another process gets the next");
  }
  const bool pools = orders(scenario, {FaultKind::Resize}) || comes(storm, {&storm.resize});
  if (pools && route.resize == RoutingOptions::Resize::Immediate) {
    add("route.resize", "immediate", "drain",
        "when a worker pool changes, the old and the new thread of a key may each get one");
  }
}

void find_parallel_paths_of(const Cargo& cargo, const Scenario& scenario,
                            std::vector<Hazard>& hazards) {
  const std::vector<Level> levels = levels_of(cargo.kind, scenario);
  const Way way(levels);
  const std::vector<std::size_t> open = way.unpinned();
  std::vector<std::string> told;
  for (const std::size_t at : open) {
    const Level& level = levels[at];
    if (std::find(told.begin(), told.end(), level.axis) != told.end()) continue;
    told.push_back(level.axis);
    const std::string how = fmt::format("any of {} may get one of them ({} ways in all)",
                                        stations_of(levels, open, level.axis), way.ways());
    hazards.push_back(overtaking(cargo, how, level.axis, level.value, level.pinned));
    if (level.per_sender) hazards.back().laws = {"signal-group-order"};
  }
}

}  // namespace

void find_moving_keys(const Scenario& scenario, std::vector<Hazard>& hazards) {
  for (const Cargo& cargo : cargo_of(scenario)) {
    // Chat is saved by what the store checks, whoever serves it.
    if (cargo.net.empty()) find_moving_keys_of(cargo, scenario, hazards);
  }
}

void find_parallel_paths(const Scenario& scenario, std::vector<Hazard>& hazards) {
  for (const Cargo& cargo : cargo_of(scenario)) find_parallel_paths_of(cargo, scenario, hazards);
}

}  // namespace imstorm
