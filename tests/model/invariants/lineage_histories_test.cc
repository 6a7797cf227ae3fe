#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/invariants/catalog.h"
#include "tests/model/invariants/histories.h"

namespace imstorm {
namespace {

/// A perfect server that forks now and then, from whatever lineage; three devices, each with what
/// it has shown. Each choice is a thing that happens.
class Forking {
 public:
  History tell(const std::vector<std::uint32_t>& choices) {
    for (const auto* who : {"alice", "bob", "carol"}) tell_.join(who, "dm");
    for (Device& d : devices_) tell_.install(d.name);
    for (const std::uint32_t choice : choices) happen(choice % 8, choice / 8);
    for (Device& d : devices_) {
      go_over(d);
      while (take(d)) {
      }
    }
    tell_.settled();
    return tell_.history();
  }

 private:
  struct Lineage {
    std::uint32_t id = 1;
    std::vector<std::string> log;
  };
  struct Device {
    const char* name;
    std::size_t in = 0;     // index into lineages_
    std::size_t taken = 0;  // positions of it
    std::set<std::string> shown;
  };

  void happen(std::uint32_t what, std::uint32_t choice) {
    Device& d = devices_[choice % devices_.size()];
    if (what == 0) return fork(choice);
    if (what == 1) return go_over(d);
    if (what < 4) return write(d);
    take(d);
  }

  void write(Device& d) {
    const std::string name = "m" + std::to_string(++written_);
    tell_.sent(d.name, "dm", name);
    accept(lineages_.back(), name);
    tell_.acked(name).last().lineage = imstorm::Lineage{lineages_.back().id};
  }

  void accept(Lineage& lineage, const std::string& name) {
    lineage.log.push_back(name);
    tell_.accepted(name, lineage.log.size(), lineage.id);
  }

  /// What is lost its senders submit again, as each of them had sent it.
  void fork(std::uint32_t choice) {
    const std::size_t from = choice / 4 % lineages_.size();
    Lineage made{lineages_.back().id + 1 + choice % 2, lineages_[from].log};
    made.log.resize(choice / 16 % (made.log.size() + 1));
    tell_.forked("dm", made.log.size(), made.id, lineages_[from].id);
    lineages_.push_back(made);
    for (std::uint32_t n = 1; n <= written_; ++n) {
      const std::string name = "m" + std::to_string(n);
      const auto& log = lineages_.back().log;
      if (std::count(log.begin(), log.end(), name) == 0) accept(lineages_.back(), name);
    }
  }

  void go_over(Device& d) {
    if (d.in + 1 == lineages_.size()) return;
    d.in = lineages_.size() - 1;
    d.taken = 0;  // it is not told what both have, and asks again for all
    tell_.resynced(d.name, "dm", 0, lineages_.back().id);
  }

  bool take(Device& d) {
    const Lineage& lineage = lineages_[d.in];
    if (d.taken == lineage.log.size()) return false;
    const std::string& name = lineage.log[d.taken++];
    const auto at = [&] {
      tell_.last().seq = Seq{d.taken};
      tell_.last().lineage = imstorm::Lineage{lineage.id};
    };
    tell_.received(d.name, name);
    at();
    tell_.cursor(d.name, "dm", d.taken);
    at();
    if (!d.shown.insert(name).second) return true;
    tell_.consumed(d.name, name);
    at();
    return true;
  }

  HistoryBuilder tell_;
  std::vector<Lineage> lineages_{{}};
  std::array<Device, 3> devices_{
      {{"alice.phone", 0, 0, {}}, {"bob.phone", 0, 0, {}}, {"carol.phone", 0, 0, {}}}};
  std::uint32_t written_ = 0;
};

std::string broken_laws(const History& history) {
  Laws laws(laws_about({LawTopic::Chat, LawTopic::Replies}));
  for (const Event& event : history.events) laws.observe(event);
  std::string broken;
  for (const Laws::Judged& one : laws.judge({}, history.names)) {
    if (one.verdict.outcome != Outcome::Broken) continue;
    broken += std::string(one.law->name()) + ": " + one.verdict.because + "\n";
  }
  return broken;
}

rc::Gen<std::vector<std::uint32_t>> choices() {
  return rc::gen::container<std::vector<std::uint32_t>>(
      rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint32_t>(0, 1u << 24)));
}

RC_GTEST_PROP(LineageHistories, BreakNoLawWhereTheServerIsPerfect, ()) {
  const History history = Forking().tell(*choices());
  RC_LOG() << transcript(history) << broken_laws(history);
  RC_ASSERT(broken_laws(history).empty());
}

/// What its device does not hold in the end, or what it shows twice.
RC_GTEST_PROP(LineageHistories, BreakALawWhereADeviceMissesAMessage, ()) {
  History history = Forking().tell(*choices());
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    if (history.events[i].kind == EventKind::Consumed) shown.push_back(i);
  }
  RC_PRE(!shown.empty());
  const Event lost = history.events[*rc::gen::elementOf(shown)];
  const auto is_it = [&](const Event& e) {
    return e.inst == lost.inst && e.cmid == lost.cmid && e.kind == EventKind::Consumed;
  };
  history.events.erase(std::remove_if(history.events.begin(), history.events.end(), is_it),
                       history.events.end());
  RC_ASSERT(broken_laws(history).find("no-loss") != std::string::npos);
}

}  // namespace
}  // namespace imstorm
