#pragma once

#include <utility>

#include "model/node/directory.h"
#include "model/node/io.h"

// Where a logic process sends: shared by the files that make up LogicNode.

namespace imstorm {

/// To a device, by way of the gateway that its session is at.
inline void to_device(const Context& context, const Via& via, ConvId conv, Frame frame,
                      Outputs& out) {
  out.emplace_back(SendTo{via.gateway, context.directory.key_of(conv), std::move(frame)});
}

}  // namespace imstorm
