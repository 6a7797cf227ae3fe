#include "reports/recording.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace imstorm {
namespace {

using Json = nlohmann::json;

std::string word(const Json& words, const Json& index) {
  const auto i = index.get<std::int64_t>();
  return i >= 0 ? words.at(static_cast<std::size_t>(i)).get<std::string>() : std::string();
}

void read_steps(Recording& recording, const Json& trace) {
  const Json& columns = trace["steps"];
  for (std::size_t i = 0; i < columns["at"].size(); ++i) {
    Recording::Step step;
    step.at = columns["at"][i].get<std::int64_t>();
    step.lane = columns["lane"][i].get<std::int64_t>();
    step.worker = columns["worker"][i].get<std::int64_t>();
    step.input = word(trace["inputs"], columns["input"][i]);
    step.cause = columns["cause"][i].get<std::int64_t>();
    step.packet = columns["packet"][i].get<std::int64_t>();
    step.what = word(trace["strings"], columns["what"][i]);
    recording.steps.push_back(std::move(step));
  }
}

void read_packets(Recording& recording, const Json& trace) {
  const Json& columns = trace["packets"];
  for (std::size_t i = 0; i < columns["left"].size(); ++i) {
    Recording::Packet packet;
    packet.frame = word(trace["frames"], columns["frame"][i]);
    packet.body = word(trace["strings"], columns["body"][i]);
    packet.detail = word(trace["strings"], columns["detail"][i]);
    packet.from = columns["from"][i].get<std::int64_t>();
    packet.to = columns["to"][i].get<std::int64_t>();
    packet.sent = columns["sent"][i].get<std::int64_t>();
    packet.received = columns["received"][i].get<std::int64_t>();
    packet.left = columns["left"][i].get<std::int64_t>();
    packet.ended = columns["ended"][i].get<std::int64_t>();
    packet.fate = word(trace["fates"], columns["fate"][i]);
    packet.copy = columns["copy"][i].get<std::int64_t>() != 0;
    recording.packets.push_back(std::move(packet));
  }
}

}  // namespace

Recording recording_of(std::string_view result) {
  const Json json = Json::parse(result);
  Recording recording;
  recording.headline = json["headline"].get<std::string>();
  const auto found = json.find("trace");
  if (found == json.end()) return recording;
  const Json& trace = *found;
  for (const Json& lane : trace["lanes"]) {
    recording.lanes.push_back({lane["name"].get<std::string>(), lane["role"].get<std::string>()});
  }
  for (const Json& band : trace["bands"]) {
    recording.bands.push_back({band["kind"].get<std::string>(), band["sentence"].get<std::string>(),
                               band["from"].get<std::int64_t>(), band["until"].get<std::int64_t>(),
                               band["lanes"].get<std::vector<std::int64_t>>()});
  }
  read_steps(recording, trace);
  read_packets(recording, trace);
  if (!trace["violations"].empty()) {
    const Json& first = trace["violations"].front();
    recording.law = first["law"].get<std::string>();
    recording.violation = first["step"].get<std::int64_t>();
    recording.lineage = first["lineage"].get<std::vector<std::int64_t>>();
    std::erase(recording.lineage, Recording::kNone);
    std::sort(recording.lineage.begin(), recording.lineage.end());
    recording.lost = first["lost"].get<std::vector<std::int64_t>>();
  }
  return recording;
}

}  // namespace imstorm
