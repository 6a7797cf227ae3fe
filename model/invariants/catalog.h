#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/invariants/invariant.h"
#include "model/invariants/lineages.h"

namespace imstorm {

/// All laws, in the order in which reports show them.
std::vector<std::unique_ptr<Invariant>> all_laws();

/// Those of them that speak of one of the topics.
std::vector<std::unique_ptr<Invariant>> laws_about(const std::vector<LawTopic>& topics);

/// The laws that watch one run. A copy watches an independent future.
class Laws {
 public:
  Laws();  ///< all of the catalog
  explicit Laws(std::vector<std::unique_ptr<Invariant>> laws);
  Laws(const Laws& other);
  Laws& operator=(const Laws& other);
  Laws(Laws&&) = default;
  Laws& operator=(Laws&&) = default;
  ~Laws() = default;

  void observe(const Event& event);  ///< positions count up from 0
  bool any_broken();
  std::size_t observed() const { return observed_; }

  struct Judged {
    const Invariant* law = nullptr;
    Verdict verdict;
  };
  /// One verdict per law. A law that throws is undecided, with what it threw.
  std::vector<Judged> judge(const RunEnd& end, const Names& names);

 private:
  /// Laws are shown so many events at a time, one law after the other: each then finds what it
  /// remembers, and its code, in the cache. Nobody asks them before the end.
  static constexpr std::size_t kBatch = 256;

  void show(const Event& event) { pending_.push_back({observed_, event}); }
  void catch_up();
  void observe_guarded(std::size_t law);

  std::vector<std::unique_ptr<Invariant>> laws_;
  std::vector<std::string> thrown_;  // by law; empty: it did not throw while it observed
  std::vector<Witness> pending_;     // observed, and not shown to the laws yet
  std::size_t observed_ = 0;
  Lineages lineages_;
  std::vector<Event> laid_;  // what laws see of one event
};

/// The heaviest of many.
Outcome heaviest(const std::vector<Laws::Judged>& judged);

}  // namespace imstorm
