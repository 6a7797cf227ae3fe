#include "model/scenario/messages.h"

#include <fmt/format.h>

#include "model/scenario/text.h"

namespace imstorm {

MessageNames::MessageNames(const Scenario& scenario) {
  for (const SendSpec& send : scenario.sends) {
    if (!send.name.empty()) by_name_.emplace(send.name, BodyId{given_.size()});
    given_.push_back(send.name);
  }
  size_ = static_cast<std::uint32_t>(given_.size());
  for (const TrafficSpec& traffic : scenario.traffic) size_ += traffic.messages;
}

std::string MessageNames::name_of(BodyId body) const {
  if (body.index() < given_.size() && !given_[body.index()].empty()) return given_[body.index()];
  return fmt::format("m{}", body.index() + 1);
}

BodyId MessageNames::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) return found->second;
  if (name.size() < 2 || name[0] != 'm' || name[1] < '1' || name[1] > '9') return {};
  const auto n = read_count(name.substr(1));
  if (!n || *n < 1 || *n > size_) return {};
  const BodyId body{static_cast<std::uint32_t>(*n - 1)};
  return name_of(body) == name ? body : BodyId{};
}

}  // namespace imstorm
