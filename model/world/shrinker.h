#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/history/trace.h"
#include "model/world/shrink.h"

namespace imstorm {

/// The work behind shrink_finding: holds the smallest scenario so far that still breaks, and asks
/// smaller ones.
class Shrinker {
 public:
  Shrinker(Scenario scenario, Decider decider, Signature signature, const ShrinkOptions& options);

  // shrink_remove.cc: what can be left out
  void remove_faults();
  void remove_messages();
  void shrink_topology();
  /// Until no single fault or message can go.
  void make_minimal();
  /// The messages that are left are numbered from 1.
  void close_ranks();
  // shrink_harmless.cc: what can be as it mostly is
  bool make_harmless();
  /// Last resort: looks for the same breach in harmless runs of the whole finding, its faults moved
  /// about. REQUIRES: `whole` breaks.
  bool find_harmless(const Scenario& whole);
  /// "the 12th PULL" becomes "the first PULL after 3s": a message fewer does not move it.
  void anchor_packets();
  void simplify_times();
  // shrink_case.cc: what is said of the result
  Case finish();

  bool breaks(const Scenario& candidate) const;
  /// Makes the first of the candidates that breaks the smallest so far.
  bool adopt(const std::vector<Scenario>& candidates);

 private:
  bool enough() const;
  void tell(std::string_view stage) const;
  void tell(std::string_view stage, std::size_t faults, std::size_t messages) const;
  RunRecord recorded(const Scenario& scenario) const;
  std::optional<std::size_t> first_of(std::size_t count,
                                      const std::function<bool(std::size_t)>& breaks);
  bool remove_devices();
  bool remove_processes();
  bool harmless_as_it_is(const Trace& before);
  bool harmless_with_packet_faults(const Trace& before);
  bool harmless_elsewhere();
  bool simplify(const std::function<std::int64_t&(Scenario&)>& field, std::int64_t least);
  Twin twin_of(const Case& found, const Scenario& without, std::string name) const;

  Scenario now_;
  Decider decider_;
  Signature signature_;
  const ShrinkOptions& options_;
  std::uint64_t runs_ = 0;
};

/// Messages that are written: those with an instant, and answers.
std::size_t message_count(const Scenario& scenario);

}  // namespace imstorm
