#pragma once

#include <cstdint>
#include <string>

#include "model/scenario/scenario.h"
#include "reports/result.h"
#include "tools/imstorm/exit_code.h"

namespace imstorm {

/// Writes into the result what [expect] says of each law and of the run, and whether that is so.
/// A law that [expect] does not name is expected to hold; if [expect] names only a verdict of the
/// run, any law may have that one. Sets the headline.
void compare(Result& result, const Expect& expect);

/// What the file says alone: the seed that its [expect] speaks of.
std::uint64_t seed_of_file(const std::string& path);

/// So many runs of a design that [expect] calls broken show it, or it is not.
inline constexpr std::uint64_t kRunsThatShow = 1'000;

/// The same of a campaign, or of a run that has not the scenario's own seed: laws that [expect]
/// names as broken or in `may_break` may be broken, and need not be. No other one may. But of
/// kRunsThatShow runs one at least must break what is called broken.
void compare_other_runs(Result& result, const Expect& expect);

/// REQUIRES: one of them was called.
ExitCode exit_code_of(const Result& result, bool allow_vacuous);

}  // namespace imstorm
