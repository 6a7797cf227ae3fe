#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace imstorm {

/// A dense index that names one kind of thing. Ids of different kinds do not compare or convert.
template <class Tag>
struct StrongId {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  std::uint32_t value = kNone;

  constexpr StrongId() = default;
  constexpr explicit StrongId(std::uint32_t v) : value(v) {}
  constexpr explicit StrongId(std::size_t v) : value(static_cast<std::uint32_t>(v)) {}
  constexpr explicit StrongId(int v) : value(static_cast<std::uint32_t>(v)) {}
  /// False for the default id, which names nothing.
  constexpr explicit operator bool() const { return value != kNone; }
  constexpr std::size_t index() const { return value; }
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

using HostId = StrongId<struct HostTag>;
using ProcessId = StrongId<struct ProcessTag>;
using ConnectionId = StrongId<struct ConnectionTag>;

}  // namespace imstorm
