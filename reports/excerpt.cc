#include "reports/excerpt.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace imstorm {
namespace {

std::vector<std::int64_t> steps_of(const Recording& recording) {
  std::vector<std::int64_t> steps = recording.lineage;
  for (std::size_t i = 0; steps.empty() && i < recording.steps.size(); ++i) {
    // Without a violation: from the first message on.
    if (recording.steps[i].input != "write") continue;
    for (std::size_t k = i; k < recording.steps.size() && steps.size() < kExcerptMax; ++k) {
      const Recording::Step& step = recording.steps[k];
      const bool about = step.packet >= 0 &&
                         !recording.packets[static_cast<std::size_t>(step.packet)].body.empty();
      if (about || !step.what.empty()) steps.push_back(static_cast<std::int64_t>(k));
    }
  }
  if (steps.size() > kExcerptMax) steps.erase(steps.begin(), steps.end() - kExcerptMax);
  return steps;
}

int rank_of(std::string_view role) {
  constexpr std::string_view kOrder[] = {"device", "gateway", "logic", "id-service", "store"};
  return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), role) -
                          std::begin(kOrder));
}

}  // namespace

std::string sentence_of(const Recording::Step& step, std::string_view lane) {
  if (!step.what.empty()) return step.what.substr(0, step.what.find("; "));
  if (step.input == "timer") return fmt::format("a timer of {} rings", lane);
  if (step.input == "up" || step.input == "down") {
    return fmt::format("a connection of {} goes {}", lane, step.input);
  }
  return fmt::format("{}: {}", lane, step.input);
}

Excerpt excerpt_of(const Recording& recording) {
  Excerpt excerpt;
  std::set<std::int64_t> lanes;
  const auto add_packet = [&](std::int64_t index, std::int64_t at) {
    const Recording::Packet& packet = recording.packets[static_cast<std::size_t>(index)];
    lanes.insert(packet.from);
    lanes.insert(packet.to);
    excerpt.items.push_back({at, -1, index});
  };
  for (const std::int64_t index : steps_of(recording)) {
    const Recording::Step& step = recording.steps[static_cast<std::size_t>(index)];
    lanes.insert(step.lane);
    if (step.packet >= 0) add_packet(step.packet, step.at);
    // A disk that is done says nothing to people.
    const bool told = !step.what.empty() || (step.packet < 0 && step.input != "durable");
    if (told) excerpt.items.push_back({step.at, index, -1});
  }
  for (const std::int64_t index : recording.lost) {
    add_packet(index, recording.packets[static_cast<std::size_t>(index)].ended);
  }
  std::stable_sort(excerpt.items.begin(), excerpt.items.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  excerpt.lanes.assign(lanes.begin(), lanes.end());
  std::stable_sort(excerpt.lanes.begin(), excerpt.lanes.end(), [&](auto a, auto b) {
    return rank_of(recording.lanes[static_cast<std::size_t>(a)].role) <
           rank_of(recording.lanes[static_cast<std::size_t>(b)].role);
  });
  return excerpt;
}

}  // namespace imstorm
