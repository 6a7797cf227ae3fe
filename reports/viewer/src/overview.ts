// The whole run in a strip: how much happened when, the faults, the violations, and the window that
// the diagram shows.
import { GUTTER, MARGIN } from "./layout";
import type { Axis } from "./axis";
import type { Marks } from "./marks";
import type { Painter } from "./painter";
import { toneOf, type Palette } from "./palette";
import { linear } from "./scale";
import type { Trace } from "./trace";

export const OVERVIEW_HEIGHT = 40;
const SLICES = 240;

export class Overview {
  private counts: Float64Array | null = null;
  private countedFor: Axis | null = null;

  constructor(private readonly trace: Trace) {}

  draw(painter: Painter, palette: Palette, axis: Axis, marks: Marks, width: number, window: [number, number]) {
    const full = axis.full();
    const x = linear(full, [GUTTER, width - MARGIN]);
    painter.text(12, 20, "overview", { color: palette.of("muted"), size: 10.5 });
    this.drawCounts(painter, palette, axis, width);
    for (const band of this.trace.data.bands) {
      const x1 = Math.max(GUTTER, x(axis.ofTime(band.from)));
      const x2 = Math.min(width - MARGIN, x(axis.ofTime(band.until)));
      const box = { x: x1, y: 33, w: Math.max(1.5, x2 - x1), h: 4 };
      painter.rectangle(box, palette.of(toneOf(band.kind)), { alpha: band.effective ? 0.85 : 0.35 });
    }
    for (const { step } of marks.violations) {
      const at = x(axis.ofStep(step));
      painter.line(at, 4, at, 31, { color: palette.of("bad"), width: 2 });
    }
    const x1 = Math.max(GUTTER, x(window[0]));
    const x2 = Math.min(width - MARGIN, x(window[1]));
    const veil = palette.of("card");
    painter.rectangle({ x: GUTTER, y: 2, w: Math.max(0, x1 - GUTTER), h: 36 }, veil, { alpha: 0.6 });
    painter.rectangle({ x: x2, y: 2, w: Math.max(0, width - MARGIN - x2), h: 36 }, veil, { alpha: 0.6 });
    const frame = { color: palette.of("focus"), width: 1.5 };
    painter.rectangle({ x: x1, y: 2, w: Math.max(3, x2 - x1), h: 36 }, null, { radius: 4, stroke: frame });
  }

  private drawCounts(painter: Painter, palette: Palette, axis: Axis, width: number) {
    const counts = this.countsOf(axis);
    const most = Math.max(1, ...counts);
    const slice = (width - MARGIN - GUTTER) / SLICES;
    counts.forEach((count, i) => {
      if (!count) return;
      const height = Math.sqrt(count / most) * 20;
      const box = { x: GUTTER + i * slice, y: 30 - height, w: Math.max(1, slice - 0.8), h: height };
      painter.rectangle(box, palette.of("dens"), { alpha: 0.65 });
    });
  }

  private countsOf(axis: Axis): Float64Array {
    if (this.counts && this.countedFor === axis) return this.counts;
    const place = linear(axis.full(), [0, SLICES]);
    this.counts = new Float64Array(SLICES);
    for (let step = 0; step < this.trace.count; step++) {
      this.counts[Math.min(SLICES - 1, Math.max(0, Math.floor(place(axis.ofStep(step)))))]++;
    }
    this.countedFor = axis;
    return this.counts;
  }
}
