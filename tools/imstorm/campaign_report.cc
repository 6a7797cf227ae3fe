#include "tools/imstorm/campaign_report.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "reports/campaign_lines.h"
#include "reports/inert.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "tools/imstorm/output_file.h"

namespace imstorm {
namespace {

/// The data of a workflow command: https://docs.github.com/actions, "Workflow commands".
std::string workflow_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\n')
      out += "%0A";
    else if (c == '\r')
      out += "%0D";
    else
      out += c;
  }
  return out;
}

/// Text in a cell of a Markdown table, inert.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : inert(text)) {
    if (c == '|' || c == '<' || c == '`' || c == '\\' || c == '*' || c == '_' || c == '[')
      out += '\\';
    out += c;
  }
  return out;
}

std::string summary_of(const Result& result, ExitCode code) {
  std::string text = fmt::format("### imstorm fuzz {}\n\n{}\n\n", cell(result.path),
                                 cell(verdict_line(result, number_of(code))));
  if (result.findings.empty()) return text;
  text += "| finding | runs | repeat | kept in |\n|---|---|---|---|\n";
  for (const Finding& finding : result.findings) {
    if (finding.follows != 0) continue;
    const std::string& said = finding.headline.empty() ? finding.signature : finding.headline;
    text += fmt::format("| {} | {} | {} | {} |\n", cell(said), finding.runs, cell(finding.replay),
                        cell(finding.case_path));
  }
  return text + "\n";
}

}  // namespace

CampaignReport::CampaignReport(const FuzzCommand& command, const Environment& environment,
                               Streams& streams)
    : command_(command),
      environment_(environment),
      streams_(streams),
      files_({command.json, command.html, command.junit}, command.quiet, streams) {}

void CampaignReport::add(const Result& result, ExitCode code, bool last) {
  results_.push_back(result);
  if (last) {
    untold_ = code;
  } else {
    tell(result, code);
  }
  tell_github(result, code);
}

ExitCode CampaignReport::finish(ExitCode code) {
  const ExitCode written = files_.write(results_);
  if (untold_) tell(results_.back(), heavier(*untold_, written));
  return heavier(code, written);
}

void CampaignReport::tell(const Result& result, ExitCode code) {
  if (files_.takes_stdout()) return;
  if (command_.format == "jsonl") {
    streams_.out << campaign_lines(result, number_of(code));
  } else if (command_.quiet) {
    streams_.out << verdict_line(result, number_of(code)) << '\n';
  } else {
    const bool automatic = streams_.out_is_terminal && !environment_.no_color;
    const bool colours = command_.color == "always" || (command_.color == "auto" && automatic);
    const Style style = colours ? Style::coloured() : Style::plain();
    const TextOptions text{style, streams_.width, command_.verbose, number_of(code)};
    streams_.out << text_report(result, text);
  }
  streams_.out.flush();
}

void CampaignReport::tell_github(const Result& result, ExitCode code) {
  if (!environment_.github_actions) return;
  for (const Finding& finding : result.findings) {
    if (finding.outcome != Outcome::Broken || finding.follows != 0) continue;
    const std::string& said = finding.headline.empty() ? finding.signature : finding.headline;
    streams_.err << fmt::format("::error file={},title={}::{}%0Arepeat it with: {}\n",
                                workflow_text(inert(result.path)),
                                workflow_text(inert(finding.invariant)), workflow_text(inert(said)),
                                workflow_text(inert(finding.replay)));
  }
  if (environment_.github_summary.empty()) return;
  std::ofstream(environment_.github_summary, std::ios::app) << summary_of(result, code);
}

ExitCode write_whole(const std::string& path, const std::string& text, Streams& streams) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  OutputFile file(path);
  file.stream() << text;
  if (file.commit()) return ExitCode::Holds;
  streams.err << "imstorm: " << inert(file.problem()) << '\n';
  return ExitCode::CannotWrite;
}

}  // namespace imstorm
