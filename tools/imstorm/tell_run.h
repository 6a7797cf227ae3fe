#pragma once

#include <memory>
#include <string>

#include "model/world/run.h"
#include "model/world/trial.h"
#include "reports/result.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/retell.h"

namespace imstorm {

/// A run as reports show it: judged by its [expect], foretold, told, and with a trace, if that is
/// wanted, also its evidence. Empty remain: replay and wall time.
Result tell_run(const Loaded& loaded, const Trial& trial, const RunRecord& record,
                const RunSettings& settings, const Retelling& how);

/// The run of the case in that file, with trace and evidence; null if it cannot be read.
std::shared_ptr<const Result> tell_case(const std::string& path);

}  // namespace imstorm
