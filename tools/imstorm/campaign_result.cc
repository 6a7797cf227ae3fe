#include "tools/imstorm/campaign_result.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/invariants/catalog.h"
#include "model/world/trial.h"
#include "reports/figures.h"
#include "reports/relation.h"
#include "sim/core/hash.h"
#include "sim/core/strategy.h"
#include "sim/search/tally_text.h"
#include "tools/imstorm/expectation.h"
#include "tools/imstorm/finding_order.h"
#include "tools/imstorm/observe_run.h"
#include "tools/imstorm/result_of_run.h"
#include "tools/imstorm/shell.h"
#include "tools/imstorm/version.h"

namespace imstorm {
namespace {

/// Findings whose runs are repeated for their words; of more, only the signature is told.
constexpr std::size_t kRepeatedMax = 100;

class Telling {
 public:
  Telling(const Loaded& loaded, const TallyOfRuns& tally, const CampaignPlan& plan)
      : loaded_(loaded), tally_(tally), plan_(plan) {}

  Result tell() {
    result_.mode = "fuzz";
    result_.version = kVersion;
    result_.scenario = loaded_.scenario.name;
    result_.path = loaded_.path;
    result_.title = loaded_.scenario.title;
    result_.seed = plan_.seed;
    result_.runs = tally_.runs();
    result_.config = loaded_.scenario.config;
    result_.digest = digest();
    result_.replay = replay();
    numbers();
    laws();
    permitted_losses();
    findings();
    campaign();
    for (const auto& [what, times] : tally_.notes()) result_.limits.push_back({what, times});
    compare_other_runs(result_, loaded_.scenario.expect);
    arrange_findings(result_);
    compare_other_runs(result_, loaded_.scenario.expect);  // for its headline
    return std::move(result_);
  }

 private:
  std::uint64_t at(std::size_t place) const {
    return place < tally_.counts().size() ? tally_.counts()[place] : 0;
  }
  std::uint64_t at(Counted what) const { return at(static_cast<std::size_t>(what)); }

  /// Of everything that was added up.
  std::uint64_t digest() const {
    std::uint64_t value = 0;
    for (const std::string& line : lines_of(tally_)) value = hash_mix(value, hash_text(line));
    return value;
  }

  std::string replay() const {
    return fmt::format("imstorm fuzz {} --runs {} --seed {}{}{}{}", shell_word(loaded_.path),
                       tally_.runs(), hex_of(plan_.seed), plan_.keep_going ? " --keep-going" : "",
                       plan_.guidance == Guidance::Blind ? " --blind" : "",
                       settings_as_options(loaded_));
  }

  void numbers() {
    result_.events = at(Counted::Events);
    result_.messages = at(Counted::Messages);
    result_.sim_ns = at(Counted::SimMs) * 1'000'000;
    result_.cost.packets = at(Counted::Packets);
    result_.cost.bytes = at(Counted::Bytes);
    result_.cost.client_packets = at(Counted::ClientPackets);
    result_.cost.message_packets = at(Counted::MessagePackets);
    result_.cost.messages = result_.messages;
    result_.cost.deliveries = at(Counted::Deliveries);
    for (std::size_t kind = 0; kind < kFaultKinds; ++kind) {
      const std::size_t place = place_of_fault(kind);
      result_.faults.push_back(
          {std::string(kFaultNames[kind]), at(place), at(place + 1), at(place + 2)});
    }
  }

  /// Each law that any run had: its heaviest verdict, vacuous only if it was so in every run.
  void laws() {
    constexpr std::size_t outcomes = std::size(kOutcomeNames);
    const auto catalog = all_laws();
    for (std::size_t i = 0; i < catalog.size(); ++i) {
      const std::size_t place = place_of_law(i);
      std::uint64_t times[outcomes] = {};
      std::uint64_t all = 0;
      for (std::size_t o = 0; o < outcomes; ++o) all += times[o] = at(place + o);
      if (all == 0) continue;
      Result::Law law;
      law.name = catalog[i]->name();
      law.promise = catalog[i]->promise();
      law.kind = catalog[i]->kind();
      law.verdict.exercised = at(place + outcomes);
      law.verdict.permitted = at(place + outcomes + 1);
      const auto met = [&times](Outcome o) { return times[static_cast<std::size_t>(o)] != 0; };
      law.verdict.outcome = met(Outcome::Broken)      ? Outcome::Broken
                            : met(Outcome::Undecided) ? Outcome::Undecided
                            : met(Outcome::Holds)     ? Outcome::Holds
                                                      : Outcome::Vacuous;
      result_.outcome =
          std::max(result_.laws.empty() ? Outcome::Holds : result_.outcome, law.verdict.outcome);
      result_.laws.push_back(std::move(law));
    }
  }

