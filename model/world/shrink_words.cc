// What chance decided, said as a fault that everybody can read: a packet that is late, a disk that
// is slow for a moment, writes that a crash loses.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "model/scenario/processes.h"
#include "model/world/retime.h"
#include "model/world/shrinker.h"
#include "sim/core/hash.h"

namespace imstorm {
namespace {

/// How long something is slow or fails around the moment in question.
constexpr Duration kMoments[] = {milliseconds(1), milliseconds(100), seconds(1)};
/// So many packets may be alike to the last bit.
constexpr std::size_t kAlikeMax = 8;
/// So many writes, of all that a crash may lose, are tried one by one.
constexpr std::uint32_t kWritesMax = 6;

/// The ways to say one answer of a scenario in words.
class Sayings {
 public:
  Sayings(const Scenario& scenario, std::size_t answer, const Trace& trace,
          const DecisionNames& names)
      : scenario_(scenario), trace_(trace), names_(names), table_(scenario), without_(scenario) {
    answer_ = scenario.answers[answer];
    without_.answers.erase(without_.answers.begin() + static_cast<std::ptrdiff_t>(answer));
  }

  std::vector<Scenario> all() {
    switch (answer_.address.choice) {
      case Choice::Latency:
      case Choice::Loss:
      case Choice::Reorder:
      case Choice::Duplicate:
        say_packets();
        break;
      case Choice::ServiceTime:
        say_service();
        break;
      case Choice::SyncTime:
        say_sync();
        break;
      case Choice::SurvivingWrites:
        say_lost_writes();
        break;
      case Choice::CommitFate:
        say_commit();
        break;
      case Choice::BreakSuffix:
        say_cut();
        break;
      default:
        break;
    }
    return std::move(found_);
  }

 private:
  void add(FaultPlan more) {
    Scenario said = without_;
    for (Fault& fault : more) said.faults.push_back(std::move(fault));
    found_.push_back(std::move(said));
  }

  /// What the network did to those packets: all of them, or one alone.
  void say_packets() {
    FaultPlan plan;
    for (const PacketFault& one : packet_faults_of(scenario_, trace_)) {
      const DecisionNames::Packet& name = names_.packets[one.packet];
      const bool meant = name.subject == answer_.address.subject &&
                         name.attempt == (answer_.address.attempt & 0xffffffff);
      if (meant && plan.size() < kAlikeMax) plan.push_back(one.fault);
    }
    if (plan.size() > 1) {
      for (const Fault& fault : plan) add({fault});
    }
    if (!plan.empty()) add(plan);
    if (answer_.address.choice != Choice::Duplicate) return;
    for (std::uint32_t i = 0; i < trace_.packets.size(); ++i) {
      const DecisionNames::Packet& name = names_.packets[i];
      if (trace_.packets[i].copy || name.subject != answer_.address.subject) continue;
      if (name.attempt != answer_.address.attempt) continue;
      Fault twice = fault_at(trace_, i);
      twice.kind = FaultKind::Duplicate;
      add({twice});
    }
  }

  /// Who is busy for longer might as well have been reached later.
  void say_service() {
    const ProcessOptions* options = nullptr;
    for (const ProcessTable::Row& row : table_.rows) {
      if (hash_text(row.name) != answer_.address.place) continue;
      if (row.kind == ProcessKind::Gateway) options = &scenario_.topology.gateway;
      if (row.kind == ProcessKind::Logic) options = &scenario_.topology.logic;
      if (row.kind == ProcessKind::Store) options = &scenario_.topology.store;
      if (row.kind == ProcessKind::Ids) options = &scenario_.topology.ids;
    }
    if (options == nullptr) return;
    for (std::uint32_t i = 0; i < trace_.packets.size(); ++i) {
      const DecisionNames::Packet& name = names_.packets[i];
      const bool meant = hash_mix(name.subject, name.attempt) == answer_.address.subject;
      if (trace_.packets[i].copy || !meant) continue;
      Fault late = fault_at(trace_, i);
      late.kind = FaultKind::Delay;
      late.amount = options->service.at(answer_.value) - options->service.base;
      add({late});
    }
  }

