// How a world is made from a scenario.
#include <algorithm>
#include <utility>

#include "model/scenario/processes.h"
#include "model/world/topics.h"
#include "model/world/world.h"
#include "sim/core/ensure.h"
#include "sim/fault/storm_draw.h"

namespace imstorm {
namespace {

void add_inboxes(const Scenario& scenario, const std::vector<std::vector<DeviceId>>& devices_of,
                 Directory& directory) {
  directory.inbox_first = static_cast<std::uint32_t>(directory.conv_keys.size());
  for (std::size_t u = 0; u < scenario.users.size(); ++u) {
    const ConvId inbox = directory.inbox_of(UserId(u));
    directory.conv_keys.push_back(inbox_key(scenario.users[u].name));
    directory.conv_devices.push_back(devices_of[u]);
    directory.conv_members.push_back({UserId(u)});
    directory.conv_changes.push_back(false);
    for (const DeviceId device : devices_of[u]) {
      directory.device_convs[device.index()].push_back(inbox);
    }
  }
}

}  // namespace

Decider decider_of(const Scenario& scenario, std::uint64_t seed) {
  const bool harmless = scenario.decisions == Decisions::Harmless;
  Decider decider = harmless ? Decider::benign() : Decider::seeded(seed);
  for (const Answer& answer : scenario.answers) decider.script(answer.address, answer.value);
  return decider;
}

World::World(const Scenario& scenario, std::uint64_t seed, const RunSettings& settings)
    : World(std::make_shared<Scenario>(scenario), decider_of(scenario, seed), settings) {}

World::World(std::shared_ptr<const Scenario> scenario, Decider decider, const RunSettings& settings)
    : scenario_(std::move(scenario)),
      table_(std::make_shared<ProcessTable>(*scenario_)),
      settings_(settings),
      decider_(std::move(decider)),
      laws_(laws_about(topics_of(*scenario_))) {
  if (settings_.keep_trace) tracer_.turn_on(settings_.trace_max);
  const std::shared_ptr<Directory> directory = build_directory();
  directory_ = directory;
  build_processes();
  build_pools();
  load_ = plan_workload(*scenario_, *directory_, decider_);
  stats_.sent_at.assign(load_.sends.size(), kNever);
  stats_.signalled_at.assign(load_.signals.size(), kNever);
  build_plan();
  build_roster(*directory);

  enter(Phase::Storm);
  record_permits();  // before what they permit, so that a law need not keep what it never asks for
  for (std::size_t c = 0; c < scenario_->conversations.size(); ++c) {
    for (const UserId user : scenario_->conversations[c].members) {
      Event joined;
      joined.kind = EventKind::Joined;
      joined.user = user;
      joined.conv = ConvId(c);
      record(joined);
    }
  }
  // Processes first: a connection needs both of its ends.
  for (std::size_t p = 0; p < processes_.size(); ++p) {
    KernelEvent start;
    start.type = KernelEvent::Type::Restart;
    start.process = ProcessId(p);
    schedule(Instant{}, start);
  }
  for (const Pool& pool : pools_) {
    KernelEvent open;
    open.type = KernelEvent::Type::PoolOpen;
    open.a = static_cast<std::uint32_t>(&pool - pools_.data());
    schedule(Instant{}, open);
  }
  schedule_workload();
  promise_signals();
}

std::shared_ptr<Directory> World::build_directory() {
  Directory directory;
  directory.options = scenario_->protocol;
  const StormOptions& storm = scenario_->storm;
  directory.caches_may_be_lost =
      scenario_->protocol.client.cache == ClientOptions::Cache::Lost ||
      (storm.on && (storm.lose_cache.every.ns > 0 || storm.reinstall.every.ns > 0)) ||
      std::any_of(scenario_->faults.begin(), scenario_->faults.end(), [](const Fault& fault) {
        return fault.kind == FaultKind::LoseCache || fault.kind == FaultKind::Reinstall;
      });
  for (std::size_t p = 0; p < table_->rows.size(); ++p) {
    const ProcessTable::Row& row = table_->rows[p];
    const ProcessId id(p);
    if (row.kind == ProcessKind::Gateway) directory.gateways.push_back(id);
    const std::uint32_t replicas = scenario_->topology.store_replicas;
    if (row.kind == ProcessKind::Store) {
      if (row.index % replicas == 0) directory.stores.push_back(id);
      if (replicas > 1 && row.index % replicas == 0) directory.replicas.emplace_back();
      if (replicas > 1) directory.replicas.back().push_back(id);
    }
    if (row.kind == ProcessKind::Ids) directory.ids.push_back(id);
    if (row.kind == ProcessKind::Logic) directory.logics.push_back(id);
  }
  for (const UserSpec& user : scenario_->users) {
    directory.user_keys.push_back(hash_text(user.name));
  }
  directory.signals = !scenario_->signals.empty() || !scenario_->signal_traffic.empty();
  directory.forks = lineages_may_begin(*scenario_);
  std::vector<std::vector<DeviceId>>& devices_of = directory.user_devices;
  devices_of.resize(scenario_->users.size());
  for (std::size_t d = 0; d < scenario_->devices.size(); ++d) {
    const DeviceSpec& device = scenario_->devices[d];
    directory.device_keys.push_back(hash_text(device.name));
    directory.device_users.push_back(device.user);
    devices_of[device.user.index()].push_back(DeviceId(d));
  }
  directory.device_convs.resize(scenario_->devices.size());
  directory.conv_changes = changing_conversations(*scenario_);
  for (std::size_t c = 0; c < scenario_->conversations.size(); ++c) {
    const ConversationSpec& conv = scenario_->conversations[c];
    directory.conv_keys.push_back(hash_text(conv.name));
    std::vector<DeviceId>& members = directory.conv_devices.emplace_back();
    directory.conv_members.push_back(conv.members);
    std::sort(directory.conv_members.back().begin(), directory.conv_members.back().end());
    std::vector<UserId> users = conv.members;
    users.insert(users.end(), conv.others.begin(), conv.others.end());
    for (const UserId user : users) {
      for (const DeviceId device : devices_of[user.index()]) {
        members.push_back(device);
        directory.device_convs[device.index()].push_back(ConvId(c));
      }
    }
    std::sort(members.begin(), members.end());
  }
  if (directory.options.group.fanout != GroupOptions::Fanout::Read) {
    add_inboxes(*scenario_, devices_of, directory);
  }
  return std::make_shared<Directory>(std::move(directory));
}

void World::build_processes() {
  const Topology& topology = scenario_->topology;
  for (const ProcessTable::Row& row : table_->rows) {
    Process process;
    process.kind = row.kind;
    process.index = row.index;
    process.host = row.host;
    process.key = hash_text(row.name);
    const ProcessId id(processes_.size());
    switch (row.kind) {
      case ProcessKind::Gateway:
        process.workers.resize(topology.gateway.threads);
        gateways_.emplace_back();
        break;
      case ProcessKind::Logic:
        process.workers.resize(topology.logic.threads);
        logics_.emplace_back();
        break;
      case ProcessKind::Store:
        process.workers.resize(topology.store.threads);
        stores_.emplace_back(id, *directory_);
        break;
      case ProcessKind::Ids:
        process.workers.resize(topology.ids.threads);
        ids_.emplace_back(*directory_);
        break;
      case ProcessKind::Device: {
        const DeviceSpec& device = scenario_->devices[row.index];
        process.clock.step(device.clock_skew);
        process.fresh = true;
        sdks_.emplace_back(DeviceId(row.index), InstId(row.index), *directory_);
        device_links_.push_back(network_.add_link(device.edge));
        break;
      }
    }
    process.threads = static_cast<std::uint32_t>(process.workers.size());
    process.threads_next = process.threads;
    processes_.push_back(std::move(process));
  }
  inst_next_ = static_cast<std::uint32_t>(sdks_.size());
}

/// Gateways talk to logic and store, logic talks to store and id services, those to the store, and
/// replicas of a store to each other.
void World::build_pools() {
  const std::size_t servers = processes_.size() - sdks_.size();
  pools_of_.resize(servers);
  turn_.resize(servers);
  const std::uint32_t link = network_.add_link(scenario_->topology.backbone);
  const auto connect = [&](ProcessId a, ProcessId b) {
    for (std::uint32_t socket = 0; socket < scenario_->topology.backbone.sockets; ++socket) {
      const auto index = static_cast<std::uint32_t>(pools_.size());
      const std::uint64_t names = hash_mix(processes_[a.index()].key, processes_[b.index()].key);
      Pool pool;
      pool.a = a;
      pool.b = b;
      pool.link = link;
      pool.key = hash_mix(names, socket);
      pool.opening = true;
      pools_.push_back(pool);
      pools_of_[a.index()][b].push_back(index);
      pools_of_[b.index()][a].push_back(index);
    }
  };
  for (std::uint32_t i = 0; i < stores_.size(); ++i) {
    const ProcessId store = table_->of(ProcessKind::Store, i);
    for (const ProcessId gateway : directory_->gateways) connect(gateway, store);
    for (const ProcessId logic : directory_->logics) connect(logic, store);
  }
  for (const std::vector<ProcessId>& all : directory_->replicas) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = i + 1; j < all.size(); ++j) connect(all[i], all[j]);
    }
  }
  for (const ProcessId logic : directory_->logics) {
    for (const ProcessId gateway : directory_->gateways) connect(gateway, logic);
  }
  for (const ProcessId ids : directory_->ids) {
    for (const ProcessId logic : directory_->logics) connect(logic, ids);
    for (std::uint32_t i = 0; i < stores_.size(); ++i) {
      connect(ids, table_->of(ProcessKind::Store, i));
    }
  }
}

