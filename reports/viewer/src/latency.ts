// How long messages took: distribution and cumulative share, this run against the same without faults.
import { Chart, CHART, pathOf, type Mark } from "./chart";
import { cell, h, s, scrolling, show, table } from "./dom";
import { lengthOf } from "./figures";
import type { Series } from "./result";
import { decades, linear, logarithmic, ticks, type Scale } from "./scale";

interface Curve {
  label: string;
  hue: string;
  series: Series;
}

const { width, height, left, right, top, bottom } = CHART;

/** Times of something, and its name. */
export interface Times {
  what: string;
  latency: { series: Series[] };
}

/** Beside the times of what the page is about those of something else, if there is any. */
export function showLatency(mine: Times, other: Times | undefined) {
  const curves = curvesOf(mine, other).filter((curve) => curve.series.count > 0);
  if (!curves.length) return;
  const main = curves.filter((curve) => curve.series.bins.length > 0);
  if (main.length) show("latency", h("div", { class: "pair" }, histogram(main), cumulative(main)));
  const rows = curves.map(({ label, hue, series: of }) =>
    h(
      "tr",
      {},
      h("td", {}, h("i", { class: `key ${hue}` }), label),
      cell(of.count),
      ...[of.p50, of.p90, of.p99, of.max].map((ns) => cell(lengthOf(ns), { class: "n" })),
    ),
  );
  const heads: (string | [string])[] = ["", ["samples"], ["p50"], ["p90"], ["p99"], ["max"]];
  show("latency", scrolling(table(heads, rows), "Quantiles"));
}

const DRAWN = "sent to consumed"; // what users wait for; without it the first one

/** One series is drawn, with its counterpart; the others are only in the table. */
function curvesOf(mine: Times, other: Times | undefined): Curve[] {
  const curves: Curve[] = [];
  const { series } = mine.latency;
  const drawn = series.filter((of) => of.name === DRAWN);
  [...drawn, ...series.filter((of) => of.name !== DRAWN)].forEach((of, i) => {
    const same = other?.latency.series.find((there) => there.name === of.name);
    const here = same ? `${of.name}, ${mine.what}` : of.name;
    curves.push({ label: here, hue: i ? "plain" : "hue-b", series: i ? { ...of, bins: [] } : of });
    if (same) {
      const there = i ? { ...same, bins: [] } : same;
      curves.push({ label: `${of.name}, ${other!.what}`, hue: i ? "plain" : "hue-a", series: there });
    }
  });
  return curves;
}

function timeAxis(curves: Curve[]): { x: Scale; marks: Mark[]; low: number } {
  const ends = curves.flatMap((curve) => curve.series.bins.map((bin) => bin.up_to));
  const low = Math.max(1, Math.min(...ends) / 2.5);
  const high = Math.max(...ends, low * 10);
  const all = decades(low, high);
  const every = Math.ceil(all.length / 8);
  const marks = all.filter((_, i) => i % every === 0).map((at) => ({ at, text: lengthOf(at).replace(/\.0+ /, " ") }));
  return { x: logarithmic([low, high], [left, width - right]), marks, low };
}

const percent = (share: number) => `${Math.round(share * 100)}%`;

function histogram(curves: Curve[]): HTMLElement {
  const { x, marks, low } = timeAxis(curves);
  const shares = curves.flatMap(({ series }) => series.bins.map((bin) => bin.count / series.count));
  const high = Math.max(...shares, 0.01) * 1.08;
  const y = linear([0, high], [height - bottom, top]);
  const yMarks = ticks(0, high, 5).values.map((at) => ({ at, text: percent(at) }));
  const chart = new Chart(`${curves[0].series.name}: how many took how long`, x, marks, y, yMarks);
  for (const { series, hue } of curves) {
    const corners: [number, number][] = [[x(low), y(0)]];
    let from = low;
    for (const bin of series.bins) {
      const share = y(bin.count / series.count);
      corners.push([x(Math.max(low, from)), share], [x(bin.up_to), share]);
      from = bin.up_to;
    }
    corners.push([x(from), y(0)]);
    chart.add(s("path", { d: pathOf(corners), class: `area ${hue}` }));
  }
  return chart.element;
}

function cumulative(curves: Curve[]): HTMLElement {
  const { x, marks, low } = timeAxis(curves);
  const y = linear([0, 1], [height - bottom, top]);
  const yMarks = [0, 0.25, 0.5, 0.75, 0.9, 1].map((at) => ({ at, text: percent(at) }));
  const chart = new Chart("Share of messages within that time", x, marks, y, yMarks);
  curves.forEach(({ series, hue }, i) => {
    let sum = 0;
    const corners: [number, number][] = [[x(low), y(0)]];
    for (const bin of series.bins) {
      sum += bin.count;
      corners.push([x(bin.up_to), y(sum / series.count)]);
    }
    corners.push([width - right, y(1)]);
    chart.add(s("path", { d: pathOf(corners), class: `line ${hue}` }));
    const at = x(Math.max(low, Math.min(series.p99, series.bins.at(-1)!.up_to)));
    chart.add(s("circle", { cx: at, cy: y(0.99), r: 4, class: `dot ${hue}` }));
    const text = `p99 ${lengthOf(series.p99)}`;
    const end = at > width - 120;
    const place = { x: end ? at - 8 : at + 8, y: y(0.99) + 18 + 15 * i, "text-anchor": end ? "end" : "start" };
    chart.add(s("text", place, text));
  });
  return chart.element;
}
