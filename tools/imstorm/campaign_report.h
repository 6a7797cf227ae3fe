#pragma once

#include <memory>
#include <string>
#include <vector>

#include "reports/result.h"
#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/fuzz_options.h"
#include "tools/imstorm/output_file.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Where a campaign's results go: text or JSON Lines on stdout, files, and what GitHub shows.
class CampaignReport {
 public:
  CampaignReport(const FuzzCommand& command, const Environment& environment, Streams& streams);

  ExitCode opened() const { return opened_; }  ///< CannotWrite if a file could not be opened
  /// One result, with the exit code that it leads to.
  void add(const Result& result, ExitCode code);
  ExitCode finish();

 private:
  using File = std::unique_ptr<OutputFile>;

  File open(const std::string& path);
  ExitCode write(const std::string& path, File& file, const std::string& text);
  void tell(const Result& result, ExitCode code);
  void tell_github(const Result& result, ExitCode code);

  const FuzzCommand& command_;
  const Environment& environment_;
  Streams& streams_;
  ExitCode opened_ = ExitCode::Holds;
  File json_;
  File html_;
  File junit_;
  std::vector<Result> results_;
};

/// `text` under a temporary name, then renamed to `path`; its folder is made. CannotWrite is said.
ExitCode write_whole(const std::string& path, const std::string& text, Streams& streams);

}  // namespace imstorm
