#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "model/invariants/catalog.h"
#include "model/node/directory.h"
#include "model/node/gateway.h"
#include "model/node/ids.h"
#include "model/node/logic.h"
#include "model/node/sdk.h"
#include "model/node/store.h"
#include "model/protocol/link_order.h"
#include "model/scenario/processes.h"
#include "model/scenario/scenario.h"
#include "model/world/coverage.h"
#include "model/world/kernel_event.h"
#include "model/world/marks.h"
#include "model/world/packet.h"
#include "model/world/process.h"
#include "model/world/roster.h"
#include "model/world/run.h"
#include "model/world/tracer.h"
#include "model/world/workload.h"
#include "sim/core/decision.h"
#include "sim/core/hash.h"
#include "sim/core/tally.h"
#include "sim/machine/event_queue.h"
#include "sim/net/network.h"
#include "sim/net/weather.h"

namespace imstorm {

/// A whole run as one value: kernel, network, processes, nodes, history, laws. A copy is a second,
/// independent future. Nothing in it reads a clock of the real world or knows of the other copies.
class World {
 public:
  /// Everybody starts at instant 0. The scenario must be valid (see model/scenario).
  World(const Scenario& scenario, std::uint64_t seed, const RunSettings& settings);

  /// The same with decisions that are answered otherwise. The scenario is shared, not copied.
  World(std::shared_ptr<const Scenario> scenario, Decider decider, const RunSettings& settings);

  /// Storm, heal, settle, judge. Call once.
  RunRecord run();

  // For tests and benchmarks: the phases one by one.
  void run_until(Instant end);  ///< handles all events up to and including `end`
  void heal();                  ///< ends all faults, restarts and reconnects everybody
  void settle();                ///< until nothing is left to do, or the scenario's bound
  Instant now() const { return now_; }
  std::uint64_t events() const { return events_; }
  std::uint64_t digest() const { return digest_.value(); }
  std::size_t pending() const { return queue_.size(); }
  const Decider& decider() const { return decider_; }
  Decider& decider() { return decider_; }
  /// From now on only acknowledgements of that message are probed.
  void probe_only(BodyId body) { probe_only_ = body; }
  /// Of a traced run: what its decisions are named by.
  const DecisionNames& decision_names() const { return tracer_.names(); }
  /// Schedules a timer that means nothing to anybody (to show that it changes nothing).
  void add_idle_timer(Instant at);

 private:
  struct Pool {  // one pooled connection between two servers
    ProcessId a, b;
    std::uint32_t link = 0;
    std::uint64_t key = 0;
    ConnectionId connection;   // none while it is down
    bool opening = false;      // a PoolOpen event is under way
    std::uint32_t opened = 0;  // how often: the epoch of its signals
    LinkOrder order[2];        // of signals from each end
    bool broken = false;       // and noted as such in the history
  };
  struct Told {  // an acknowledgement that is to be probed
    DeviceId device;
    InstId inst;
    ConvId conv;
    Cmid cmid;
    BodyId body;
    Lineage lineage;
    Seq seq;
  };
  struct FaultState {  // of one fault of the plan
    bool active = false;
    bool effective = false;
    std::uint32_t matched = 0;  // packets that a Drop, Duplicate or Delay has matched; syncs before
                                // a CrashAtSync began to count
  };
  struct Stats {
    std::uint64_t messages = 0, deliveries = 0, acks = 0;
    std::uint64_t packets = 0, client_packets = 0, bytes = 0;
    std::array<std::uint64_t, kFrameNames.size()> by_kind{}, client_by_kind{};
    std::array<RunRecord::FaultCount, kFaultKinds> faults{};
    std::vector<std::pair<std::string, std::uint64_t>> limits;
    std::vector<Instant> sent_at;  // by BodyId; kNever = not yet
    std::vector<std::int64_t> to_acked, to_consumed, to_shown;
    std::vector<Instant> signalled_at;  // by signal_id
  };

  // world_build.cc
  std::shared_ptr<Directory> build_directory();
  void record_permits();
  void build_processes();
  void build_pools();
  void build_plan();
  void schedule_fault(std::uint32_t index, Instant at);
  void schedule_workload();

  // world_events.cc: what the kernel pops
  void fold(const KernelEvent& event);
  void fold(const Event& event);  ///< of the history
  void handle(const KernelEvent& event);
  void on_arrive(const KernelEvent& event);
  void on_work_done(const KernelEvent& event);
  void on_sync_done(const KernelEvent& event);
  void on_sync_due(const KernelEvent& event);
  void on_opened(const KernelEvent& event);
  void on_closed(const KernelEvent& event);
  void on_pool_open(const KernelEvent& event);
  void on_user_sends(const KernelEvent& event);
  void begin_work(ProcessId id, std::uint8_t worker);
  void enqueue(ProcessId id, std::uint32_t packet);
  std::uint8_t choose_worker(const Process& process, std::uint64_t key) const;
  bool postpone(const KernelEvent& event);
  void push(Duration after, const KernelEvent& event) { schedule(now_ + after, event); }
  void schedule(Instant at, const KernelEvent& event) {
    queue_.push(at, event);
    tracer_.scheduled(at, event);
  }

