#include "reports/relation.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "model/invariants/consequences.h"
#include "reports/result.h"

namespace imstorm {
namespace {

bool about_one_message(const Event& a, const Event& b) {
  return (a.cmid != Cmid{} && a.cmid == b.cmid) || (a.body && a.body == b.body);
}

bool about_one_conversation(const Event& a, const Event& b) { return a.conv && a.conv == b.conv; }

template <class Alike>
bool share(const Verdict& a, const Verdict& b, const Alike& alike) {
  return std::any_of(a.witnesses.begin(), a.witnesses.end(), [&](const Witness& mine) {
    return std::any_of(b.witnesses.begin(), b.witnesses.end(),
                       [&](const Witness& theirs) { return alike(mine.event, theirs.event); });
  });
}

/// Without witnesses it is not known when: after all others.
std::size_t broken_at(const Verdict& verdict) {
  std::size_t at = verdict.witnesses.empty() ? SIZE_MAX : 0;
  for (const Witness& witness : verdict.witnesses) at = std::max(at, witness.position);
  return at;
}

/// Whether one of some broken laws leads to another one of them.
class Relation {
 public:
  explicit Relation(const std::vector<BrokenLaw>& broken) : broken_(broken) {
    for (const BrokenLaw& law : broken) {
      std::vector<std::string>& after = after_.emplace_back();
      for (const Consequence& one : consequences({std::string(law.name)})) {
        after.push_back(one.law);
      }
    }
  }

  /// The first that leads to `to`; `to` itself: none does.
  std::uint32_t cause_of(std::uint32_t to) const {
    for (std::uint32_t from = 0; from < broken_.size(); ++from) {
      if (from != to && explains(from, to)) return from;
    }
    return to;
  }

 private:
  bool leads(std::uint32_t from, std::uint32_t to) const {
    const std::vector<std::string>& after = after_[from];
    return std::find(after.begin(), after.end(), broken_[to].name) != after.end();
  }

  bool explains(std::uint32_t from, std::uint32_t to) const {
    if (!leads(from, to)) return false;
    const Verdict& cause = *broken_[from].verdict;
    const Verdict& effect = *broken_[to].verdict;
    const bool message = share(cause, effect, about_one_message);
    if (leads(to, from)) {
      return message && std::pair(broken_at(cause), from) < std::pair(broken_at(effect), to);
    }
    return message || share(cause, effect, about_one_conversation);
  }

  const std::vector<BrokenLaw>& broken_;
  std::vector<std::vector<std::string>> after_;  // by law: what follows from it
};

}  // namespace

std::vector<std::uint32_t> explained_by(const std::vector<BrokenLaw>& broken) {
  const Relation relation(broken);
  std::vector<std::uint32_t> explained;
  for (std::uint32_t law = 0; law < broken.size(); ++law) {
    std::uint32_t root = law;
    for (std::size_t steps = 0; steps < broken.size(); ++steps) root = relation.cause_of(root);
    explained.push_back(root == law ? 0 : root + 1);
  }
  return explained;
}

std::vector<BrokenLaw> broken_laws(const Result& result) {
  std::vector<BrokenLaw> broken;
  for (const Result::Law& law : result.laws) {
    if (law.verdict.outcome == Outcome::Broken) broken.push_back({law.name, &law.verdict});
  }
  return broken;
}

void lead_with_causes(Result& result, std::string_view about) {
  const std::vector<BrokenLaw> broken = broken_laws(result);
  const std::vector<std::uint32_t> explained = explained_by(broken);
  std::map<std::string, int> places;
  for (std::size_t i = 0; i < broken.size(); ++i) {
    const int place = explained[i] == 0 ? 1 : 2;
    places.emplace(broken[i].name, broken[i].name == about ? 0 : place);
  }
  const auto place_of = [&places](const Result::Law& law) {
    const auto found = places.find(law.name);
    return found == places.end() ? 3 : found->second;
  };
  std::stable_sort(
      result.laws.begin(), result.laws.end(),
      [&](const Result::Law& a, const Result::Law& b) { return place_of(a) < place_of(b); });
}

}  // namespace imstorm
