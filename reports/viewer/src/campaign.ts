// What a campaign tried, and what may still be there.
import { cell, h, s, scrolling, show, table } from "./dom";
import { counted, grouped } from "./figures";
import type { Campaign, Finding } from "./result";
import { linear } from "./scale";

const WIDTH = 220;

export function showCampaign(campaign: Campaign, runs: number, findings: Finding[]) {
  const { behaviours, late_behaviours: late, late_runs: lateRuns } = campaign;
  const chance = campaign.chance_of_something_new_ppm / 1e4;
  const share = chance === 0 ? "0%" : chance < 0.01 ? "less than 0.01%" : `${chance.toPrecision(2)}%`;
  const text: [string, string][] = [
    [
      "Chance that the next run shows something new",
      `${share} (${grouped(campaign.lone_runs)} of ${grouped(campaign.independent_runs)} independent runs showed what no other one did)`,
    ],
    [
      "Different behaviours",
      `${grouped(behaviours)}, of which the last ${counted(lateRuns, "run")} showed ${grouped(late)} first`,
    ],
    [
      "Faults",
      `${grouped(campaign.faults)} injected, ${grouped(campaign.effective_faults)} of them changed something`,
    ],
  ];
  const facts = h("dl", { class: "facts" });
  for (const [name, value] of text) facts.append(h("dt", {}, name), h("dd", {}, value));
  const parts: Node[] = [facts];
  if (campaign.full) {
    const note = "There were more findings or behaviours than are kept: these are the first.";
    parts.push(h("p", { class: "note" }, note));
  }
  show("campaign", h("div", { class: "pair" }, h("div", {}, ...parts), strategies(campaign, runs, findings)));
}

/** How the decisions of runs were answered, and what each way was the first to find. */
function strategies(campaign: Campaign, runs: number, findings: Finding[]): HTMLElement {
  const length = linear([0, Math.max(1, runs)], [0, WIDTH]);
  const used = Object.entries(campaign.strategies).filter(([, count]) => count > 0);
  const rows = used.map(([name, count]) => {
    const first = findings.flatMap(({ strategy }, i) => (strategy?.startsWith(name) ? [`#${i + 1}`] : []));
    return h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, bar(length(count))), cell(count), cell(first.join(" ")));
  });
  return scrolling(table(["strategy", "", ["runs"], "was the first to find"], rows), "Strategies");
}

function bar(width: number): SVGElement {
  const size = { height: 12, rx: 3 };
  return s(
    "svg",
    { width: WIDTH, height: 12, class: "bar", "aria-hidden": "true" },
    s("rect", { width: WIDTH, class: "rail", ...size }),
    s("rect", { width, class: "effective", ...size }),
  );
}
