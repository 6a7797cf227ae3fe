// What a node puts out happens.
#include "model/world/step.h"

#include <algorithm>

#include "model/world/world.h"

namespace imstorm {
namespace {

bool is_pinned(const Frame& frame) {
  return kind_of(frame) == FrameKind::Signal || kind_of(frame) == FrameKind::Relay;
}

}  // namespace

Context World::context(ProcessId id) const {
  const Clock& clock = processes_[id.index()].clock;
  return {{clock.steady(now_), clock.wall(now_), now_}, id, *directory_};
}

void World::put_out(ProcessId id) {
  for (Output& output : outputs_) {
    std::visit([&](auto& o) { put_out(id, o); }, output);
  }
  outputs_.clear();
  begin_sync(id);
}

/// A snowflake reads the wall clock for every id.
void World::note_clock_read(const Process& process) {
  const ProtocolOptions& options = scenario_->protocol;
  const bool reads = options.seq.source == SeqOptions::Source::Snowflake ||
                     options.msgid.source == MsgidOptions::Source::Snowflake;
  if (reads && process.kind == ProcessKind::Ids && process.clock_by != 0) {
    effective(process.clock_by - 1);
  }
}

/// To a server, over the pooled connection that its key picks. Without one the frame is lost; the
/// node has been told that the peer is down.
void World::put_out(ProcessId id, SendTo& output) {
  note_clock_read(processes_[id.index()]);
  const std::vector<std::uint32_t>* pools = pools_of_[id.index()].find(output.to);
  ensure(pools != nullptr, "a process sends only to processes that it talks to");
  const bool by_key = scenario_->protocol.route.socket == RoutingOptions::Socket::ByKey;
  const std::uint64_t pick = by_key ? hash_mix(output.key, 1) : turn_[id.index()]++;
  const std::size_t count = pools->size();
  for (std::size_t i = 0; i < count; ++i) {
    const Pool& pool = pools_[(*pools)[(pick + i) % count]];
    const End end = pool.a == id ? 0 : 1;
    const bool usable = pool.connection && network_.at(pool.connection).believes[end];
    // A signal has one path: beside what is still under way there, another one is not better.
    if (!usable && is_pinned(output.frame)) return;
    if (!usable) continue;
    transmit(pool.connection, end, output.key, std::move(output.frame));
    return;
  }
}

void World::put_out(ProcessId id, SendOn& output) {
  const Connection& connection = network_.at(output.connection);
  const End end = connection.ends[0] == id ? 0 : 1;
  if (connection.ends[end] != id || !connection.believes[end]) return;  // closed in this very step
  // Only a gateway has threads to choose from.
  const ConvId conv = end == 0 ? conv_of(output.frame) : ConvId{};
  const std::uint64_t key = conv ? directory_->key_of(conv) : connection.key;
  transmit(output.connection, end, key, std::move(output.frame));
}

void World::put_out(ProcessId id, const SetTimer& output) {
  const Process& process = processes_[id.index()];
  Duration after = output.after;
  if (output.jitter.ppm > 0) {
    const std::uint64_t name = hash_mix(process.key, output.subject);
    const Address address{Choice::TimerJitter, process.key, output.subject, tally_.next(name)};
    const Duration most{after.ns / 1'000'000 * output.jitter.ppm};
    after = after + decider_.between(address, {}, most);
  }
  KernelEvent event;
  event.type = KernelEvent::Type::Timer;
  event.what = output.timer.what;
  event.incarnation = process.incarnation;
  event.process = id;
  event.a = output.timer.index;
  event.b = output.timer.generation;
  if (process.clock.ppm() != 0 && process.clock_by != 0) effective(process.clock_by - 1);
  push(std::max(process.clock.in_world(after), Duration{}), event);
}

/// Each write has decisions of its own; a sync takes as long as the slowest of those that it
/// covers, so that what else happens to be written at the time changes none of them.
void World::put_out(ProcessId id, const Persist& output) {
  Process& process = processes_[id.index()];
  process.disk.write(output.records);
  tracer_.wrote(id, output.records);
  const Quantiles& sync = disk_of(process.kind).sync;
  const Address takes{Choice::SyncTime, process.key, cause_, 0};
  const Duration longer = commit_faults_.empty() ? Duration{} : commit_crawl(id);
  process.next_sync = std::max(process.next_sync, sync.at(decider_.draw(takes)) + longer);
  // Counted by crashes, or an input that comes again would strike the process down again.
  const Address crashes{Choice::CrashAtSync, process.key, cause_, process.crashes};
  if (decider_.chance(crashes, scenario_->storm.crash_at_sync)) process.next_crash = true;
}

/// Called when a step has written all that it writes: one sync covers it.
void World::begin_sync(ProcessId id) {
  Process& process = processes_[id.index()];
  if (!process.up || !process.disk.idle_with_work()) return;
  if (process.kind != ProcessKind::Store || !syncs_by_clock()) return start_sync(id);
  if (process.sync_due) return;
  process.sync_due = true;
  KernelEvent due;
  due.type = KernelEvent::Type::SyncDue;
  due.incarnation = process.incarnation;
  due.process = id;
  push(scenario_->protocol.store.flush_every, due);
}

/// Replicas sync what they answer.
bool World::syncs_by_clock() const {
  return scenario_->protocol.store.commit == StoreOptions::Commit::EverySec &&
         scenario_->topology.store_replicas == 1;
}

void World::start_sync(ProcessId id) {
  Process& process = processes_[id.index()];
  const bool device = process.kind == ProcessKind::Device;
  const bool all = device || syncs_by_clock();
  process.disk.begin(all ? 0xffffffff : scenario_->protocol.store.batch_max);
  const Quantiles& sync = disk_of(process.kind).sync;
  const Duration takes = std::max(process.next_sync, sync.base) + process.slow_disk;
  process.crash_now = process.next_crash;
  process.next_sync = {};
  process.next_crash = false;
  if (process.slow_disk_by != 0) effective(process.slow_disk_by - 1);
  KernelEvent done;
  done.type = KernelEvent::Type::SyncDone;
  done.incarnation = process.incarnation;
  done.process = id;
  push(takes, done);
}

const ProcessOptions& World::options_of(ProcessKind kind) const {
  const Topology& topology = scenario_->topology;
  switch (kind) {
    case ProcessKind::Gateway:
      return topology.gateway;
    case ProcessKind::Logic:
      return topology.logic;
    case ProcessKind::Store:
      return topology.store;
    case ProcessKind::Ids:
      return topology.ids;
    case ProcessKind::Device:
      break;
  }
  fail("a device has no worker threads");
}

const DiskOptions& World::disk_of(ProcessKind kind) const {
  const Topology& topology = scenario_->topology;
  if (kind == ProcessKind::Device) return topology.device_disk;
  return kind == ProcessKind::Ids ? topology.ids_disk : topology.store_disk;
}

/// Those in service that it can reach.
std::vector<ProcessId> World::gateways_for(const DeviceSpec& device) const {
  std::vector<ProcessId> all;
  for (const std::uint32_t gateway : device.gateways) all.push_back(directory_->gateways[gateway]);
  if (device.gateways.empty()) all = directory_->gateways;
  std::erase_if(all, [&](ProcessId id) { return !processes_[id.index()].member; });
  return all;
}

/// The harmless gateway is the device's own; any other one is as good.
void World::put_out(ProcessId id, const OpenConnection& output) {
  Process& process = processes_[id.index()];
  const DeviceSpec& device = scenario_->devices[process.index];
  const std::vector<ProcessId> choices = gateways_for(device);
  if (choices.empty()) return;  // silence: the device's own timer gives up
  std::uint64_t pick = process.key % choices.size();
  if (output.attempt > 0) {
    pick += decider_.below({Choice::GatewayPick, process.key, 0, output.attempt}, choices.size());
  }
  const ProcessId gateway = choices[pick % choices.size()];

  const Process& peer = processes_[gateway.index()];
  const std::uint32_t link = device_links_[process.index];
  const Duration way = network_.link(link).latency.p50;
  std::uint32_t by = 0;
  const bool blocked = Network::blocked_until(now_, *plan_, weather_, id, gateway, &by) > now_ ||
                       Network::blocked_until(now_, *plan_, weather_, gateway, id, &by) > now_;
  if (blocked) {  // silence: the device's own timer gives up
    effective(by);
    return;
  }
  KernelEvent event;
  event.process = id;
  event.incarnation = process.incarnation;
  if (!peer.up) {
    event.type = KernelEvent::Type::OpenFailed;
    push(way * 2, event);
    return;
  }
  const std::uint64_t names = hash_mix(process.key, peer.key);
  process.connection = network_.open(id, gateway, link, names);
  tracer_.opened(process.connection);
  const std::uint32_t generation = network_.at(process.connection).generation;
  event.type = KernelEvent::Type::Opened;
  event.a = process.connection.value;
  event.b = generation;
  event.what = 0;
  push(way * 2, event);
  event.what = 1;
  event.process = gateway;
  event.incarnation = peer.incarnation;
  push(way, event);
}

void World::put_out(ProcessId id, const CloseConnection& output) {
  const Connection& connection = network_.at(output.connection);
  const End end = connection.ends[0] == id ? 0 : 1;
  if (connection.ends[end] != id || !connection.believes[end]) return;
  const Duration way = network_.link(connection.link).latency.p50;
  // The other end reads what was sent before, then the end of the stream.
  const Instant last = std::max(now_ + way, connection.last_arrival[other(end)]);
  const bool reaches =
      !connection.broken && Network::blocked_until(now_, *plan_, weather_, id,
                                                   connection.ends[other(end)], nullptr) <= now_;
  // The device may go on for a while without knowing.
  if (end == 1 && connection.believes[0]) note_break(output.connection);
  if (reaches && connection.believes[other(end)]) tell_closed(output.connection, other(end), last);
  close_end(output.connection, end);
}

void World::put_out(ProcessId id, Observe& output) {
  if (output.once != 0 && !seen_once_.insert(output.once).second) return;
  if (output.event.body && processes_[id.index()].clock_by != 0) {
    effective(processes_[id.index()].clock_by - 1);  // a wrong clock was read for a message
  }
  record(output.event);
}

}  // namespace imstorm
