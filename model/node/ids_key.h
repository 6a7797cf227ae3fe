#pragma once

#include <cstdint>

#include "model/node/directory.h"
#include "model/node/io.h"
#include "sim/core/hash.h"

namespace imstorm {

/// All message ids are counted under one key.
inline const std::uint64_t kMsgidKey = hash_text("msgid");

/// The store counts the eras of those counters under another one.
inline const std::uint64_t kEraKey = hash_text("era");

/// What is counted for a request.
inline std::uint64_t count_key(const Context& context, const Allocate& asked) {
  return asked.what == Allocate::What::Msgid ? kMsgidKey : context.directory.key_of(asked.conv);
}

}  // namespace imstorm
