#include "model/invariants/catalog.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "model/invariants/ack_safety.h"
#include "model/invariants/causal_order.h"
#include "model/invariants/converge.h"
#include "model/invariants/cursor_sound.h"
#include "model/invariants/exactly_once.h"
#include "model/invariants/group_order.h"
#include "model/invariants/msgid_unique.h"
#include "model/invariants/no_loss.h"
#include "model/invariants/no_phantom.h"
#include "model/invariants/no_silent_drop.h"
#include "model/invariants/quiescence.h"
#include "model/invariants/read_your_writes.h"
#include "model/invariants/sender_fifo.h"
#include "model/invariants/seq_gap.h"
#include "model/invariants/seq_monotonic.h"
#include "model/invariants/signal_fifo.h"
#include "model/invariants/signal_group_order.h"
#include "model/invariants/signal_latency.h"
#include "sim/core/ensure.h"

namespace imstorm {

std::vector<std::unique_ptr<Invariant>> all_laws() {
  std::vector<std::unique_ptr<Invariant>> laws;
  laws.reserve(18);
  laws.push_back(std::make_unique<SenderFifo>());
  laws.push_back(std::make_unique<GroupOrder>());
  laws.push_back(std::make_unique<CausalOrder>());
  laws.push_back(std::make_unique<ExactlyOnce>());
  laws.push_back(std::make_unique<NoPhantom>());
  laws.push_back(std::make_unique<NoLoss>());
  laws.push_back(std::make_unique<NoSilentDrop>());
  laws.push_back(std::make_unique<AckSafety>());
  laws.push_back(std::make_unique<ReadYourWrites>());
  laws.push_back(std::make_unique<SeqMonotonic>());
  laws.push_back(std::make_unique<SeqGap>());
  laws.push_back(std::make_unique<MsgidUnique>());
  laws.push_back(std::make_unique<CursorSound>());
  laws.push_back(std::make_unique<Converge>());
  laws.push_back(std::make_unique<Quiescence>());
  laws.push_back(std::make_unique<SignalFifo>());
  laws.push_back(std::make_unique<SignalGroupOrder>());
  laws.push_back(std::make_unique<SignalLatency>());
  return laws;
}

std::vector<std::unique_ptr<Invariant>> laws_about(const std::vector<LawTopic>& topics) {
  std::vector<std::unique_ptr<Invariant>> laws = all_laws();
  const auto other = [&](const std::unique_ptr<Invariant>& law) {
    return std::find(topics.begin(), topics.end(), law->topic()) == topics.end();
  };
  laws.erase(std::remove_if(laws.begin(), laws.end(), other), laws.end());
  return laws;
}

Laws::Laws() : Laws(all_laws()) {}

Laws::Laws(std::vector<std::unique_ptr<Invariant>> laws)
    : laws_(std::move(laws)), thrown_(laws_.size()) {}

Laws::Laws(const Laws& other)
    : thrown_(other.thrown_),
      pending_(other.pending_),
      observed_(other.observed_),
      lineages_(other.lineages_) {
  laws_.reserve(other.laws_.size());
  for (const auto& law : other.laws_) laws_.push_back(law->clone());
}

Laws& Laws::operator=(const Laws& other) {
  if (this != &other) *this = Laws(other);
  return *this;
}

void Laws::observe(const Event& event) {
  if (lineages_.plain(event)) {
    show(event);
  } else {
    laid_.clear();
    lineages_.lay(event, laid_);
    for (const Event& one : laid_) show(one);
  }
  ++observed_;
  if (pending_.size() >= kBatch) catch_up();
}

void Laws::catch_up() {
  for (std::size_t law = 0; law < laws_.size(); ++law) {
    // What one that threw remembers may be half an event: it is not asked again.
    if (thrown_[law].empty()) observe_guarded(law);
  }
  pending_.clear();
}

namespace {

std::string failure(const std::string& why) { return "the law itself failed: " + why; }

}  // namespace

void Laws::observe_guarded(std::size_t law) {
  try {
    laws_[law]->observe_all(pending_);
  } catch (const std::exception& error) {
    thrown_[law] = failure(error.what());
  } catch (...) {
    thrown_[law] = failure("something unknown");
  }
}

bool Laws::any_broken() {
  catch_up();
  for (std::size_t law = 0; law < laws_.size(); ++law) {
    if (thrown_[law].empty() && laws_[law]->broken()) return true;
  }
  return false;
}

namespace {

Verdict undecided(std::string because) {
  Verdict verdict;
  verdict.outcome = Outcome::Undecided;
  verdict.because = std::move(because);
  return verdict;
}

Verdict ask(const Invariant& law, const RunEnd& end, const Names& names) {
  try {
    return law.verdict(end, names);
  } catch (const std::exception& error) {
    return undecided(failure(error.what()));
  } catch (...) {
    return undecided(failure("something unknown"));
  }
}

}  // namespace

std::vector<Laws::Judged> Laws::judge(const RunEnd& end, const Names& names) {
  catch_up();
  std::vector<Judged> judged;
  judged.reserve(laws_.size());
  for (std::size_t law = 0; law < laws_.size(); ++law) {
    judged.push_back({laws_[law].get(), thrown_[law].empty() ? ask(*laws_[law], end, names)
                                                             : undecided(thrown_[law])});
  }
  return judged;
}

Outcome heaviest(const std::vector<Laws::Judged>& judged) {
  Outcome heaviest = Outcome::Holds;
  for (const Laws::Judged& one : judged) heaviest = std::max(heaviest, one.verdict.outcome);
  return heaviest;
}

}  // namespace imstorm
