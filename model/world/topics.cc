#include "model/world/topics.h"

namespace imstorm {

std::vector<LawTopic> topics_of(const Scenario& scenario) {
  const bool chat = !scenario.sends.empty() || !scenario.traffic.empty();
  const bool signals = !scenario.signals.empty() || !scenario.signal_traffic.empty();
  std::vector<LawTopic> topics;
  if (chat || !signals) topics.push_back(LawTopic::Chat);
  if (signals) topics.push_back(LawTopic::Signals);
  return topics;
}

}  // namespace imstorm