void World::record_permits() {
  const auto permit = [&](Permit what) {
    Event event;
    event.kind = EventKind::Permitted;
    event.value = static_cast<std::uint64_t>(what);
    record(event);
  };
  if (scenario_->permits.failover) permit(Permit::Failover);
  if (scenario_->permits.disks) permit(Permit::Disks);
  if (scenario_->permits.absence) permit(Permit::Absence);
}

void World::schedule_fault(std::uint32_t index, Instant at) {
  KernelEvent begins;
  begins.type = KernelEvent::Type::FaultBegins;
  begins.a = index;
  schedule(at, begins);
}

void World::build_plan() {
  StormPlaces places;
  for (std::size_t p = 0; p < processes_.size(); ++p) {
    const Process& process = processes_[p];
    const StormPlaces::Place place{ProcessId(p), process.key};
    const bool device = process.kind == ProcessKind::Device;
    (device ? places.devices : places.servers).push_back(place);
    const bool writes = process.kind == ProcessKind::Store || process.kind == ProcessKind::Ids;
    const bool replica = process.kind == ProcessKind::Store && !directory_->replicas.empty();
    const bool spare = process.kind == ProcessKind::Ids && ids_[process.index].has_standby();
    if (spare || replica) places.standbys.push_back(place);
    if (device || writes) places.disks.push_back(place);
    if (writes) places.committers.push_back(place);
    if (replica) places.replicas.push_back(place);
    if (process.kind == ProcessKind::Ids) places.id_services.push_back(place);
    if (process.kind == ProcessKind::Gateway || process.kind == ProcessKind::Logic) {
      places.members.push_back(place);
    }
    if (process.kind == ProcessKind::Store || process.kind == ProcessKind::Logic) {
      places.caches.push_back(place);
    }
    const bool first_of_host =
        places.hosts.empty() || std::none_of(places.hosts.begin(), places.hosts.end(),
                                             [&](const auto& h) { return h.host == process.host; });
    if (!device && first_of_host) {
      places.hosts.push_back({process.host, hash_text(table_->hosts[process.host.index()])});
    }
  }
  for (const Pool& pool : pools_) {
    const bool known = !places.pairs.empty() && places.pairs.back().a.process == pool.a &&
                       places.pairs.back().b.process == pool.b;
    if (known) continue;
    places.pairs.push_back(
        {{pool.a, processes_[pool.a.index()].key}, {pool.b, processes_[pool.b.index()].key}});
  }
  FaultPlan plan = scenario_->faults;
  FaultPlan drawn = draw_storm(scenario_->storm, places, decider_);
  for (Fault& fault : drawn) {
    const bool store = fault.kind == FaultKind::FailOver &&
                       processes_[fault.from[0].index()].kind == ProcessKind::Store;
    if (store) fault.amount = fault.lasts = {};  // as far behind as it is, after an election
  }
  plan.insert(plan.end(), drawn.begin(), drawn.end());

  storm_end_ = std::max(Instant{scenario_->duration.ns}, load_.last);
  if (scenario_->storm.on) {
    storm_end_ = std::max(storm_end_, Instant{} + scenario_->storm.begin + scenario_->storm.length);
  }
  for (const Fault& fault : plan) storm_end_ = std::max(storm_end_, fault.at + span_of(fault));
  for (std::uint32_t i = 0; i < plan.size(); ++i) {
    const FaultKind kind = plan[i].kind;
    stats_.faults[static_cast<std::size_t>(kind)].injected += 1;
    if (kind == FaultKind::Drop || kind == FaultKind::Duplicate || kind == FaultKind::Delay) {
      packet_faults_.push_back(i);
    } else if (kind == FaultKind::CrashAtSync) {
      sync_faults_.push_back(i);
      if (plan[i].at > Instant{}) schedule_fault(i, plan[i].at);
    } else if (kind == FaultKind::CommitFailsBefore || kind == FaultKind::CommitFailsAfter ||
               kind == FaultKind::CommitCrawls) {
      commit_faults_.push_back(i);
    } else if (kind != FaultKind::Join && kind != FaultKind::Leave && kind != FaultKind::Replace) {
      schedule_fault(i, plan[i].at);
    }
  }
  fault_states_.resize(plan.size());
  plan_ = std::make_shared<const FaultPlan>(std::move(plan));
}

void World::schedule_workload() {
  for (const PlannedSend& send : load_.sends) {
    if (send.at == kNever) continue;
    KernelEvent event;
    event.type = KernelEvent::Type::UserSends;
    event.process = table_->of(ProcessKind::Device, send.device.value);
    event.a = send.body.value;
    schedule(send.at, event);
  }
  for (std::size_t i = 0; i < load_.signals.size(); ++i) {
    if (load_.signals[i].at == kNever) continue;
    KernelEvent event;
    event.type = KernelEvent::Type::UserSignals;
    event.process = table_->of(ProcessKind::Device, load_.signals[i].device.value);
    event.a = static_cast<std::uint32_t>(i);
    queue_.push(load_.signals[i].at, event);
  }
}

void World::add_idle_timer(Instant at) {
  KernelEvent event;
  event.type = KernelEvent::Type::Timer;
  event.what = 255;  // no node has such a timer, and no process this incarnation
  event.process = ProcessId(0);
  event.incarnation = 65535;
  schedule(at, event);
}

}  // namespace imstorm
