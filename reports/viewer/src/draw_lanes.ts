// Lanes with their names, the time axis, and faults as hatched bands.
import { canOpen, GUTTER, type Row } from "./layout";
import type { Painter } from "./painter";
import { toneOf } from "./palette";
import type { Picture } from "./picture";

export function drawLanes(p: Picture) {
  const { painter, palette, layout, trace } = p;
  for (const row of layout.rows) {
    if (row.part === "lane" && trace.data.lanes[row.lane].role === "device") {
      const box = { x: 0, y: row.y - layout.laneHeight / 2, w: p.width, h: layout.laneHeight };
      painter.rectangle(box, palette.of("lane-device"));
    }
  }
  drawAxis(p);
  drawBands(p);
  for (const row of layout.rows) {
    const sub = row.part !== "lane";
    const stroke = { color: palette.of("lane"), alpha: sub ? 0.55 : 1, dash: sub ? [2, 3] : [] };
    painter.line(GUTTER, row.y, p.width, row.y, stroke);
  }
}

function drawAxis(p: Picture) {
  const { painter, palette } = p;
  const count = Math.max(2, Math.floor((p.width - GUTTER) / 130));
  const title = p.axis.mode === "time" ? "virtual time" : "in order, at";
  painter.text(12, 11, title, { color: palette.of("muted"), size: 10.5 });
  for (const mark of p.axis.marks(...p.window, count)) {
    const x = p.x(mark.at);
    if (x < GUTTER + 8 || x > p.width - 8) continue;
    painter.line(x, p.layout.top - 4, x, p.layout.height, { color: palette.of("grid") });
    painter.text(x, 11, mark.text, { color: palette.of("muted"), size: 11, anchor: "middle" });
  }
}

function drawBands(p: Picture) {
  const { painter, palette, layout, trace } = p;
  painter.text(12, 33, "faults", { color: palette.of("muted"), size: 10.5 });
  // No name may stand on a band.
  trace.data.bands.forEach((band, fault) => {
    const x1 = p.x(p.axis.ofTime(band.from));
    const x2 = Math.max(x1 + 3, p.x(p.axis.ofTime(band.until)));
    if (x2 > GUTTER && x1 < p.width) p.labels.take(layout.bandTop(fault) + 8, x1, x2);
  });
  const inner = { x: GUTTER, y: 0, w: p.width - GUTTER, h: layout.height };
  painter.within(inner, () => {
    trace.data.bands.forEach((band, fault) => {
      const x1 = Math.max(GUTTER - 20, p.x(p.axis.ofTime(band.from)));
      const x2 = Math.min(p.width + 20, Math.max(x1 + 3, p.x(p.axis.ofTime(band.until))));
      if (x2 < GUTTER || x1 > p.width) return;
      const color = palette.of(toneOf(band.kind));
      drawBandHead(p, fault, x1, x2, color);
      const edge = { color, alpha: 0.75, dash: [2, 3] };
      painter.line(x1, layout.bandTop(fault) + 15, x1, layout.height, edge);
      painter.line(x2, layout.bandTop(fault) + 15, x2, layout.height, edge);
      for (const lane of band.lanes) {
        const y = layout.ofLane(lane);
        if (y < 0) continue;
        const half = layout.laneHeight / 2 - 2;
        const box = { x: x1, y: y - half, w: x2 - x1, h: 2 * half };
        painter.rectangle(box, color, { alpha: 0.07 });
        painter.hatch(box, color, band.effective ? 0.5 : 0.2);
      }
    });
  });
}

