#pragma once

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
  }
}

/// Gives a node one input, if that kind of node takes such inputs, and lets its outputs happen.
/// `cause` names the input for decisions about what follows from it.
template <class Input>
void World::step(ProcessId id, Input input, std::uint64_t cause) {
  ensure(outputs_.empty(), "a node steps while another one does");
  with_node(id, [&](auto& node) {
    if constexpr (requires { node.step(context(id), std::move(input), outputs_); }) {
      node.step(context(id), std::move(input), outputs_);
    }
  });
  cause_ = cause;
  put_out(id);
}

}  // namespace imstorm
