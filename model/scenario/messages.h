#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/scenario.h"
#include "model/types/ids.h"

namespace imstorm {

/// How the messages and signals of a workload are called: scripted ones come first, in the order of
/// the file, then generated ones. The n-th is m<n>, or s<n>, unless the scenario gave it a name.
class MessageNames {
 public:
  MessageNames() = default;
  explicit MessageNames(const Scenario& scenario);

  std::string name_of(BodyId body) const;
  bool is_numbered_signal(std::string_view name) const;  ///< s<n>, and there is an n-th signal
  BodyId find(std::string_view name) const;              ///< a default id if there is none
  /// How many messages there can be.
  std::uint32_t size() const { return size_; }
  const std::vector<std::string>& given() const { return given_; }

 private:
  std::vector<std::string> given_;  ///< by body; empty: none was given
  std::map<std::string, BodyId, std::less<>> by_name_;
  std::vector<std::string> given_signals_;  ///< likewise
  std::uint32_t size_ = 0;
  std::uint32_t signals_ = 0;
};

}  // namespace imstorm
