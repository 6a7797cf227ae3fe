#pragma once

#include <vector>

#include "model/world/run.h"
#include "reports/result.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/report_files.h"
#include "tools/imstorm/run_options.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// The files that a run was asked for: its reports, and its history.
class RunOutputs {
 public:
  RunOutputs(const RunOptions& options, Streams& streams);

  /// CannotWrite if a file could not be opened (said on `err`).
  ExitCode opened() const { return files_.opened(); }
  bool wants_history() const { return history_ != nullptr; }
  bool wants_trace() const { return files_.wants_json() || wants_page(); }
  bool wants_page() const { return files_.wants_page(); }
  /// Is stdout taken by a report for machines?
  bool takes_stdout() const { return files_.takes_stdout(); }

  void add(const Result& result, const RunRecord& record);
  /// Writes everything and says where it is.
  ExitCode finish();

 private:
  ReportFiles files_;
  ReportFiles::File history_;
  std::vector<Result> results_;
};

}  // namespace imstorm
