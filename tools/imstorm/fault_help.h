#pragma once

#include <array>
#include <string_view>

#include "sim/fault/fault.h"

namespace imstorm {

/// One line for each FaultKind, in its order.
inline constexpr std::array<std::string_view, kFaultKinds> kFaultHelp = {
    "One named packet is lost; on a stream the connection breaks at it.",
    "One named packet arrives twice (datagrams only).",
    "One named packet takes longer.",
    "For a time, packets of a path are lost at a rate; a stream stalls and repeats them.",
    "For a time, datagrams of a path arrive twice at a rate.",
    "For a time, datagrams of a path are held back and overtaken at a rate.",
    "The connections between two processes break, and both ends notice.",
    "The connections between two processes break, and only one end notices.",
    "Nothing passes between two sets of processes, one way or both.",
    "A process dies, its un-synced writes are lost, and it starts again.",
    "A process dies at its n-th durable step and starts again.",
    "Every process of a host dies and starts again.",
    "A process stands still and keeps its memory.",
    "Every sync of a process takes longer.",
    "A process's wall clock jumps.",
    "A process's clocks run fast or slow.",
    "A device has no network and knows it.",
    "An app is killed and started again.",
    "A device loses its storage, and starts as a new installation.",
    "For a time, commits of a store or an id service fail at a rate, and nothing is committed.",
    "For a time, commits of a store or an id service are reported as failed at a rate, and are "
    "committed.",
    "For a time, commits of a store or an id service take longer at a rate.",
    "A server loses what it caches, and nothing else.",
    "An id service answers no more, and after a while a standby takes its place, with its state as "
    "of some time before; or a store's lead goes to another.",
    "A device loses its cache: its cursors, and what it had not shown yet.",
    "A device loses its storage, and its app still knows what it has shown.",
    "A gateway or logic process takes up its service: a spare one, or one that had left.",
    "A gateway or logic process hands over what it has, and is gone after a while.",
    "Gateways or logic processes are replaced, one after the other.",
    "A server goes on with another number of worker threads.",
    "A store or an id service loses its disk, and starts with an empty one.",
};

}  // namespace imstorm
