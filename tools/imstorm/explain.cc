#include "tools/imstorm/explain.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "model/invariants/consequences.h"
#include "model/scenario/hazards.h"
#include "model/scenario/prediction.h"
#include "reports/figures.h"
#include "reports/inert.h"
#include "reports/page.h"
#include "tools/imstorm/load.h"
#include "tools/imstorm/output_file.h"

namespace imstorm {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(Hazard::Kind kind) { return kHazardNames[static_cast<std::size_t>(kind)]; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> laws_that_follow(const Hazard& hazard) {
  std::vector<std::string> laws;
  for (const Consequence& one : consequences(hazard.laws)) laws.push_back(one.law);
  return laws;
}

void show_hazard(Paper& page, const Hazard& hazard) {
  const bool masked = !hazard.masked_by.empty();
  const std::string head = hazard.choice.empty() ? "" : hazard.choice + ": ";
  page.hanging("  - ", Tone::Plain, inert(head + hazard.what),
               masked || hazard.laws.empty() ? Tone::Plain : Tone::Strong);
  if (!hazard.laws.empty()) {
    page.hanging("    can break  ", Tone::Faint, joined(hazard.laws));
    const std::string follow = joined(laws_that_follow(hazard));
    if (!follow.empty()) page.hanging("    and so  ", Tone::Faint, follow);
  }
  if (masked) page.hanging("    unless repaired by  ", Tone::Faint, hazard.masked_by);
  if (!hazard.cure.empty()) page.hanging("    cure  ", Tone::Faint, hazard.cure);
  if (!hazard.seen.empty()) page.hanging("    seen  ", Tone::Faint, hazard.seen);
}

void show_hazards(Paper& page, const std::vector<Hazard>& hazards) {
  if (hazards.empty()) {
    page.paragraph("No hazard: every path is pinned, nobody is alone, nothing is said too early.",
                   Tone::Good);
  }
  const Hazard* before = nullptr;
  for (const Hazard& hazard : hazards) {
    if (before == nullptr || before->kind != hazard.kind) {
      page.blank();
      page.paragraph(std::string(name_of(hazard.kind)), Tone::Strong);
    }
    before = &hazard;
    show_hazard(page, hazard);
  }
}

std::string length(Duration d) { return length_of(static_cast<std::uint64_t>(d.ns)); }

void show_prediction(Paper& page, const Prediction& prediction) {
  page.blank();
  page.paragraph(fmt::format("time to delivery when nothing goes wrong: {}{} (medians)",
                             prediction.at_least ? "at least " : "", length(prediction.total())),
                 Tone::Strong);
  for (const Leg& leg : prediction.legs) {
    page.row("", fmt::format("{:>8}  {}", length(leg.takes), leg.what));
  }
}

Json json_of(const Loaded& loaded) {
  Json hazards = Json::array();
  for (const Hazard& hazard : hazards_of(loaded.scenario)) {
    hazards.push_back({{"kind", name_of(hazard.kind)},
                       {"what", hazard.what},
                       {"choice", hazard.choice},
                       {"laws", hazard.laws},
                       {"follow", laws_that_follow(hazard)},
                       {"masked_by", hazard.masked_by},
                       {"cure", hazard.cure},
                       {"seen", hazard.seen}});
  }
  const Prediction prediction = predict_delivery(loaded.scenario);
  Json legs = Json::array();
  for (const Leg& leg : prediction.legs) legs.push_back({{"what", leg.what}, {"ns", leg.takes.ns}});
  return {{"schema", "imstorm.hazards/1"},
          {"scenario", loaded.scenario.name},
          {"path", loaded.path},
          {"hazards", std::move(hazards)},
          {"delivery",
           {{"ns", prediction.total().ns},
            {"at_least", prediction.at_least},
            {"legs", std::move(legs)}}}};
}

ExitCode write_json(const std::string& path, const Json& json, Streams& streams) {
  const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (path == "-") {
    streams.out << text;
    return ExitCode::Holds;
  }
  OutputFile file(path);
  file.stream() << text;
  if (file.commit()) return ExitCode::Holds;
  streams.err << "imstorm: " << inert(file.problem()) << '\n';
  return ExitCode::CannotWrite;
}

}  // namespace

ExitCode explain(const ExplainOptions& options, const Environment& environment, Streams& streams) {
  std::vector<Loaded> loaded;
  const ExitCode read = load_all(options.scenarios, options.sets, environment, streams, loaded);
  if (read != ExitCode::Holds) return read;
  if (options.json != "-") {
    Paper page(Style::plain(), streams.width);
    for (const Loaded& one : loaded) {
      if (&one != &loaded.front()) page.blank();
      const std::string title = one.scenario.title;
      page.hanging("EXPLAINED  ", Tone::Strong, inert(title.empty() ? one.path : title));
      page.paragraph(inert(one.path), Tone::Faint);
      show_hazards(page, hazards_of(one.scenario));
      show_prediction(page, predict_delivery(one.scenario));
    }
    streams.out << page.take();
  }
  if (options.json.empty()) return ExitCode::Holds;
  Json all = Json::array();
  for (const Loaded& one : loaded) all.push_back(json_of(one));
  return write_json(options.json, all.size() == 1 ? all.front() : all, streams);
}

}  // namespace imstorm
