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
  for (const SignalSpec& signal : scenario.signals) {
    if (!signal.name.empty()) by_name_.emplace(signal.name, signal_id(given_signals_.size()));
    given_signals_.push_back(signal.name);
  }
  signals_ = static_cast<std::uint32_t>(given_signals_.size());
  for (const SignalTrafficSpec& traffic : scenario.signal_traffic) signals_ += traffic.signals;
  for (const ChurnSpec& churn : scenario.churn) size_ += churn.changes;
}

std::string MessageNames::name_of(BodyId body) const {
  if (is_signal(body)) {
    const std::size_t nth = body.value - kFirstSignal;
    if (nth < given_signals_.size() && !given_signals_[nth].empty()) return given_signals_[nth];
    return fmt::format("s{}", nth + 1);
  }
  if (body.index() < given_.size() && !given_[body.index()].empty()) return given_[body.index()];
  return fmt::format("m{}", body.index() + 1);
}

bool MessageNames::is_numbered_signal(std::string_view name) const {
  if (name.size() < 2 || name[0] != 's' || name[1] < '1' || name[1] > '9') return false;
  const auto n = read_count(name.substr(1));
  return n && *n >= 1 && *n <= signals_;
}

BodyId MessageNames::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found != by_name_.end()) return found->second;
  const bool signal = name.substr(0, 1) == "s";
  if (name.size() < 2 || (name[0] != 'm' && !signal) || name[1] < '1' || name[1] > '9') return {};
  const auto n = read_count(name.substr(1));
  if (!n || *n < 1 || *n > (signal ? signals_ : size_)) return {};
  const auto nth = static_cast<std::uint32_t>(*n - 1);
  const BodyId body = signal ? signal_id(nth) : BodyId{nth};
  return name_of(body) == name ? body : BodyId{};
}

}  // namespace imstorm
