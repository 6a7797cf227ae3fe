#include "reports/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/campaign_text.h"
#include "reports/figures.h"
#include "reports/inert.h"
#include "reports/page.h"
#include "reports/story.h"
#include "reports/text_laws.h"
#include "reports/text_numbers.h"
#include "reports/verdict_line.h"

namespace imstorm {
namespace {

constexpr std::size_t kWidthLeast = 80;

std::string title_of(const Result& r) { return r.title.empty() ? r.scenario : r.title; }

/// What has been run: the title, unless it is the headline, and the file; then how much happened.
void subject(Paper& page, const Result& r) {
  if (!r.headline.empty()) page.paragraph(title_of(r), Tone::Faint);
  page.paragraph(fmt::format("{}, seed {}, digest {:016x}", r.path, hex_of(r.seed), r.digest),
                 Tone::Faint);
  const std::uint64_t times = r.cost.deliveries;
  std::string much =
      fmt::format("{} sent and consumed {} in {} of virtual time", counted(r.messages, "message"),
                  times == 1 ? "once" : grouped(times) + " times", length_of(r.sim_ns));
  if (r.wall_ns != 0) much += fmt::format(" ({} of yours)", length_of(r.wall_ns));
  page.paragraph(much, Tone::Faint);
}

}  // namespace

std::string text_report(const Result& result, const TextOptions& options) {
  const Result r = inert(result);
  Paper page(options.style, std::max(options.width, kWidthLeast));
  page.hanging(verdict_word(r) + "  ", tone_of(r), r.headline.empty() ? title_of(r) : r.headline,
               Tone::Strong);
  subject(page, r);
  page.blank();
  if (r.campaign) {
    finding_summary(page, r, options.verbose);
  } else {
    stories(page, r, options.verbose);
  }
  law_summary(page, r, options.verbose);
  fault_summary(page, r, options.verbose);
  if (r.campaign) campaign_summary(page, r);
  number_summary(page, r, options.verbose);
  if (!r.strategy.empty()) page.entry("Strategy", r.strategy);
  page.row("Replay", r.replay);  // one line, to be copied
  page.blank();
  page.paragraph(verdict_line(r, options.exit_code), tone_of(r));
  return page.take();
}

}  // namespace imstorm
