// Parallel paths between a sender and a receiver.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string>

#include "model/scenario/hazard_search.h"
#include "sim/net/path_graph.h"

namespace imstorm {
namespace {

/// One level of the way from a sender's device to the log and on to a receiver: the stations that
/// two messages with one key may come through.
struct Level {
  std::string stations;  ///< "worker threads of a gateway"
  std::uint32_t choices = 1;
  std::string axis;    ///< the policy that decides
  std::string value;   ///< as it is
  std::string pinned;  ///< as it should be
};

std::vector<Level> levels_of(const Scenario& scenario) {
  const Topology& topology = scenario.topology;
  const RoutingOptions& route = scenario.protocol.route;
  const bool any_free = route.worker == RoutingOptions::Worker::AnyFree;
  const bool in_turn = route.socket == RoutingOptions::Socket::RoundRobin;
  const auto threads = [&](const char* where, const ProcessOptions& process) {
    return Level{fmt::format("worker threads of {}", where), any_free ? process.threads : 1,
                 "route.worker", "any-free", "by-key"};
  };
  const auto sockets = [&](const char* where) {
    return Level{fmt::format("sockets between {}", where), in_turn ? topology.backbone.sockets : 1,
                 "route.socket", "round-robin", "by-key"};
  };
  return {threads("a gateway", topology.gateway), sockets("a gateway and a logic process"),
          threads("a logic process", topology.logic), sockets("a logic process and a store"),
          threads("a store", topology.store)};
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

/// What repairs the order of chat messages whatever way they take.
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

bool orders(const Scenario& scenario, std::initializer_list<FaultKind> kinds) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(), [&](const Fault& fault) {
    return std::find(kinds.begin(), kinds.end(), fault.kind) != kinds.end();
  });
}

bool comes(const StormOptions& storm, std::initializer_list<const StormRate*> rates) {
  return storm.on && std::any_of(rates.begin(), rates.end(),
                                 [](const StormRate* rate) { return rate->every.ns > 0; });
}

}  // namespace

void find_moving_keys(const Scenario& scenario, std::vector<Hazard>& hazards) {
  const RoutingOptions& route = scenario.protocol.route;
  const StormOptions& storm = scenario.storm;
  const bool signals = !scenario.signals.empty() || !scenario.signal_traffic.empty();
  // Chat is saved by what the store checks; without that, it is no better off.
  if (!signals && !order_net(scenario).empty()) return;
  const auto add = [&](const char* axis, const char* value, const char* sound, const char* where) {
    Hazard hazard;
    hazard.kind = Hazard::Kind::ParallelPaths;
    hazard.what = fmt::format("two {} of one sender can overtake each other: {}",
                              signals ? "signals" : "messages", where);
    hazard.laws = {signals ? "signal-fifo" : "sender-fifo"};
    hazard.choice = fmt::format("{} = {}", axis, value);
    hazard.cure = fmt::format("{} = {}", axis, sound);
    hazards.push_back(std::move(hazard));
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

void find_parallel_paths(const Scenario& scenario, std::vector<Hazard>& hazards) {
  const std::vector<Level> levels = levels_of(scenario);
  const Way way(levels);
  const std::size_t ways = way.ways();
  for (const std::size_t open : way.unpinned()) {
    const Level& level = levels[open];
    Hazard hazard;
    hazard.kind = Hazard::Kind::ParallelPaths;
    hazard.what = fmt::format(
        "two messages of one sender can overtake each other: {} {} may each get one of them ({} "
        "ways in all)",
        level.choices, level.stations, ways);
    hazard.laws = {"sender-fifo"};
    hazard.masked_by = order_net(scenario);
    hazard.choice = level.axis + " = " + level.value;
    hazard.cure = level.axis + " = " + level.pinned;
    hazards.push_back(std::move(hazard));
  }
}

}  // namespace imstorm
