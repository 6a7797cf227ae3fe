#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "model/history/trace.h"
#include "model/world/shrink.h"
#include "model/world/tracer.h"

namespace imstorm {

/// The work behind shrink_finding: holds the smallest scenario so far that still breaks, and asks
/// smaller ones.
class Shrinker {
 public:
  Shrinker(Scenario scenario, Decider decider, Signature signature, const ShrinkOptions& options);

  enum class What { Faults, Answers, Messages };

  // shrink_remove.cc: what can be left out
  void remove(std::initializer_list<What> kinds);
  void remove_faults();
  void remove_messages();
  void shrink_topology();
  /// Until no single fault or message can go.
  void make_minimal();
  /// The messages that are left are numbered from 1. False if it does not break then: no file can
  /// say it.
  bool close_ranks();
  bool closed() const;
  /// By one of the ways of shrink_harmless.cc and shrink_answers.cc, or by several if what the
  /// first leaves is not small: a scenario that needs no seed, and is as small as can be. False if
  /// all fail. REQUIRES: `whole`, of which all the rest is a part, breaks.
  bool leave_the_seed(const Scenario& whole);
  // shrink_harmless.cc: what can be as it mostly is
  bool make_harmless();
  /// Last resort: looks for the same breach in harmless runs of the whole finding, its faults moved
  /// about. REQUIRES: `whole` breaks.
  bool find_harmless(const Scenario& whole);
  // shrink_single.cc: what a single fault does
  /// Looks for the same breach in a harmless run of the whole finding with one packet lost or late,
  /// or one of its faults at some instant.
  bool find_single(const Scenario& whole);
  /// The same in the world of the smallest so far, where the finding's kinds of faults strike anew,
  /// or one packet's fate comes to one of its faults.
  bool find_simpler(const Scenario& whole);
  /// The same in worlds in which one of its messages is all that is written, and one packet or
  /// decision all that goes wrong; what happens after a probed acknowledgement counts, too.
  bool find_alone(const Scenario& whole);
  /// "the 12th PULL" becomes "the first PULL after 3s": a message fewer does not move it.
  void anchor_packets();
  void simplify_times();
  // shrink_answers.cc: decisions that cannot be harmless
  /// All that chance decided in the run is said, then as much of it as can be is left out.
  bool answer_decisions();
  /// Whole groups of answers at once: all but those about how the breach came about, a kind, a
  /// place.
  void remove_groups();
  void remove_answers();
  // shrink_words.cc: decisions as faults
  void say_answers();
  // shrink_answers.cc
  /// Answers about one disk or one connection become one fault: it is slow all the time.
  void gather_answers();
  void trade_answers();
  void simplify_answers();
  /// compact(), with answers about the same decisions: a message's number is part of their names.
  Scenario renumbered() const;
  std::vector<Address> asked(const Scenario& scenario) const;
  // shrink_case.cc: what is said of the result
  Case finish();

  /// From now on what only ends at limits.events_max does not break: that limit is not the
  /// finding's.
  void refuse_runaways() { ends_by_itself_ = true; }
  /// Of a finding whose runs are so long, some must be made whatever the limit of events is.
  void expect_events(std::uint64_t in_a_run) { events_least_ = kRunsLeast * in_a_run; }
  /// Of a finding about an acknowledgement only that message's are probed, as long as messages keep
  /// their numbers: each probe is a world of its own.
  void probe_one_message();
  /// Gives the smallest so far that long to come to rest. False if it does not break then.
  bool restore_patience(Duration settle_max);
  /// Adds the kernel events of that run to `events`, if there is such a place.
  bool breaks(const Scenario& candidate, std::uint64_t* events = nullptr) const;
  /// Makes the first of the candidates that breaks the smallest so far.
  bool adopt(const std::vector<Scenario>& candidates);
  bool adopt_moved(const Scenario& candidate);
  bool adopt(std::size_t count, const std::function<Scenario(std::size_t)>& candidate);

 private:
  static constexpr std::uint64_t kShares = 6;
  static constexpr std::uint64_t kRunsLeast = 150;

  bool enough() const;
  RunSettings settings() const;
  void tell(std::string_view stage);
  void tell() const;
  RunRecord recorded(const Scenario& scenario, DecisionNames* names = nullptr) const;
  /// Which of so many candidates is the first that breaks.
  std::optional<std::size_t> first_of(std::size_t count,
                                      const std::function<Scenario(std::size_t)>& candidate);
  const Decider& decider_of(const Scenario& candidate, Decider& own) const;
  /// Everything that makes what needs no seed smaller.
  void tidy_up();
  bool remove_devices();
  bool remove_processes();
  bool harmless_as_it_is(const Trace& before);
  bool harmless_with_packet_faults(const Trace& before);
  bool harmless_elsewhere();
  bool adopt_one_of(const std::vector<Fault>& faults, const Scenario& calm);
  /// With one of its packets lost or late.
  bool adopt_one_packet(const Scenario& base);
  bool simplify(const std::function<std::int64_t&(Scenario&)>& field, std::int64_t least);
  Twin twin_of(const Case& found, const Scenario& without, std::string name) const;

  Scenario now_;
  Decider decider_;
  Signature signature_;
  const ShrinkOptions& options_;
  std::uint64_t runs_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t events_least_ = 0;
  BodyId probe_only_;                  // none: every acknowledgement
  bool ends_by_itself_ = false;        // so must everything that stands for the finding
  std::string_view stage_ = "faults";  // what tell() says
  std::uint64_t share_ = kShares;  // of runs and events, so many parts may be used up at present
};

}  // namespace imstorm
