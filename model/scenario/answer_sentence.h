#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "model/scenario/fault_sentence.h"
#include "model/scenario/processes.h"
#include "sim/core/answer.h"

namespace imstorm {

/// Reads one answer as a scenario writes it: "service-time at logic-1 about 8f21ab34cd56ef78.0 is
/// most". Behind `about` stands what the decision's name is made of besides the place: a hash of
/// what is carried or done there, and which time it is. Where it is simply the nth of something, it
/// is said so: "gateway-pick at alice.phone about its 1st retry is most".
std::variant<Answer, SentenceError> parse_answer(std::string_view sentence,
                                                 const ProcessTable& processes);

/// The sentence of an answer: reads back as the same one.
std::string describe(const Answer& answer, const ProcessTable& processes);

/// The value that stands for that share of all there can be: 0 is the harmless one, kAlways the
/// most. What a sentence can say in a few digits.
std::uint64_t value_of_share(Ratio share);

}  // namespace imstorm
