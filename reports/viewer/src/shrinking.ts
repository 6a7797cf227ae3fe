// How a counterexample became small: what was left of it after so many runs.
import { Chart, CHART, pathOf } from "./chart";
import { h, s, show } from "./dom";
import { counted, grouped } from "./figures";
import type { Finding, ShrinkStep } from "./result";
import { linear, ticks, type Scale } from "./scale";

const PARTS = [
  { part: "faults", hue: "hue-b" },
  { part: "messages", hue: "hue-a" },
] as const;

export function showShrinking(finding: Finding | undefined) {
  const steps = finding?.shrinking;
  if (!finding || !steps || steps.length < 2) return;
  const first = steps[0];
  const last = steps.at(-1)!;
  const changes = PARTS.map(({ part }) => `${grouped(first[part])} → ${counted(last[part], part.slice(0, -1))}`);
  const text = `${finding.headline}: ${changes.join(", ")} in ${counted(last.runs, "run")}.`;
  show("shrinking", h("p", {}, text), h("div", { class: "pair" }, chartOf(steps), stagesOf(steps)));
}

function chartOf(steps: ShrinkStep[]): HTMLElement {
  const { width, height, left, right, top, bottom } = CHART;
  const runs = Math.max(1, steps.at(-1)!.runs);
  const most = Math.max(1, ...steps.map((step) => Math.max(step.faults, step.messages)));
  const x = linear([0, runs], [left, width - right]);
  const y = linear([0, most], [height - bottom, top]);
  const marks = (high: number) =>
    ticks(0, high, 6)
      .values.filter(Number.isInteger)
      .map((at) => ({ at, text: grouped(at) }));
  const chart = new Chart("What was left after so many runs", x, marks(runs), y, marks(most));
  for (const { part, hue } of PARTS) {
    chart.add(s("path", { d: pathOf(cornersOf(steps, part, x, y)), class: `line ${hue}` }));
  }
  const keys = PARTS.map(({ part, hue }) => h("span", {}, h("i", { class: `key ${hue}` }), part));
  chart.element.append(h("div", { class: "keys" }, ...keys));
  return chart.element;
}

/** Steps of a stair: a size stays until a run has shown a smaller one. */
function cornersOf(steps: ShrinkStep[], part: "faults" | "messages", x: Scale, y: Scale): [number, number][] {
  const corners: [number, number][] = [];
  for (const step of steps) {
    const before = corners.at(-1);
    if (before) corners.push([x(step.runs), before[1]]);
    corners.push([x(step.runs), y(step[part])]);
  }
  return corners;
}

/** What each stage made of it. */
function stagesOf(steps: ShrinkStep[]): HTMLElement {
  const list = h("ol", { class: "stages" });
  steps.forEach((step, i) => {
    if (steps[i + 1]?.stage === step.stage) return;
    const left = `${counted(step.faults, "fault")}, ${counted(step.messages, "message")}`;
    list.append(h("li", {}, h("b", {}, step.stage), ` ${left} `, h("span", { class: "dim" }, `after ${counted(step.runs, "run")}`)));
  });
  return list;
}