  void say_sync() {
    const std::optional<std::uint32_t> lane = lane_of(answer_.address.place);
    if (!lane) return;
    const DiskOptions& disk =
        table_.rows[*lane].kind == ProcessKind::Device ? scenario_.topology.device_disk
        : table_.rows[*lane].kind == ProcessKind::Ids  ? scenario_.topology.ids_disk
                                                       : scenario_.topology.store_disk;
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) {
      const Trace::Step& step = trace_.steps[i];
      if (step.lane != *lane || names_.steps[i] != answer_.address.subject) continue;
      Fault slow;
      slow.kind = FaultKind::SlowDisk;
      slow.from = {ProcessId(*lane)};
      slow.amount = disk.sync.at(answer_.value) - disk.sync.base;
      around(slow, step.at);
    }
  }

  /// The nth crash of that process is a fault's; it may say itself how many writes it loses.
  void say_lost_writes() {
    const std::optional<std::uint32_t> lane = lane_of(answer_.address.place);
    std::uint64_t nth = 0;
    for (const Trace::Step& step : trace_.steps) {
      if (!lane || step.lane != *lane || step.input != Trace::Input::Crash) continue;
      if (++nth != answer_.address.subject || step.fault >= scenario_.faults.size()) continue;
      const auto losing = [&](std::uint32_t writes) {
        Scenario said = without_;
        said.faults[step.fault].losing = writes;
        found_.push_back(std::move(said));
      };
      losing(Fault::kAllWrites);
      for (std::uint32_t writes = 1; writes <= kWritesMax; ++writes) losing(writes);
    }
  }

  void say_commit() {
    for (const FaultKind kind :
         {FaultKind::CommitFailsBefore, FaultKind::CommitFailsAfter, FaultKind::CommitCrawls}) {
      for (std::size_t i = 0; i < trace_.steps.size(); ++i) {
        const Trace::Step& step = trace_.steps[i];
        const std::uint64_t subject =
            hash_mix(names_.steps[i], static_cast<std::uint64_t>(kind) + 1);
        if (subject != answer_.address.subject) continue;
        Fault fails;
        fails.kind = kind;
        fails.from = {ProcessId(step.lane)};
        fails.rate = kAlways;
        for (const Fault& fault : scenario_.faults) {
          if (fault.kind == kind) fails.amount = std::max(fails.amount, fault.amount);
        }
        around(fails, step.at);
      }
    }
  }

  /// What a break lost: all that was under way between the two.
  void say_cut() {
    FaultPlan lost;
    for (const PacketFault& one : packet_faults_of(scenario_, trace_)) {
      const Trace::Packet& packet = trace_.packets[one.packet];
      const std::uint64_t a = hash_text(table_.rows[packet.from].name);
      const std::uint64_t b = hash_text(table_.rows[packet.to].name);
      const std::uint64_t place = answer_.address.place;
      const bool here = hash_mix(a, b) == place || hash_mix(b, a) == place ||
                        hash_mix(hash_mix(a, b), packet.socket) == place ||
                        hash_mix(hash_mix(b, a), packet.socket) == place;
      const bool gone = one.fault.kind == FaultKind::Drop;
      if (here && gone && lost.size() < kAlikeMax) lost.push_back(one.fault);
    }
    for (const Fault& fault : lost) add({fault});
    if (lost.size() > 1) add(lost);
  }

  void around(Fault fault, Instant at) {
    for (const Duration moment : kMoments) {
      fault.at = at;
      fault.lasts = moment;
      add({fault});
    }
  }

  std::optional<std::uint32_t> lane_of(std::uint64_t place) const {
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      if (hash_text(table_.rows[i].name) == place) return static_cast<std::uint32_t>(i);
    }
    return {};
  }

  const Scenario& scenario_;
  const Trace& trace_;
  const DecisionNames& names_;
  ProcessTable table_;
  Scenario without_;
  Answer answer_;
  std::vector<Scenario> found_;
};

}  // namespace

void Shrinker::say_answers() {
  for (std::size_t i = now_.answers.size(); i-- > 0 && !enough();) {
    DecisionNames names;
    const Trace trace = recorded(now_, &names).trace;
    if (adopt(Sayings(now_, i, trace, names).all())) tell("decisions");
  }
  // A share of what may go wrong says nothing where each time is said.
  remove_faults();
}

}  // namespace imstorm
