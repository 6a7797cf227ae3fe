#include "model/scenario/key.h"
#include "model/scenario/presets.h"

namespace imstorm {
namespace {

template <class Range>
void add_range(KeyList& list, const std::string& name, Range range, std::int64_t most,
               const std::string& unit, const std::string& what) {
  list.count(
      name + ".least", [=](auto& s) -> auto& { return range(s).least; }, 1, most, unit,
      what + ": at least");
  list.count(
      name + ".most", [=](auto& s) -> auto& { return range(s).most; }, 1, most, unit,
      what + ": at most");
}

}  // namespace

void add_fuzz_keys(KeyList& list) {
  list.choice(
      "fuzz.profile", [](auto& s) -> auto& { return s.fuzz.profile; },
      "in a campaign, the storm of a scenario that has no [storm]", storm_profile_words());
  list.flag(
      "fuzz.swarm", [](auto& s) -> auto& { return s.fuzz.swarm.on; },
      "each run of a campaign leaves out some kinds of fault and has others more or less often");
  list.count(
      "fuzz.density.least", [](auto& s) -> auto& { return s.fuzz.swarm.density_least; }, 1, 10'000,
      "%", "each run of a campaign has so much of the storm's rates: at least");
  list.count(
      "fuzz.density.most", [](auto& s) -> auto& { return s.fuzz.swarm.density_most; }, 1, 10'000,
      "%", "each run of a campaign has so much of the storm's rates: at most");
  list.flag(
      "fuzz.topology", [](auto& s) -> auto& { return s.fuzz.topology; },
      "runs of a campaign differ in server processes, threads, sockets, server latency and the "
      "transport of link.edge");
  add_range(
      list, "fuzz.gateways", [](auto& s) -> auto& { return s.fuzz.gateways; }, 64, "",
      "gateways in a run of a campaign, unless the scenario names more");
  add_range(
      list, "fuzz.logics", [](auto& s) -> auto& { return s.fuzz.logics; }, 64, "",
      "logic processes in a run of a campaign, unless the scenario names more");
  list.ratio(
      "fuzz.datagrams", [](auto& s) -> auto& { return s.fuzz.datagrams; },
      "runs of a campaign that have datagrams to the devices, where the scenario has streams");
  list.flag(
      "fuzz.limits", [](auto& s) -> auto& { return s.fuzz.limits; },
      "some runs of a campaign have a small pull.limit, pull.at_once, outbox.at_once, "
      "store.cache_max or session.egress_max");
  list.flag(
      "fuzz.workload", [](auto& s) -> auto& { return s.fuzz.workload; },
      "runs of a campaign differ in what [[traffic]] makes");
  add_range(
      list, "fuzz.messages", [](auto& s) -> auto& { return s.fuzz.messages; }, 1'000, "%",
      "messages of each [[traffic]] in a run of a campaign, in percent of what it says");
  add_range(
      list, "fuzz.pace", [](auto& s) -> auto& { return s.fuzz.pace; }, 10'000, "%",
      "time between messages in a run of a campaign, in percent of what [[traffic]] says");
  list.count(
      "fuzz.depth_most", [](auto& s) -> auto& { return s.fuzz.depth_most; }, 1, 8, "",
      "depth of the strategy pct: how many events must happen in one certain order");
}

}  // namespace imstorm
