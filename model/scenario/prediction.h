#pragma once

#include <string>
#include <vector>

#include "model/scenario/scenario.h"
#include "sim/core/time.h"

namespace imstorm {

/// One leg of a message's way from the sender's durable outbox to the receiver's app.
struct Leg {
  std::string what;  ///< "SEND", "commit", "PULL", ...
  Duration takes;    ///< the median
};

/// What arithmetic says of the time from "sent" to "consumed" where nothing goes wrong and nothing
/// queues: medians of latencies, syncs and service times along the critical path. The client's part
/// is RTT/2 for SEND and, per receiver, 3/2 RTT for notify, pull and page; reading A of the two
/// phases adds one more RTT for ACK and CONSUME, and the wait of a delayed ACK.
struct Prediction {
  std::vector<Leg> legs;
  bool at_least = false;  ///< it also waits for what arithmetic cannot know: a later pull, a hole
  Duration total() const;
};

/// For a message between two devices with the topology's own edge link.
Prediction predict_delivery(const Scenario& scenario);

}  // namespace imstorm