  /// What was lost and may be: why, in the words of the first run of each law.
  void permitted_losses() {
    for (Result::Law& law : result_.laws) {
      const auto found = tally_.findings().find(std::string(kPermitted) + law.name);
      if (law.verdict.permitted == 0 || found == tally_.findings().end()) continue;
      const Draw& draw = found->second.draw;
      const RunRecord record = repeat_run(loaded_.scenario, draw, plan_.probe_every);
      for (const RunRecord::Law& first : record.laws) {
        if (first.name != law.name) continue;
        law.verdict.permitted_because = first.verdict.permitted_because;
      }
    }
  }

  void findings() {
    std::vector<std::pair<std::uint64_t, std::string>> by_run;
    for (const auto& [signature, finding] : tally_.findings()) {
      if (signature.starts_with(kPermitted)) continue;
      by_run.emplace_back(finding.first_run, signature);
    }
    std::sort(by_run.begin(), by_run.end());
    for (const auto& [run, signature] : by_run) {
      add_finding(signature, tally_.findings().at(signature));
    }
    relate_findings(result_.findings, causes_);
  }

  /// The signature of what explains this one in that run; empty: nothing does.
  static std::string cause_of(const std::string& signature, const RunRecord& record) {
    std::vector<BrokenLaw> broken;
    std::vector<std::string> signatures;
    for (const RunRecord::Law& law : record.laws) {
      if (law.verdict.outcome != Outcome::Broken) continue;
      broken.push_back({law.name, &law.verdict});
      signatures.push_back(signature_in(record, law));
    }
    const auto at = std::find(signatures.begin(), signatures.end(), signature);
    if (at == signatures.end()) return "";
    const std::uint32_t cause =
        explained_by(broken)[static_cast<std::size_t>(at - signatures.begin())];
    return cause == 0 ? "" : signatures[cause - 1];
  }

  void add_finding(const std::string& signature, const TallyOfRuns::Finding& found) {
    Finding finding;
    finding.signature = signature;
    finding.draw = text_of(found.draw);
    finding.run_seed = found.draw.seed;
    finding.first_run = found.first_run;
    finding.runs = found.runs;
    finding.replay = command_of(loaded_, found.draw);
    if (repeated_++ < kRepeatedMax) {
      const RunRecord record = repeat_run(loaded_.scenario, found.draw, plan_.probe_every);
      finding.strategy = describe(draw_trial(loaded_.scenario, found.draw));
      finding.messages = record.messages;
      finding.events = record.events;
      finding.decisions_before = record.plan.size() + record.chanced.size();
      finding.decisions = finding.decisions_before;
      causes_.push_back(cause_of(signature, record));
      for (const RunRecord::Law& law : record.laws) {
        if (law.verdict.outcome == Outcome::Holds || law.verdict.outcome == Outcome::Vacuous) {
          continue;
        }
        if (signature_in(record, law) != signature) continue;
        finding.invariant = law.name;
        finding.headline = law.verdict.because;
        finding.outcome = law.verdict.outcome;
        first_of_law(law, record);
      }
    }
    result_.findings.push_back(std::move(finding));
  }

  /// The law's own words come from the first run that broke it.
  void first_of_law(const RunRecord::Law& law, const RunRecord& record) {
    for (Result::Law& told : result_.laws) {
      if (told.name != law.name || !told.verdict.because.empty()) continue;
      if (told.verdict.outcome != law.verdict.outcome) continue;
      told.verdict.because = law.verdict.because;
      if (result_.names.devices.empty()) {
        result_.names = record.names;
        told.verdict.witnesses = law.verdict.witnesses;
      }
    }
  }

  void campaign() {
    CampaignNumbers& campaign = result_.campaign.emplace();
    const ResidualRisk risk = residual_risk(tally_);
    campaign.independent_runs = risk.runs;
    campaign.lone_runs = risk.lone;
    campaign.behaviours = risk.behaviours;
    campaign.late_behaviours = risk.late;
    campaign.late_runs = risk.late_runs;
    campaign.chance_ppm = risk.chance_ppm();
    campaign.full = tally_.full();
    for (std::size_t i = 0; i < kStrategies; ++i) {
      campaign.strategies.emplace_back(kStrategyNames[i],
                                       at(static_cast<std::size_t>(Counted::Strategy) + i));
    }
    for (const Result::FaultCount& fault : result_.faults) {
      campaign.faults += fault.injected;
      campaign.effective_faults += fault.effective;
    }
  }

  const Loaded& loaded_;
  const TallyOfRuns& tally_;
  const CampaignPlan& plan_;
  Result result_;
  std::size_t repeated_ = 0;
  std::vector<std::string> causes_;  // by finding
};

}  // namespace

std::string command_of(const Loaded& loaded, const Draw& draw) {
  return fmt::format("imstorm run {} --draw {}{}", shell_word(loaded.path), text_of(draw),
                     settings_as_options(loaded));
}

Result result_of_campaign(const Loaded& loaded, const TallyOfRuns& tally,
                          const CampaignPlan& plan) {
  return Telling(loaded, tally, plan).tell();
}

}  // namespace imstorm
