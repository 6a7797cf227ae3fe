#include "reports/story.h"

#include <algorithm>
#include <map>
#include <set>

#include "reports/describe_event.h"

namespace imstorm {
namespace {

using Bodies = std::map<Cmid, BodyId>;

void learn(Bodies& bodies, const std::vector<Witness>& witnesses) {
  for (const Witness& witness : witnesses) {
    if (witness.event.body && witness.event.cmid.n != 0) {
      bodies.emplace(witness.event.cmid, witness.event.body);
    }
  }
}

void tell(std::vector<Step>& story, const std::vector<Witness>& events, bool as_witness,
          const Bodies& bodies, const Names& names) {
  for (const Witness& witness : events) {
    Event event = witness.event;
    const auto known = bodies.find(event.cmid);
    if (!event.body && known != bodies.end()) event.body = known->second;
    story.push_back({witness.position, event.at.ns, actor_of(event, names), describe(event, names),
                     as_witness, Trace::kNone});
  }
}

/// What the witnesses speak of.
class Subject {
 public:
  explicit Subject(const std::vector<Witness>& witnesses) {
    for (const Witness& witness : witnesses) {
      if (witness.event.cmid.n != 0) messages_.insert(witness.event.cmid);
      if (witness.event.device) devices_.insert(witness.event.device);
    }
  }

  bool has(const Event& event) const {
    const bool our_device = devices_.count(event.device) != 0;
    const bool our_message = messages_.count(event.cmid) != 0;
    switch (event.kind) {
      case EventKind::Sent:
      case EventKind::Accepted:
      case EventKind::Acked:
      case EventKind::Rejected:
        return our_message;
      case EventKind::Received:
      case EventKind::Consumed:
        return our_message && our_device;
      case EventKind::Crashed:
      case EventKind::Restarted:
        return our_device || !event.device;
      case EventKind::Disconnected:
      case EventKind::Wiped:
      case EventKind::Forgot:
        return our_device;
      default:
        return false;
    }
  }

 private:
  std::set<Cmid> messages_;
  std::set<DeviceId> devices_;
};

}  // namespace

std::vector<Witness> around(const std::vector<Witness>& witnesses,
                            const std::vector<Event>& history) {
  std::vector<Witness> found;
  if (witnesses.empty()) return found;
  const Subject subject(witnesses);
  std::set<std::size_t> shown;
  for (const Witness& witness : witnesses) shown.insert(witness.position);
  for (std::size_t i = std::min(*shown.rbegin(), history.size()); i-- > 0;) {
    if (found.size() == kAroundMax) break;
    if (shown.count(i) == 0 && subject.has(history[i])) found.push_back({i, history[i]});
  }
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<Step> story_of(const Result::Law& law, const Result& result) {
  if (!law.tale.empty()) return law.tale;
  Bodies bodies;
  for (const Result::Law& other : result.laws) {
    learn(bodies, other.verdict.witnesses);
    learn(bodies, other.around);
  }
  std::vector<Step> story;
  tell(story, law.verdict.witnesses, true, bodies, result.names);
  tell(story, law.around, false, bodies, result.names);
  std::stable_sort(story.begin(), story.end(),
                   [](const Step& a, const Step& b) { return a.position < b.position; });
  return story;
}

}  // namespace imstorm
