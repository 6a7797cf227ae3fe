#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/invariants/signature.h"
#include "model/scenario/scenario.h"
#include "model/world/run.h"
#include "sim/core/decision.h"

namespace imstorm {

/// How far shrinking has come: told whenever something smaller was found, and of each stage.
struct ShrinkProgress {
  /// "faults", "messages", "latencies", "decisions", "search", "topology", "times", "twins"
  std::string_view stage;
  std::size_t faults = 0;  ///< and answers
  std::size_t messages = 0;
  std::uint64_t runs = 0;
};

struct ShrinkOptions {
  /// Which of `count` candidates is the first that breaks, if any. Candidates may be asked at the
  /// same time: `breaks` may be called from any thread. Null: one after the other.
  std::function<std::optional<std::size_t>(std::size_t count,
                                           const std::function<bool(std::size_t)>& breaks)>
      first_of;
  std::function<bool()> enough;  ///< time is up: end with what there is; null: never
  std::function<void(const ShrinkProgress&)> progress;
  // Reaching one of these ends it as `enough` does, but at the same place every time.
  std::uint64_t runs_max = 50'000;
  std::uint64_t events_max = 400'000'000;  ///< kernel events of all runs: about a minute; but
                                           ///< enough for 150 runs like the finding's
};

/// The same run without one of its faults or messages, and where the two part.
struct Twin {
  std::string without;  ///< a fault's or an answer's sentence, or a message's name
  bool holds = false;   ///< the law holds there
  std::optional<Event> in_case, in_twin;  ///< the first event of the history that differs
};

/// A finding made small: a scenario that needs no seed.
struct Case {
  Scenario scenario;              ///< with [expect] and [replay]
  Signature signature;            ///< of the case, with mechanisms
  std::size_t faults_before = 0;  ///< of the finding, its decisions not counted
  std::size_t messages_before = 0;
  std::uint64_t runs = 0;   ///< made while shrinking
  bool needs_seed = false;  ///< some decisions could not be made harmless: they are still drawn
  bool minimal = false;     ///< without any one of its faults or messages the law holds
  std::vector<Twin> twins;  ///< of each fault, each answer, each message
  RunRecord record;         ///< of the case, with history and trace
};

/// What goes wrong in a case: its faults, and the decisions that it answers.
std::size_t fault_count(const Scenario& scenario);
/// Messages that are written, those with an instant and answers; and signals.
std::size_t message_count(const Scenario& scenario);

/// Makes a finding small while the same law breaks in the same way: removes faults, then messages,
/// makes all other decisions harmless (moving faults to where they strike the same; the few that
/// cannot be are spelled out as answers), removes devices, users, conversations, processes and
/// threads, and simplifies times. Deterministic unless `enough` ends it early. Nothing if `law`
/// does not break in the run of `scenario` with `decider`.
///
/// For a plain seed: shrink_finding(scenario, Decider::seeded(seed), "exactly-once"). An empty law
/// means the first one that is broken.
std::optional<Case> shrink_finding(const Scenario& scenario, const Decider& decider,
                                   std::string_view law, const ShrinkOptions& options = {});

/// "exactly-once-1a2b3c4d": what a case is called in regressions/, of the law and of its text.
std::string case_name(const Case& found);

/// The text of the scenario file of a case. `origin` says where it comes from: a command. `more`
/// are lines of comment.
std::string case_text(const Case& found, std::string_view origin,
                      const std::vector<std::string>& more = {});

}  // namespace imstorm
