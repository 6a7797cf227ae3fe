#include "model/protocol/ring.h"

#include <algorithm>

namespace imstorm {

void Ring::add(ProcessId process, std::uint64_t name_key, std::uint32_t points) {
  processes_.push_back(process);
  for (std::uint32_t point = 0; point < points; ++point) {
    points_.emplace_back(hash_mix(name_key, point + 1), process);
  }
  std::sort(points_.begin(), points_.end());
}

std::size_t Ring::successor(std::uint64_t position) const {
  const auto at =
      std::lower_bound(points_.begin(), points_.end(), position,
                       [](const auto& point, std::uint64_t p) { return point.first < p; });
  return at == points_.end() ? 0 : static_cast<std::size_t>(at - points_.begin());
}

}  // namespace imstorm
