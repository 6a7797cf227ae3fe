#pragma once

#include <string>

#include "reports/result.h"
#include "reports/style.h"

namespace imstorm {

/// The last line of a report: "1 broken, 11 hold, 1 vacuous | 1 run, 3,812 events | exit 1".
std::string verdict_line(const Result& result, int exit_code);

/// The verdict in capitals, with what the scenario expected: "BROKEN", "HOLDS, BUT EXPECTED
/// BROKEN".
std::string verdict_word(const Result& result);
Tone tone_of(const Result& result);

/// One line for one of several scenarios: the verdict, the file and, unless all is as it should be,
/// the headline.
std::string one_line(const Result& result, int exit_code, const Style& style);

}  // namespace imstorm
