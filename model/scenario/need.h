#pragma once

#include <string_view>

#include "model/scenario/scenario.h"

namespace imstorm {

/// What must be there for a choice to do anything at all. Where it is not, the choice is no hazard,
/// and whoever makes it is told so.
struct Need {
  std::string_view where;  ///< "an id service gives the numbers (protocol.seq.source)"
  bool (*met)(const Scenario&);
  bool may_come = false;  ///< a campaign may bring it: faults, and how many there are of a kind
};

namespace needs {

// Numbers and ids.
extern const Need kNumbersGiven;
extern const Need kSomethingGiven;
extern const Need kSeveralSeqsvrs;
extern const Need kLeasedSections;
extern const Need kBounds;
extern const Need kBlocks;
extern const Need kSnowflakes;
extern const Need kCountedIds;
extern const Need kLeaseClock;

// Stores.
extern const Need kReplicas;
extern const Need kNoReplicas;
extern const Need kNowAndThen;
extern const Need kAsyncReplicas;
extern const Need kLineages;
extern const Need kExpiringOutcomes;
extern const Need kFewOutcomes;
extern const Need kRefusals;

// Devices.
extern const Need kPushesBehind;
extern const Need kPushes;
extern const Need kPulls;
extern const Need kLongBacklogs;
extern const Need kLongLogs;
extern const Need kWindow;
extern const Need kNoInboxes;
extern const Need kInboxes;
extern const Need kTwoPhases;
extern const Need kNotices;
extern const Need kExpiringRows;
extern const Need kLostCaches;

// Routes, and who comes and goes.
extern const Need kChangingMembers;
extern const Need kSeveralLogics;
extern const Need kSlow;
extern const Need kThreads;
extern const Need kSockets;
extern const Need kChangingRing;
extern const Need kChangingPools;

}  // namespace needs
}  // namespace imstorm