  // world_step.cc: a node steps, its outputs happen
  template <class Input>
  void step(ProcessId id, Input input, std::uint64_t cause);
  template <class Visit>
  void with_node(ProcessId id, const Visit& visit);
  Context context(ProcessId id) const;
  void put_out(ProcessId id);
  void put_out(ProcessId id, SendTo& output);
  void put_out(ProcessId id, SendOn& output);
  void put_out(ProcessId id, const SetTimer& output);
  void put_out(ProcessId id, const Persist& output);
  void put_out(ProcessId id, const OpenConnection& output);
  void put_out(ProcessId id, const CloseConnection& output);
  void put_out(ProcessId id, Observe& output);
  std::vector<ProcessId> gateways_for(const DeviceSpec& device) const;
  void begin_sync(ProcessId id);
  void start_sync(ProcessId id);
  bool syncs_by_clock() const;
  void note_clock_read(const Process& process);
  const ProcessOptions& options_of(ProcessKind kind) const;  ///< of a server
  const DiskOptions& disk_of(ProcessKind kind) const;

  // world_transmit.cc: packets and connections
  void transmit(ConnectionId connection, End from, std::uint64_t key, Frame&& frame);
  bool egress_full(const Connection& connection, End from, const Frame& frame) const;
  void leave_out(ConnectionId connection, const Frame& frame);
  void schedule_arrival(Instant at, std::uint32_t packet);
  void drop_packet(std::uint32_t index);  ///< out of the network, for good
  void strike_packet(const Packet& packet, Network::Fate& fate);
  void break_connection(ConnectionId id, bool first_notices, bool second_notices);
  void tell_closed(ConnectionId id, End end, Instant at);
  void close_end(ConnectionId id, End end);
  void count(const Packet& packet, bool client);
  std::uint32_t live_pools(ProcessId a, ProcessId b) const;
  void limit_reached(const std::string& what);

  // world_faults.cc
  void begin_fault(std::uint32_t index);
  void end_fault(std::uint32_t index);
  Instant fault_end(std::uint32_t index) const;
  Instant end_later(std::uint32_t index);
  void begin_at_process(ProcessId id, std::uint32_t index);
  void stop(ProcessId id);
  void crash(ProcessId id, Duration down, bool power, std::uint32_t survivors_most,
             std::uint32_t losing = Fault::kByChance);
  void strike_process(ProcessId id, std::uint32_t index, bool storage);
  void strike_storage(Process& process, FaultKind kind);
  void drop_connections(ProcessId id, bool power);
  void restart(ProcessId id);
  void take_offline(ProcessId id, std::uint32_t index);
  void bring_online(ProcessId id);
  void break_between(const Fault& fault, std::uint32_t index);
  void effective(std::uint32_t index);
  bool scripted_crash_at_sync(ProcessId id);
  void count_syncs_from_now(std::uint32_t index);

  // world_ring.cc
  void build_roster(Directory& directory);
  void on_roster(const KernelEvent& event);
  void enter_service(ProcessId id);
  void leave_service(const Roster::Step& step);
  void step_out(ProcessId id) { step(id, Leaving{}, 0); }
  void on_gone(const KernelEvent& event);
  void publish_ring();
  void on_ring_news(const KernelEvent& event);
  void resize(ProcessId id, std::uint32_t index);
  void use_new_threads(ProcessId id);

  // world_signals.cc
  void promise_signals();
  void on_user_signals(const KernelEvent& event);
  LinkOrder& link_order(ConnectionId connection, End from);
  std::uint32_t link_epoch(ConnectionId connection) const;
  void stamp_signal(Packet& packet);
  bool signal_in_order(const Packet& packet);
  void note_signal_lost(const Packet& packet);
  void disturb(ProcessId id, Instant until);
  void disturb_path(const Fault& fault, Instant until);
  void note_break(ConnectionId connection);
  void note_opened(Pool& pool);
  void note_mended(Pool& pool);
  // world_store_faults.cc
  bool commit_fault_strikes(std::uint32_t index, ProcessId id, std::uint64_t commit);
  CommitFate commit_fate(ProcessId id, const Packet& packet);
  Duration commit_crawl(ProcessId id);
  void flush_cache(ProcessId id, std::uint32_t index);
  void fail_over(ProcessId id, std::uint32_t index);
  void take_over(ProcessId id, std::uint32_t index);
  void change_leader(ProcessId id, std::uint32_t index);
  bool others_suffice(ProcessId id) const;
  void wipe_disk(ProcessId id);

