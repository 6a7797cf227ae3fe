#pragma once

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
  /// One result, with the exit code that it leads to.
  void add(const Result& result, ExitCode code);
  ExitCode finish() { return files_.write(results_); }

 private:
  void tell(const Result& result, ExitCode code);
  void tell_github(const Result& result, ExitCode code);

  const FuzzCommand& command_;
  const Environment& environment_;
  Streams& streams_;
  ReportFiles files_;
  std::vector<Result> results_;
};

/// `text` under a temporary name, then renamed to `path`; its folder is made. CannotWrite is said.
ExitCode write_whole(const std::string& path, const std::string& text, Streams& streams);

}  // namespace imstorm
