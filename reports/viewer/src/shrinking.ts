// How a counterexample became small: its size after each accepted reduction.
import { Chart, CHART, pathOf } from "./chart";
import { h, s, show } from "./dom";
import { counted, grouped, lengthOf } from "./figures";
import type { Finding, Shrinking } from "./result";
import { linear, ticks } from "./scale";

export function showShrinking(shrinking: Shrinking | undefined, findings: Finding[]) {
  const shrunk = findings.filter((finding) => finding.decisions_before > finding.decisions);
  for (const { headline, decisions_before, decisions, messages, events } of shrunk) {
    const text =
      `${headline}: ${grouped(decisions_before)} → ${counted(decisions, "decision")}, ` +
      `${counted(messages, "message")}, ${counted(events, "event")}.`;
    show("shrinking", h("p", {}, text));
  }
  if (!shrinking || shrinking.steps.length < 2) return;
  const { steps } = shrinking;
  const { width, height, left, right, top, bottom } = CHART;
  const last = Math.max(1, steps.at(-1)!.tried);
  const most = Math.max(...steps.map((step) => step.size));
  const x = linear([0, last], [left, width - right]);
  const y = linear([0, most], [height - bottom, top]);
  const marks = (a: number, b: number) => ticks(a, b, 6).values.map((at) => ({ at, text: grouped(at) }));
  const chart = new Chart("Size after each accepted reduction, by runs tried", x, marks(0, last), y, marks(0, most));
  const corners: [number, number][] = [];
  for (const { tried, size } of steps) {
    const before = corners.at(-1);
    if (before) corners.push([x(tried), before[1]]);
    corners.push([x(tried), y(size)]);
  }
  chart.add(s("path", { d: pathOf(corners), class: "line hue-a" }));
  const time = shrinking.wall_ns ? ` in ${lengthOf(shrinking.wall_ns)}` : "";
  const caption = `${counted(shrinking.tried, "run")} tried${time}, ${grouped(steps.length - 1)} kept.`;
  show("shrinking", h("div", { class: "pair" }, chart.element), h("p", { class: "cap" }, caption));
}
