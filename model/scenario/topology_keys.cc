#include "model/scenario/key.h"
#include "model/scenario/presets.h"

namespace imstorm {
namespace {

template <class Process>
void add_process(KeyList& list, const std::string& name, const std::string& what, Process process) {
  list.count(
      name + ".count", [=](auto& s) -> auto& { return process(s).count; }, 0, 64, "processes",
      "how many " + what + " processes there are");
  list.count(
      name + ".threads", [=](auto& s) -> auto& { return process(s).threads; }, 1, 64, "threads",
      "worker threads in each of them");
  list.count(
      name + ".queue_max", [=](auto& s) -> auto& { return process(s).queue_max; }, 1, 10'000'000,
      "inputs", "inputs waiting for one worker before new ones are dropped");
  list.quantiles(
      name + ".service", [=](auto& s) -> auto& { return process(s).service; },
      "what a worker needs for one input");
}

template <class Process>
void add_spare(KeyList& list, const std::string& name, const std::string& what, Process process) {
  list.count(
      name + ".spare", [=](auto& s) -> auto& { return process(s).spare; }, 0, 16, "processes",
      "further " + what + " processes that stand by until a fault adds them");
}

template <class Link>
void add_link(KeyList& list, const std::string& name, Link link) {
  const Duration most = hours(1);
  list.choice(name + ".transport", [=](auto& s) -> auto& { return link(s).transport; },
              "what the link promises while it works",
              {{"stream", "first in, first out; nothing lost or repeated until it breaks", ""},
               {"datagram", "any packet may be lost, repeated or overtaken", ""}});
  list.quantiles(
      name + ".latency", [=](auto& s) -> auto& { return link(s).latency; },
      "one-way delay of a packet");
  list.ratio(
      name + ".loss", [=](auto& s) -> auto& { return link(s).loss; },
      "packets lost; on a stream they stall it and arrive later");
  list.count(
      name + ".burst", [=](auto& s) -> auto& { return link(s).burst; }, 1, 1'000, "packets",
      "so many packets in a row are lost, on average; 1: each by itself. In a burst on a stream "
      "each "
      "loss stalls twice as long as the one before");
  list.ratio(
      name + ".duplicate", [=](auto& s) -> auto& { return link(s).duplicate; },
      "packets that arrive twice (datagrams only)");
  list.ratio(
      name + ".reorder", [=](auto& s) -> auto& { return link(s).reorder; },
      "packets held back behind later ones (datagrams only)");
  list.duration(
      name + ".stall", [=](auto& s) -> auto& { return link(s).stall; }, nanoseconds(1), most,
      "how long a lost packet stalls a stream");
  list.duration(
      name + ".break_after", [=](auto& s) -> auto& { return link(s).break_after; }, nanoseconds(1),
      most, "a stream that cannot deliver for this long breaks");
}

}  // namespace

void add_topology_keys(KeyList& list) {
  add_process(
      list, "topology.gateway", "gateway", [](auto& s) -> auto& { return s.topology.gateway; });
  add_spare(
      list, "topology.gateway", "gateway", [](auto& s) -> auto& { return s.topology.gateway; });
  add_process(
      list, "topology.logic", "logic", [](auto& s) -> auto& { return s.topology.logic; });
  add_spare(
      list, "topology.logic", "logic", [](auto& s) -> auto& { return s.topology.logic; });
  add_process(
      list, "topology.store", "store", [](auto& s) -> auto& { return s.topology.store; });
  list.count(
      "topology.store.replicas", [](auto& s) -> auto& { return s.topology.store_replicas; }, 1, 5,
      "replicas", "processes that hold the same: store-1, store-1b, store-1c for store-1");
  add_process(
      list, "topology.ids", "id service", [](auto& s) -> auto& { return s.topology.ids; });
  list.quantiles(
      "topology.ids.disk.sync", [](auto& s) -> auto& { return s.topology.ids_disk.sync; },
      "what an id service's disk needs to make writes durable");
  list.quantiles(
      "topology.store.disk.sync", [](auto& s) -> auto& { return s.topology.store_disk.sync; },
      "what a store's disk needs to make writes durable");
  list.quantiles(
      "topology.device.disk.sync", [](auto& s) -> auto& { return s.topology.device_disk.sync; },
      "what a device's disk needs to make writes durable");
  list.count(
      "topology.hosts", [](auto& s) -> auto& { return s.topology.hosts; }, 0, 192, "hosts",
      "machines that the server processes share in turn; 0: each has its own");
  list.duration(
      "topology.reconnect", [](auto& s) -> auto& { return s.topology.reconnect; }, nanoseconds(1),
      hours(1), "a broken connection between two servers comes back after this");
  list.duration(
      "topology.ring_lag", [](auto& s) -> auto& { return s.topology.ring_lag; }, {}, hours(1),
      "a router learns within this that logic processes came or went");
}

void add_link_keys(KeyList& list) {
  list.choice(
      "link.edge.preset", [](auto& s) -> auto& { return s.link_preset; },
      "figures for the keys of link.edge that are not set", link_preset_words());
  add_link(
      list, "link.edge", [](auto& s) -> auto& { return s.topology.edge; });
  add_link(
      list, "link.backbone", [](auto& s) -> auto& { return s.topology.backbone; });
  list.count(
      "link.backbone.sockets", [](auto& s) -> auto& { return s.topology.backbone.sockets; }, 1, 64,
      "sockets", "connections between each pair of server processes");
}

}  // namespace imstorm
