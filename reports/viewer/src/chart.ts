// A plain chart: axes with round marks, in which sections draw their lines.
import { h, s } from "./dom";
import type { Scale } from "./scale";

export const CHART = { width: 600, height: 240, left: 52, right: 14, top: 12, bottom: 28 };

export interface Mark {
  at: number;
  text: string;
}

export class Chart {
  readonly element: HTMLElement;
  private readonly svg: SVGElement;

  constructor(caption: string, x: Scale, xMarks: Mark[], y: Scale, yMarks: Mark[]) {
    const { width, height, left, right, bottom } = CHART;
    this.svg = s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": caption });
    for (const mark of yMarks) {
      const at = y(mark.at);
      this.add(s("line", { x1: left, x2: width - right, y1: at, y2: at, class: "grid" }));
      this.add(s("text", { x: left - 8, y: at + 4, "text-anchor": "end" }, mark.text));
    }
    for (const mark of xMarks) {
      const at = x(mark.at);
      this.add(s("line", { x1: at, x2: at, y1: height - bottom, y2: height - bottom + 5, class: "tick" }));
      this.add(s("text", { x: at, y: height - 8, "text-anchor": "middle" }, mark.text));
    }
    this.element = h("figure", {}, h("figcaption", {}, caption), this.svg);
  }

  add(element: SVGElement) {
    this.svg.append(element);
  }
}

/** Corners as the `d` of a path. */
export function pathOf(corners: [number, number][]): string {
  return corners.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
