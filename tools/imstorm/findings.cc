#include "tools/imstorm/findings.h"

#include <fmt/format.h>

#include <filesystem>

#include "sim/core/hash.h"
#include "tools/imstorm/campaign_report.h"

namespace imstorm {
namespace {

std::string text_of(const Finding& finding) {
  return fmt::format("{}\n\nsignature  {}\nfound by   {}\nstrategy   {}\nrepeat     {}\n",
                     finding.headline.empty() ? finding.signature : finding.headline,
                     finding.signature, finding.draw, finding.strategy, finding.replay);
}

}  // namespace

ExitCode save_findings(const Loaded& loaded, const std::string& out_dir, Result& result,
                       Streams& streams) {
  ExitCode code = ExitCode::Holds;
  for (Finding& finding : result.findings) {
    if (finding.outcome != Outcome::Broken || finding.invariant.empty()) continue;
    const std::string name =
        fmt::format("{}-{}-{:08x}.txt", loaded.scenario.name, finding.invariant,
                    static_cast<std::uint32_t>(hash_text(finding.signature)));
    finding.case_path = (std::filesystem::path(out_dir) / "findings" / name).string();
    const ExitCode saved = write_whole(finding.case_path, text_of(finding), streams);
    if (saved != ExitCode::Holds) finding.case_path.clear();
    code = heavier(code, saved);
    if (code != ExitCode::Holds) break;  // the next one would fail as well
  }
  return code;
}

}  // namespace imstorm
