#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/scenario.h"

namespace imstorm {

/// A wait that is over before what it waits for can be there, though nothing goes wrong: whoever
/// waits begins anew, for ever.
struct ShortWait {
  std::vector<std::string> keys;  ///< what makes it so: the wait first, then a way
  std::string what;               ///< one sentence
  Duration needs;                 ///< it has to be longer than this
};

/// All of a scenario. Ways count with the longest time that they may take: chance, or a campaign,
/// may always draw that.
std::vector<ShortWait> short_waits(const Scenario& scenario);

}  // namespace imstorm
