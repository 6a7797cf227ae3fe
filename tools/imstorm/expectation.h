#pragma once

#include "model/scenario/scenario.h"
#include "reports/result.h"
#include "tools/imstorm/exit_code.h"

namespace imstorm {

/// Writes into the result what [expect] says of each law and of the run, and whether that is so.
/// A law that [expect] does not name is expected to hold; if [expect] names only a verdict of the
/// run, any law may have that one. Sets the headline.
void compare(Result& result, const Expect& expect);

/// REQUIRES: compare() was called.
ExitCode exit_code_of(const Result& result, bool allow_vacuous);

}  // namespace imstorm
