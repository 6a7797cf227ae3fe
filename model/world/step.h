#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include "model/world/world.h"
#include "sim/core/ensure.h"

// The part of World that must be seen wherever a node is stepped (a template over the input's
// kind).

namespace imstorm {

template <class Visit>
void World::with_node(ProcessId id, const Visit& visit) {
  const Process& process = processes_[id.index()];
  switch (process.kind) {
    case ProcessKind::Gateway:
      return visit(gateways_[process.index]);
    case ProcessKind::Logic:
      return visit(logics_[process.index]);
    case ProcessKind::Store:
      return visit(stores_[process.index]);
    case ProcessKind::Device:
      return visit(sdks_[process.index]);
    case ProcessKind::Ids:
      return visit(ids_[process.index]);
  }
}

/// How a trace calls an input; Started has begun its step before (see restart).
template <class Input>
std::optional<Trace::Input> traced_as(const Input& input) {
  using Kind = Trace::Input;
  if constexpr (std::is_same_v<Input, Started>) return std::nullopt;
  if constexpr (std::is_same_v<Input, Received>) return Kind::Receive;
  if constexpr (std::is_same_v<Input, TimerFired>) return Kind::Timer;
  if constexpr (std::is_same_v<Input, Persisted>) return Kind::Durable;
  if constexpr (std::is_same_v<Input, AppSend>) return Kind::Write;
  if constexpr (std::is_same_v<Input, AppSignal>) return Kind::Write;
  if constexpr (std::is_same_v<Input, CacheFlushed>) return Kind::Fault;
  if constexpr (std::is_same_v<Input, NetworkChanged>) return input.up ? Kind::Up : Kind::Down;
  constexpr bool up = std::is_same_v<Input, PeerUp> || std::is_same_v<Input, ConnectionUp> ||
                      std::is_same_v<Input, RingNews>;
  return up ? Kind::Up : Kind::Down;
}

/// Which input it is, as a small number: 0 to 63 frames, 64 to 95 timers, from 96 the others.
template <class Input>
constexpr std::uint8_t event_code(const Input& input) {
  if constexpr (std::is_same_v<Input, Received>) return input.frame.index() & 63;
  if constexpr (std::is_same_v<Input, TimerFired>) return 64 + (input.timer.what & 31);
  if constexpr (std::is_same_v<Input, Started>) return 96;
  if constexpr (std::is_same_v<Input, Persisted>) return 97;
  if constexpr (std::is_same_v<Input, PeerUp>) return 98;
  if constexpr (std::is_same_v<Input, PeerDown>) return input.last ? 99 : 100;
  if constexpr (std::is_same_v<Input, ConnectionUp>) return 101;
  if constexpr (std::is_same_v<Input, ConnectionDown>) return 102;
  if constexpr (std::is_same_v<Input, NetworkChanged>) return input.up ? 103 : 104;
  if constexpr (std::is_same_v<Input, RingNews>) return 106;
  if constexpr (std::is_same_v<Input, Leaving>) return 107;
  return 105;  // the user writes
}

/// What is about to happen, in which state, under which fault: before the node steps.
template <class Input>
void World::cover(ProcessId id, const Input& input) {
  constexpr Duration recent = seconds(2);  // about the time of one retry
  const Process& process = processes_[id.index()];
  const bool struck = fault_seen_.ns >= 0 && now_ - fault_seen_ <= recent;
  const auto fault = static_cast<std::uint8_t>(struck ? 1 + static_cast<int>(fault_kind_) : 0);
  coverage_.meet(static_cast<std::uint8_t>(process.kind), state_of(process), event_code(input),
                 fault);
}

/// Gives a node one input, if that kind of node takes such inputs, and lets its outputs happen.
/// `cause` names the input for decisions about what follows from it.
template <class Input>
void World::step(ProcessId id, Input input, std::uint64_t cause) {
  ensure(outputs_.empty(), "a node steps while another one does");
  if (tracer_.on()) {
    if (const auto kind = traced_as(input)) tracer_.begin(now_, id, *kind, cause);
  }
  if (settings_.cover) cover(id, input);
  with_node(id, [&](auto& node) {
    if constexpr (requires { node.step(context(id), std::move(input), outputs_); }) {
      node.step(context(id), std::move(input), outputs_);
    }
  });
  cause_ = cause;
  put_out(id);
}

}  // namespace imstorm
