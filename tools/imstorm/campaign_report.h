#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/result.h"
#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/fuzz_options.h"
#include "tools/imstorm/report_files.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Where a campaign's results go: text or JSON Lines on stdout, files, and what GitHub shows.
class CampaignReport {
 public:
  CampaignReport(const FuzzCommand& command, const Environment& environment, Streams& streams);

  ExitCode opened() const { return files_.opened(); }  ///< CannotWrite: a file cannot be opened
  /// One result, with the exit code that it leads to. The `last` one is told by finish(): its line
  /// says what the command ends with.
  void add(const Result& result, ExitCode code, bool last);
  /// Writes the files. What the command ends with: `code`, or that one cannot be written.
  ExitCode finish(ExitCode code);

 private:
  void tell(const Result& result, ExitCode code);
  void tell_github(const Result& result, ExitCode code);

  const FuzzCommand& command_;
  const Environment& environment_;
  Streams& streams_;
  ReportFiles files_;
  std::vector<Result> results_;
  std::optional<ExitCode> untold_;  // of the last result
};

/// `text` under a temporary name, then renamed to `path`; its folder is made. CannotWrite is said.
ExitCode write_whole(const std::string& path, const std::string& text, Streams& streams);

}  // namespace imstorm
