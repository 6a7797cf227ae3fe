#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/history/ancestry.h"
#include "model/history/names.h"
#include "model/history/trace.h"
#include "model/invariants/invariant.h"
#include "model/invariants/verdict.h"
#include "reports/campaign.h"
#include "reports/delivery_matrix.h"

namespace imstorm {

/// One numbered step of the story of a broken law.
struct Step {
  static constexpr std::size_t kNoPosition = static_cast<std::size_t>(-1);
  std::size_t position = 0;           ///< in the history, from 0; kNoPosition: no observer saw it
  std::int64_t at_ns = 0;             ///< virtual time
  std::string actor;                  ///< a device, a process, a user, "the server"
  std::string text;                   ///< the whole sentence, with the actor
  bool witness = false;               ///< else it only tells how it came about
  std::uint32_t step = Trace::kNone;  ///< of the trace, if there is one
};

/// The whole outcome of a command as plain data: the one thing that every report is made of.
/// Times are nanoseconds. `imstorm.result/1` is its JSON form.
struct Result {
  struct Law {
    std::string name;
    std::string promise;
    LawKind kind{};
    Verdict verdict;
    std::vector<Witness>
        around;              ///< not witnesses, but part of the story: by position, see story.h
    Ancestry ancestry;       ///< broken, with a trace: how it came about
    std::vector<Step> tale;  ///< and the story made of it, see tale.h
    std::string expected;    ///< what the scenario's [expect] says, or empty
    bool as_expected = true;
    std::vector<std::string> foretold;  ///< broken: hazards of the design that name this law
  };
  struct FaultCount {
    std::string kind;
    std::uint64_t injected = 0;
    std::uint64_t effective = 0;  ///< how many changed anything
    std::uint64_t runs = 0;       ///< in how many runs
  };
  struct Bin {
    std::uint64_t up_to = 0;  ///< ns, inclusive
    std::uint64_t count = 0;
  };
  struct Latency {
    std::string name;
    std::uint64_t count = 0, p50 = 0, p90 = 0, p99 = 0, max = 0;
    std::vector<Bin> bins;
  };
  struct Cost {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t client_packets = 0;  ///< between devices and gateways
    std::uint64_t deliveries = 0;      ///< messages consumed, over all devices
    std::vector<std::pair<std::string, std::uint64_t>> by_kind;  ///< in the order of FrameKind
    /// The same, of those between devices and gateways.
    std::vector<std::pair<std::string, std::uint64_t>> client_by_kind;
    /// Those of them that serve messages, neither sessions nor heartbeats.
    std::uint64_t message_packets = 0;
    std::uint64_t messages = 0;  ///< sent, by whomever
  };
  struct Limit {
    std::string what;  ///< "worker queue of logic-1 reached 10000; 3 inputs dropped"
    std::uint64_t times = 0;
  };

  /// The same run without any fault, to compare with.
  struct Baseline {
    std::string what;  ///< "without faults"
    Outcome outcome{};
    std::vector<Latency> latency;
    Cost cost;
  };
  /// The same run without one of its faults, in which the law that broke holds.
  struct Twin {
    std::string without;         ///< the fault's sentence
    std::uint32_t band = 0;      ///< the fault's, in the trace of this run
    Outcome outcome{};           ///< of all laws
    std::string mended;          ///< the law
    std::uint32_t parts_at = 0;  ///< the first step that differs; until there numbers are the same
    std::int64_t parts_at_ns = 0;
    Trace trace;
  };

  std::string mode = "run";
  std::string version;
  std::string scenario;  ///< name
  std::string path;      ///< the file, as the user gave it
  std::string title;
  std::uint64_t seed = 0;
  std::uint64_t runs = 1;
  std::uint64_t digest = 0;
  std::uint64_t events = 0;
  std::uint64_t messages = 0;
  std::uint64_t sim_ns = 0;
  std::uint64_t wall_ns = 0;    ///< left out by --stable-output
  std::string strategy;         ///< of a run of a campaign: how its decisions were answered
  std::string replay;           ///< the command that repeats it
  std::string case_path;        ///< of a run: its file if that is a case, else empty
  std::uint64_t decisions = 0;  ///< of a run: its faults, and the decisions that its file answers
  std::vector<std::pair<std::string, std::string>> config;

  Outcome outcome = Outcome::Vacuous;  ///< the heaviest of all laws
  std::string expected;                ///< the verdict that [expect] names, or empty
  bool expectations_met = true;
  std::string headline;  ///< a sentence about a user
  std::vector<Law> laws;
  std::vector<std::string>
      fault_sentences;  ///< the faults of this run, as the scenario language writes them
  std::vector<FaultCount> faults;
  std::vector<Latency> latency;
  Cost cost;
  std::vector<Finding> findings;            ///< of a campaign
  std::optional<CampaignNumbers> campaign;  ///< if it was one
  std::vector<Limit> limits;
  Names names;
  Trace trace;              ///< if it was asked for; empty otherwise
  bool full_trace = false;  ///< the file has all steps of it, not kTraceStepsMax at most
  DeliveryMatrix matrix;    ///< with a trace; empty otherwise
  std::optional<Baseline> baseline;
  std::optional<Twin> twin;
};

}  // namespace imstorm
