#pragma once

#include "reports/result.h"

namespace imstorm {

/// Two phones, one conversation and three messages, m1 to m3.
Names sample_names();

/// A first message: 12 laws hold, nothing goes wrong.
Result holding_result();

/// bob.phone consumes m2 twice after a crash; one law of each verdict, faults with and without
/// effect, a limit, a permitted loss.
Result broken_result();

}  // namespace imstorm
