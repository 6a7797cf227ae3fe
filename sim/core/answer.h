#pragma once

#include <cstdint>

#include "sim/core/decision.h"

namespace imstorm {

/// One decision that is settled beforehand, whoever answers the others.
struct Answer {
  Address address;
  std::uint64_t value = 0;
  friend bool operator==(const Answer&, const Answer&) = default;
};

}  // namespace imstorm