/** The name of a fault over its stretch of time; paler if it changed nothing. */
function drawBandHead(p: Picture, fault: number, x1: number, x2: number, color: string) {
  const { painter, palette, layout } = p;
  const band = p.trace.data.bands[fault];
  const y = layout.bandTop(fault);
  const box = { x: x1, y, w: x2 - x1, h: 15 };
  painter.rectangle(box, color, { alpha: band.effective ? 0.26 : 0.1, radius: 3, stroke: { color } });
  const text = band.effective ? band.sentence : `${band.sentence} (no effect)`;
  const from = Math.max(GUTTER, x1) + 5;
  const room = Math.min(p.width, x2) - from;
  const style = { color: palette.of("ink2"), size: 10.5, weight: 600 };
  const width = painter.widthOf(text, 10.5) * 1.06;
  const behind = Math.max(GUTTER, x2);
  if (room >= width) {
    painter.text(from, y + 8, text, style);
  } else if (behind + width + 10 < p.width && p.labels.take(y + 8, behind, behind + width + 10)) {
    painter.text(behind + 5, y + 8, text, style);
  } else if (room > 60) {
    painter.text(from, y + 8, fitted(painter, text, room), style);
  }
}

function fitted(painter: Painter, text: string, room: number): string {
  if (painter.widthOf(text, 10.5) * 1.06 <= room) return text;
  let end = text.length;
  while (end > 3 && painter.widthOf(text.slice(0, end), 10.5) * 1.06 > room - 8) end--;
  return `${text.slice(0, end)}…`;
}

/** The names; they stand over whatever was drawn into the gutter. */
export function drawNames(p: Picture) {
  const { painter, palette, layout } = p;
  const box = { x: 0, y: layout.top - 4, w: GUTTER, h: layout.height - layout.top + 4 };
  painter.rectangle(box, palette.of("card"));
  for (const row of layout.rows) {
    const device = p.trace.data.lanes[row.lane].role === "device";
    if (device && row.part === "lane") {
      const stripe = { x: 0, y: row.y - layout.laneHeight / 2, w: GUTTER, h: layout.laneHeight };
      painter.rectangle(stripe, palette.of("lane-device"));
    }
    if (row.part === "lane") drawName(p, row);
    else painter.text(GUTTER - 6, row.y, row.label, { color: palette.of("muted"), size: 10, anchor: "end" });
  }
  painter.line(GUTTER, layout.top - 4, GUTTER, layout.height, { color: palette.of("line2") });
}

function drawName(p: Picture, row: Row) {
  const { painter, palette, layout, trace } = p;
  const lane = trace.data.lanes[row.lane];
  drawRole(painter, 13, row.y, lane.role, palette.of(`r-${lane.role}`));
  const { skew } = lane;
  const noted = skew !== 0 && layout.laneHeight > 28;
  const name = lane.name.length > 15 ? `${lane.name.slice(0, 14)}…` : lane.name;
  const y = noted ? row.y - 5 : row.y;
  painter.text(25, y, name, { color: palette.of("ink"), size: 12, weight: 600 });
  if (noted) {
    const text = `clock ${skew > 0 ? "+" : "-"}${Math.abs(skew) / 1e6} ms`;
    painter.text(25, row.y + 8, text, { color: palette.of("muted"), size: 9.5 });
  }
  if (canOpen(trace, row.lane)) {
    const x = GUTTER - 11;
    const corners = layout.opened.has(row.lane)
      ? [x - 4, row.y - 2, x + 4, row.y - 2, x, row.y + 3]
      : [x - 2, row.y - 4, x + 3, row.y, x - 2, row.y + 4];
    painter.polygon(corners, palette.of("muted"));
  }
}

/** A shape for each role, so that colour is not needed to tell them apart. */
export function drawRole(painter: Painter, x: number, y: number, role: string, color: string) {
  if (role === "device") {
    painter.circle(x, y, 4.2, color);
  } else if (role === "gateway") {
    painter.polygon([x, y - 5, x + 5, y, x, y + 5, x - 5, y], color);
  } else if (role === "store") {
    painter.rectangle({ x: x - 4.5, y: y - 4, w: 9, h: 3.2 }, color, { radius: 1 });
    painter.rectangle({ x: x - 4.5, y: y + 1, w: 9, h: 3.2 }, color, { radius: 1 });
  } else {
    painter.rectangle({ x: x - 4, y: y - 4, w: 8, h: 8 }, color, { radius: 1.5 });
  }
}
