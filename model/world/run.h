#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/history/event.h"
#include "model/history/names.h"
#include "model/history/trace.h"
#include "model/invariants/catalog.h"
#include "model/scenario/scenario.h"
#include "model/types/frame_kind.h"
#include "model/world/workload.h"
#include "sim/core/decision.h"
#include "sim/fault/fault.h"

namespace imstorm {

/// What the caller of a run chooses; nothing here can change the digest.
struct RunSettings {
  bool keep_history = false;
  /// Of how many acknowledgements one is probed by forking the world: 1 = every one, 0 = none.
  std::uint32_t probe_every = 1;
  bool cover = false;  ///< keep RunRecord::behaviours
  /// Asked now and then; true ends the run early, as not complete. Null: never.
  bool (*cancelled)() = nullptr;
  bool keep_trace = false;
  bool keep_marks = false;
  std::uint64_t tell_event = 0;         ///< from 1; which kernel event RunRecord::told describes
  std::uint32_t trace_max = 1'000'000;  ///< steps; later ones are counted as Trace::left_out
};

/// All that one run leaves behind: plain data.
struct RunRecord {
  struct Law {
    std::string name;
    std::string promise;
    LawKind kind{};
    Verdict verdict;
  };
  struct FaultCount {
    std::uint64_t injected = 0;
    std::uint64_t effective = 0;
  };
  struct Series {
    std::string name;                   ///< "sent to consumed", "sent to acked"
    std::vector<std::int64_t> samples;  ///< ns, in the order of the run
  };
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;    ///< kernel events
  std::uint64_t messages = 0;  ///< handed to an SDK
  std::uint64_t deliveries = 0;
  Instant ended;
  RunEnd end;
  Outcome outcome = Outcome::Vacuous;
  std::vector<Law> laws;
  FaultPlan plan;  ///< scripted and drawn
  struct Struck {
    Fault fault;
    Instant at;
  };
  std::vector<Struck> chanced;         ///< crashes that chance struck at a durable step
  std::vector<PlannedSend> sends;      ///< by body: all that users wrote or were to write
  std::vector<PlannedSignal> signals;  ///< by signal_id: likewise
  std::array<FaultCount, kFaultKinds> faults{};
  std::vector<Series> latency;
  std::array<std::uint64_t, kFrameNames.size()> packets_by_kind{};
  std::array<std::uint64_t, kFrameNames.size()> client_packets_by_kind{};  ///< device and gateway
  std::uint64_t packets = 0;
  std::uint64_t client_packets = 0;
  std::uint64_t bytes = 0;
  std::vector<std::pair<std::string, std::uint64_t>>
      limits;                             ///< which limit was reached, how often
  std::vector<std::uint64_t> behaviours;  ///< if kept: see coverage.h, each once
  std::vector<Event> history;             ///< if kept
  std::string marks;                      ///< if kept: see marks.h
  std::uint32_t marks_stride = 1;
  std::string told;  ///< the kernel event that was asked for, in words
  Trace trace;       ///< if kept
  Names names;
};

/// Who answers the decisions of a run: the seed, or nobody where the scenario says so.
Decider decider_of(const Scenario& scenario, std::uint64_t seed);

/// One execution from start to verdict. Same scenario and seed, same record, everywhere.
RunRecord run_scenario(const Scenario& scenario, std::uint64_t seed,
                       const RunSettings& settings = {});

}  // namespace imstorm