  // world_history.cc
  bool rest(Instant limit, Duration look, const std::function<bool()>& done);
  bool waits() const;
  void record(Event event);
  void note_progress(const Event& event);
  void on_sent(const Event& event);
  void on_consumed(const Event& event);
  void enter(Phase phase);
  std::vector<Event> residues() const;  ///< what is waiting now
  const ConversationRecord& record_of(ConvId conv) const;
  RunRecord judge();

  // world_trace.cc: what a trace says that only the world knows
  std::string told(const KernelEvent& event) const;
  void trace_sent(std::uint32_t slot, const Network::Fate& fate);
  std::uint32_t socket_of(ConnectionId id) const;
  Trace finish_trace();

  // world_coverage.cc
  template <class Input>
  void cover(ProcessId id, const Input& input);
  std::uint8_t state_of(const Process& process) const;

  // world_probe.cc
  void probe(const Told& told);
  struct Survival {
    bool everywhere = false;  ///< it reached everybody
    Seq kept;                 ///< where the log has it, or none
  };
  std::optional<Survival> survives(const Told& told);
  bool delivered(const Told& told) const;
  bool copied(const Told& told, const ConversationRecord& record) const;
  bool consumed_by_all(ConvId conv, Seq position) const;
  void lose_everything_volatile();

  std::shared_ptr<const Scenario> scenario_;
  std::shared_ptr<const Directory> directory_;
  std::shared_ptr<const ProcessTable> table_;
  RunSettings settings_;
  Decider decider_;

  EventQueue<KernelEvent> queue_;
  Instant now_;
  std::uint64_t events_ = 0;
  Digest digest_;
  Network network_;
  Weather weather_;
  std::vector<Process> processes_;
  std::vector<GatewayNode> gateways_;
  std::vector<LogicNode> logics_;
  std::vector<StoreNode> stores_;
  std::vector<IdNode> ids_;
  std::vector<SdkNode> sdks_;
  std::vector<Pool> pools_;
  std::vector<FlatMap<ProcessId, std::vector<std::uint32_t>>>
      pools_of_;                                      // process -> peer -> pools
  std::vector<std::uint32_t> turn_;                   // for sockets taken in turn, by process
  DenseVector<ConnectionId, std::uint32_t> pool_at_;  // 1 + the pool that it belongs to
  struct EdgeOrder {
    std::uint32_t generation = 0;
    LinkOrder ends[2];
  };
  DenseVector<ConnectionId, EdgeOrder> edge_order_;  // of signals between a device and a gateway
  std::vector<std::uint32_t> device_links_;
  PacketSlab packets_;
  Tally tally_;
  Workload load_;
  std::uint32_t inst_next_ = 0;
  std::uint32_t disks_lost_ = 0;       // of stores
  std::set<std::uint64_t> seen_once_;  // what several processes show, once it was shown

  std::shared_ptr<const FaultPlan> plan_;
  std::shared_ptr<const Roster> roster_;
  std::uint32_t ring_ = 0;  // the newest version that is published
  std::vector<FaultState> fault_states_;
  std::vector<std::uint32_t> packet_faults_;  // the plan's Drop, Duplicate and Delay
  std::vector<std::uint32_t> sync_faults_;    // the plan's CrashAtSync
  std::vector<std::uint32_t> commit_faults_;  // the plan's CommitFailsBefore, ...After, ...Crawls
  Instant storm_end_;
  bool healed_ = false;   // no fault begins any more
  bool silent_ = false;   // no user writes any more
  bool complete_ = true;  // false: a limit cut the run short
  bool quiet_ = false;

  Laws laws_;
  bool watched_ = true;  // false in a probe: nobody judges it
  std::vector<Event> history_;
  Instant progress_;                              // when something observable last happened
  Instant work_;                                  // the same, but sessions that begin and end
  DenseVector<DeviceId, Instant> session_moved_;  // when that of a device last did, or it crashed
  std::vector<Told> to_probe_;
  BodyId probe_only_;  // none: any message
  Coverage coverage_;
  Instant fault_seen_{-1};  // when a fault last changed something
  FaultKind fault_kind_{};  // and which
  Stats stats_;
  Tracer tracer_;
  std::vector<RunRecord::Struck> chanced_;
  Marks marks_;
  std::string told_;
  Outputs outputs_;          // scratch, empty between steps
  std::uint64_t cause_ = 0;  // names the input of the step under way
};

}  // namespace imstorm
