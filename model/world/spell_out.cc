#include "model/world/spell_out.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "model/scenario/members.h"

namespace imstorm {
namespace {

/// m12 is what the twelfth message is called anyway.
bool is_numbered(const std::string& name) {
  return name.size() > 1 && name[0] == 'm' &&
         std::all_of(name.begin() + 1, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void spell_out_messages(Scenario& scenario, const RunRecord& record) {
  const std::size_t scripted = scenario.sends.size();
  scenario.traffic.clear();
  scenario.churn.clear();
  for (std::size_t i = 0; i < record.sends.size(); ++i) {
    const PlannedSend& planned = record.sends[i];
    if (i < scripted) continue;  // as the scenario says
    SendSpec send;
    send.device = planned.device;
    send.conv = planned.conv;
    send.bytes = planned.bytes;
    send.at = planned.at;
    send.content = planned.content;
    send.subject = planned.subject;
    if (send.content != Content::Text) send.name = name_of_change(scenario, send);
    scenario.sends.push_back(std::move(send));
  }
}

void spell_out_signals(Scenario& scenario, const RunRecord& record) {
  scenario.signal_traffic.clear();
  for (std::size_t i = scenario.signals.size(); i < record.signals.size(); ++i) {
    const PlannedSignal& planned = record.signals[i];
    scenario.signals.push_back({planned.device, planned.conv, planned.to, planned.at, {}});
  }
}

}  // namespace

Scenario spell_out(const Scenario& scenario, const RunRecord& record) {
  Scenario plain = scenario;
  spell_out_messages(plain, record);
  spell_out_signals(plain, record);
  plain.faults = record.plan;
  for (const RunRecord::Struck& struck : record.chanced) {
    // Just before the step is durable: the same writes are lost or survive.
    Fault crash = struck.fault;
    crash.kind = FaultKind::Crash;
    crash.nth = 0;
    crash.at = struck.at - nanoseconds(1);
    plain.faults.push_back(std::move(crash));
  }
  if (scenario.storm.on) {
    plain.duration = std::max(plain.duration, scenario.storm.begin + scenario.storm.length);
  }
  plain.storm = {};
  plain.storm_profile = StormProfile::Calm;
  return plain;
}

Scenario compact(const Scenario& scenario) {
  Scenario small = scenario;
  small.sends.clear();
  std::vector<BodyId> moved(scenario.sends.size());
  const auto keep = [&](std::size_t i, bool texts) {
    SendSpec send = scenario.sends[i];
    if (send.at == kNever || (send.content == Content::Text) != texts) return;
    if (send.reply_to) send.reply_to = moved[send.reply_to->index()];
    if (send.reply_to && !*send.reply_to) return;  // nobody writes what it answers
    if (is_numbered(send.name)) send.name.clear();
    if (!texts) send.name = name_of_change(small, send);
    moved[i] = BodyId(small.sends.size());
    small.sends.push_back(std::move(send));
  };
  // As a file is read: its texts, then those who come and go.
  for (const bool texts : {true, false}) {
    for (std::size_t i = 0; i < scenario.sends.size(); ++i) keep(i, texts);
  }
  small.signals.clear();
  std::vector<BodyId> signals(scenario.signals.size());
  for (std::size_t i = 0; i < scenario.signals.size(); ++i) {
    if (scenario.signals[i].at == kNever) continue;
    signals[i] = signal_id(small.signals.size());
    small.signals.push_back(scenario.signals[i]);
  }
  std::erase_if(small.faults, [&](Fault& fault) {
    const BodyId body(fault.packet.body);
    if (!body) return false;
    const std::vector<BodyId>& now = is_signal(body) ? signals : moved;
    const std::size_t nth = is_signal(body) ? body.value - kFirstSignal : body.index();
    if (nth >= now.size() || !now[nth]) return true;
    fault.packet.body = now[nth].value;
    return false;
  });
  return small;
}

}  // namespace imstorm
