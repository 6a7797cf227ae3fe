#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "model/world/run.h"
#include "reports/result.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/output_file.h"
#include "tools/imstorm/run_options.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// The files that a run was asked for. Opened before the run: a place that cannot be written should
/// not cost the user the run.
class RunOutputs {
 public:
  RunOutputs(const RunOptions& options, Streams& streams);

  /// CannotWrite if a file could not be opened (said on `err`).
  ExitCode opened() const { return opened_; }
  bool wants_history() const { return history_ != nullptr; }
  bool wants_trace() const { return !options_.json.empty() || wants_page(); }
  bool wants_page() const { return html_ != nullptr; }
  /// Is stdout taken by a report for machines?
  bool takes_stdout() const;

  void add(const Result& result, const RunRecord& record);
  /// Writes everything and says where it is.
  ExitCode finish();

 private:
  using File = std::unique_ptr<OutputFile>;

  File open(const std::string& path);
  ExitCode commit(File& file);
  ExitCode write(const std::string& path, File& file, const std::string& text);

  const RunOptions& options_;
  Streams& streams_;
  ExitCode opened_ = ExitCode::Holds;
  File json_;
  File html_;
  File junit_;
  File history_;
  std::vector<Result> results_;
};

}  // namespace imstorm
