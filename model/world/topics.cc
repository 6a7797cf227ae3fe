#include "model/world/topics.h"

namespace imstorm {

std::vector<LawTopic> topics_of(const Scenario&) { return {LawTopic::Chat}; }

}  // namespace imstorm
