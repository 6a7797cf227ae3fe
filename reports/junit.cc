#include "reports/junit.h"

#include <fmt/format.h>

#include "reports/figures.h"
#include "reports/story.h"
#include "reports/xml.h"

namespace imstorm {
namespace {

enum class Fate : std::uint8_t { Passed, Failure, Error, Skipped };

Fate fate_of(const Result::Law& law) {
  if (law.verdict.outcome == Outcome::Vacuous && (law.as_expected || law.expected.empty())) {
    return Fate::Skipped;
  }
  if (law.as_expected) return Fate::Passed;
  return law.verdict.outcome == Outcome::Undecided ? Fate::Error : Fate::Failure;
}

std::string_view name_of(Outcome outcome) {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

/// Why the law did not pass, in one line.
std::string message_of(const Result::Law& law) {
  if (law.verdict.outcome == Outcome::Vacuous && law.expected != "broken") {
    return "nothing in this run could have broken it";
  }
  if (!law.verdict.because.empty()) return law.verdict.because;
  return fmt::format("expected {}, found {}", law.expected.empty() ? "holds" : law.expected,
                     name_of(law.verdict.outcome));
}

std::string details_of(const Result::Law& law, const Result& r) {
  std::string text = law.promise + "\n";
  for (const Step& step : story_of(law, r)) {
    text += fmt::format("{}  {}\n", clock_of(step.at_ns), step.text);
  }
  return text + "replay: " + r.replay + "\n";
}

std::string testcase(const Result::Law& law, const Result& r) {
  std::string text = fmt::format("    <testcase classname=\"imstorm.{}\" name=\"{}\" time=\"0\"",
                                 xml_text(r.scenario), xml_text(law.name));
  const std::string message = xml_text(message_of(law));
  switch (fate_of(law)) {
    case Fate::Passed:
      if (law.verdict.permitted == 0) return text + "/>\n";
      return text + fmt::format(
                        ">\n      <system-out>permitted, {}: {}</system-out>\n"
                        "    </testcase>\n",
                        counted(law.verdict.permitted, "time"),
                        xml_text(law.verdict.permitted_because));
    case Fate::Skipped:
      return text + fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", message);
    case Fate::Failure:
    case Fate::Error:
      break;
  }
  const std::string_view tag = fate_of(law) == Fate::Failure ? "failure" : "error";
  return text +
         fmt::format(">\n      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n    </testcase>\n", tag,
                     name_of(law.verdict.outcome), message, xml_text(details_of(law, r)));
}

/// "tests="14" failures="1" errors="0" skipped="2"".
std::string counts_of(const std::vector<Result>& results) {
  std::size_t counts[4] = {};
  std::size_t all = 0;
  for (const Result& result : results) {
    for (const Result::Law& law : result.laws) {
      ++counts[static_cast<std::size_t>(fate_of(law))];
      ++all;
    }
  }
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", all, counts[1],
                     counts[2], counts[3]);
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml_text(value));
}

std::string suite(const Result& r) {
  const std::uint64_t ms = r.wall_ns / 1'000'000;
  std::string text = fmt::format("  <testsuite name=\"{}\" {} time=\"{}.{:03}\">\n",
                                 xml_text(r.scenario), counts_of({r}), ms / 1000, ms % 1000);
  text += "    <properties>\n";
  text += property("scenario", r.path);
  text += property("seed", hex_of(r.seed));
  text += property("digest", fmt::format("{:016x}", r.digest));
  text += property("replay", r.replay);
  text += "    </properties>\n";
  for (const Result::Law& law : r.laws) text += testcase(law, r);
  return text + "  </testsuite>\n";
}

}  // namespace

std::string junit_report(const std::vector<Result>& results) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuites name=\"imstorm\" {}>\n", counts_of(results));
  for (const Result& result : results) text += suite(result);
  return text + "</testsuites>\n";
}

}  // namespace imstorm
