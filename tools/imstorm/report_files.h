#pragma once

#include <memory>
#include <string>
#include <vector>

#include "reports/result.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/output_file.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Where the reports of a command go: a path, "-" for stdout (not for a page), empty for nowhere.
struct ReportPaths {
  std::string json;
  std::string html;
  std::string junit;
};

/// The files that a command writes at its end. They are opened before its work: a place that cannot
/// be written should not cost the user the run.
class ReportFiles {
 public:
  using File = std::unique_ptr<OutputFile>;

  /// `quiet`: what was written is not said.
  ReportFiles(ReportPaths paths, bool quiet, Streams& streams);

  /// CannotWrite if a file could not be opened (said on `err`).
  ExitCode opened() const { return opened_; }
  bool wants_json() const { return !paths_.json.empty(); }
  bool wants_page() const { return html_ != nullptr; }
  /// Is stdout taken by a report for machines?
  bool takes_stdout() const { return paths_.json == "-" || paths_.junit == "-"; }

  /// All reports of these results.
  ExitCode write(const std::vector<Result>& results);
  /// Or each by itself. Nothing where it is not wanted.
  ExitCode write_json(const std::string& text) { return write(paths_.json, json_, text); }
  ExitCode write_page(const std::string& text) { return write(paths_.html, html_, text); }

  /// One file more. Null for an empty path and for stdout.
  File open(const std::string& path);
  ExitCode commit(File& file);

 private:
  ExitCode write(const std::string& path, File& file, const std::string& text);

  ReportPaths paths_;
  bool quiet_;
  Streams& streams_;
  ExitCode opened_ = ExitCode::Holds;
  File json_;
  File html_;
  File junit_;
};

}  // namespace imstorm
