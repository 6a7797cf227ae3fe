#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/node/directory.h"
#include "model/scenario/scenario.h"
#include "sim/core/decision.h"

namespace imstorm {

/// One message that a user will write.
struct PlannedSend {
  DeviceId device;
  ConvId conv;
  BodyId body;
  std::uint32_t bytes = 0;
  Instant at;       ///< kNever: when the message that it answers was consumed
  Duration after;   ///< then, this much later
  BodyId reply_to;  ///< a scripted answer
  Content content = Content::Text;
  UserId subject{};    ///< of Join, Leave and Kick
  Duration take_back;  ///< the user takes it back after this long; 0: never
};

/// One signal that a user will give.
struct PlannedSignal {
  DeviceId device;
  ConvId conv;
  UserId to;
  Instant at;
};

/// All that users will write, planned before the run: who, when, what. Replies wait for what they
/// answer.
struct Workload {
  std::vector<PlannedSend> sends;  ///< by BodyId
  std::vector<std::string> names;  ///< by BodyId: "m1", ...
  std::vector<std::uint32_t>
      replies_left;                       ///< by traffic: how many generated answers may still come
  std::vector<std::uint32_t> answered;    ///< the traffic that provokes any, ascending
  std::vector<std::uint32_t> answers;     ///< the scripted answers among sends, ascending
  std::vector<PlannedSignal> signals;     ///< by signal_id
  std::vector<std::string> signal_names;  ///< likewise: "s1", ...
  Instant last;                           ///< of the timed ones

  const std::string& name_of(BodyId body) const {
    return is_signal(body) ? signal_names[body.value - kFirstSignal] : names[body.index()];
  }
  UserId author(BodyId body, const Directory& directory) const;
  /// One more message, written because another one was read; returns its body.
  std::uint32_t add_reply(DeviceId device, ConvId conv, std::uint32_t bytes);
};

Workload plan_workload(const Scenario& scenario, const Directory& directory,
                       const Decider& decider);

/// Workload::last of the plan, without the plan.
Instant last_of_workload(const Scenario& scenario, const Decider& decider);

}  // namespace imstorm
