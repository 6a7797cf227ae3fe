#include "reports/shiviz.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "model/history/json_text.h"
#include "reports/inert.h"

namespace imstorm {
namespace {

using Clock = std::map<std::size_t, std::uint64_t>;  // by lane; those that are not there are 0

/// A host is one word.
std::string host_of(std::string_view name) {
  std::string host = inert(name);
  std::replace(host.begin(), host.end(), ' ', '_');
  return host;
}

std::string text_of(const Clock& clock, const Recording& recording) {
  std::string out;
  for (const auto& [lane, time] : clock) {
    out += out.empty() ? "{" : ", ";
    append_json_string(out, host_of(recording.lanes[lane].name));
    out += fmt::format(": {}", time);
  }
  return out + "}";
}

std::string event_of(const Recording& recording, const Recording::Step& step) {
  if (!step.what.empty()) return inert(step.what);
  if (step.packet < 0) return inert(step.input);
  return inert("receives " + recording.packets[static_cast<std::size_t>(step.packet)].title());
}

}  // namespace

std::string shiviz_report(const Recording& recording) {
  std::vector<bool> sends(recording.steps.size());
  for (const Recording::Packet& packet : recording.packets) {
    if (packet.sent >= 0) sends[static_cast<std::size_t>(packet.sent)] = true;
  }
  std::vector<Clock> now(recording.lanes.size());  // of each lane
  std::map<std::int64_t, Clock> sent;              // of steps that sent something
  std::string out;
  for (std::size_t i = 0; i < recording.steps.size(); ++i) {
    const Recording::Step& step = recording.steps[i];
    if (step.what.empty() && step.packet < 0 && !sends[i]) continue;
    const auto lane = static_cast<std::size_t>(step.lane);
    Clock& clock = now[lane];
    if (step.packet >= 0) {
      const std::int64_t sender = recording.packets[static_cast<std::size_t>(step.packet)].sent;
      for (const auto& [other, time] : sent[sender]) clock[other] = std::max(clock[other], time);
    }
    clock[lane] += 1;
    if (sends[i]) sent[static_cast<std::int64_t>(i)] = clock;
    out += fmt::format("{}\n{} {}\n", event_of(recording, step),
                       host_of(recording.lanes[lane].name), text_of(clock, recording));
  }
  return out;
}

}  // namespace imstorm
