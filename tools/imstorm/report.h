#pragma once

#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/report_options.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// `imstorm report RESULT.json`: writes the forms that were asked for, or RESULT.html beside it.
/// `imstorm report DIR`: a page for each *.json in it, and index.html over all.
ExitCode report(const ReportOptions& options, Streams& streams);

}  // namespace imstorm
