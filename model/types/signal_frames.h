#pragma once

#include <cstdint>
#include <vector>

#include "model/types/frame_parts.h"
#include "model/types/ids.h"

namespace imstorm {

// Signalling: nothing is stored, answered or repeated (rule G6).

struct Signal {  ///< from a device over its gateway to the logic process of its key
  Via via;
  ConvId conv;  ///< to a whole conversation,
  UserId to;    ///< or to one user
  BodyId body;
  std::uint32_t ring = 0;  ///< the version of the ring by which the gateway chose
};
struct Relay {  ///< from there over the receiver's gateway to one device
  Via via;      ///< the receiver, in the session that the logic process knows
  DeviceId from;
  Session session;  ///< the sender's
  ConvId conv;
  BodyId body;
  std::uint32_t ring = 0;  ///< the version by which the logic process owns the key
};
struct Presence {  ///< a gateway tells every logic process that a device is there, or is not
  Via via;
  bool here = true;
};

// Who is in a group that people join and leave: the owner of its key asks the store.

struct AskMembers {
  ConvId conv;
  std::uint32_t turn = 0;  ///< the asker's name for the question
};
struct Members {
  ConvId conv;
  std::uint32_t turn = 0;
  Seq changed;                  ///< where somebody last joined or left
  std::vector<MemberRow> rows;  ///< none: those from the start
  Seq end{};  ///< of what can be read: a change behind it is stored, and has not happened yet
  Lineage lineage{};
};

}  // namespace imstorm
