#include "model/world/signature_of.h"

#include <set>
#include <string>
#include <vector>

#include "model/history/ancestry.h"
#include "model/history/wire.h"

namespace imstorm {
namespace {

std::vector<std::string> mechanisms_of(const RunRecord& record, const Verdict& verdict) {
  if (record.trace.steps.empty()) return {};
  std::vector<std::size_t> positions;
  for (const Witness& witness : verdict.witnesses) positions.push_back(witness.position);
  const Trace& trace = record.trace;
  const Ancestry ancestry = ancestry_of(trace, record.history, positions);
  std::set<std::string> found;
  for (const std::uint32_t band : ancestry.bands) found.insert(trace.bands[band].kind);
  const auto say = [&](const Trace::Packet& packet, const char* what) {
    found.insert(std::string(name_of(packet.kind)) + what);
  };
  for (const std::uint32_t index : ancestry.packets) say(trace.packets[index], " lost");
  for (const std::uint32_t step : ancestry.steps) {
    const std::uint32_t index = trace.steps[step].packet;
    if (index == Trace::kNone) continue;
    if (trace.packets[index].late) say(trace.packets[index], " late");
    if (trace.packets[index].copy) say(trace.packets[index], " twice");
  }
  return {found.begin(), found.end()};
}

Signature signature_of(const RunRecord& record, const RunRecord::Law& law) {
  Signature signature = signature_of(law.name, law.verdict);
  signature.mechanisms = mechanisms_of(record, law.verdict);
  return signature;
}

}  // namespace

Signature signature_of(const RunRecord& record) {
  for (const RunRecord::Law& law : record.laws) {
    if (law.verdict.outcome == Outcome::Broken) return signature_of(record, law);
  }
  return {};
}

Signature signature_of(const RunRecord& record, std::string_view name) {
  for (const RunRecord::Law& law : record.laws) {
    if (law.name == name && law.verdict.outcome == Outcome::Broken) {
      return signature_of(record, law);
    }
  }
  return {};
}

}  // namespace imstorm
