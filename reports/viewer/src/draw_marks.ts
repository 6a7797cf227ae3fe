// What stands over everything else: violations, the numbers of the story, where two runs part, what
// is selected.
import { GUTTER } from "./layout";
import type { Picture } from "./picture";

/** Numbers of the story beside each other over one step: "3", "3-5". */
export interface Badge {
  text: string;
  x: number;
  y: number;
  width: number;
}

export function drawMarks(p: Picture, badges: Badge[]) {
  drawParting(p);
  drawSelection(p);
  p.marks.violations.forEach(({ step }, i) => drawViolation(p, step, i === 0));
  for (const badge of badges) drawBadge(p, badge);
}

/** Where the numbers of the story stand; their places are taken before any label's. */
export function placeBadges(p: Picture): Badge[] {
  const numbers = new Map<number, number[]>();
  p.marks.story.forEach((mark, i) => {
    if (mark.step >= 0) numbers.set(mark.step, [...(numbers.get(mark.step) ?? []), i + 1]);
  });
  const badges: Badge[] = [];
  for (const [step, of] of numbers) {
    const place = placeOf(p, step);
    if (!place) continue;
    const text = of.length > 1 ? `${of[0]}-${of.at(-1)}` : String(of[0]);
    const width = Math.max(17, p.painter.widthOf(text, 10.5) + 10);
    const y = place[1] - 14;
    badges.push({ text, x: placeBeside(p, place[0], y, width), y, width });
  }
  return badges;
}

function placeOf(p: Picture, step: number): [number, number] | null {
  const x = p.x(p.axis.ofStep(step));
  const y = p.layout.ofStep(step);
  return x < GUTTER - 1 || x > p.width || y < 0 ? null : [x, y];
}

function drawFlag(p: Picture, x: number, text: string, color: string, onColor: string) {
  const { painter, layout } = p;
  painter.line(x, 18, x, layout.height, { color, width: 1.4, dash: [1, 3] });
  const width = painter.widthOf(text, 10.5) * 1.09 + 14;
  const left = Math.max(GUTTER + 2, Math.min(p.width - width - 2, x - width / 2));
  painter.rectangle({ x: left, y: 2, w: width, h: 17 }, color, { radius: 8 });
  painter.text(left + width / 2, 11, text, { color: onColor, size: 10.5, weight: 700, anchor: "middle" });
}

function drawViolation(p: Picture, step: number, first: boolean) {
  const place = placeOf(p, step);
  if (!place) return;
  const [x, y] = place;
  const bad = p.palette.of("bad");
  if (first) {
    drawFlag(p, x, "violation", bad, p.palette.of("onbad"));
    p.painter.circle(x, y, 13, null, { color: bad, width: 1.4, alpha: 0.55 });
  }
  const corners = [x, y - 8, x + 8, y, x, y + 8, x - 8, y];
  p.painter.polygon(corners, bad, { color: p.palette.of("card"), width: 1.6 });
}

function drawParting(p: Picture) {
  if (p.marks.parting < 0 || p.marks.parting >= p.trace.count) return;
  const x = p.x(p.axis.ofStep(p.marks.parting));
  if (x < GUTTER || x > p.width) return;
  drawFlag(p, x, "the runs part", p.palette.of("accent"), p.palette.of("card"));
}

function drawSelection(p: Picture) {
  for (const [step, width] of [[p.hovered, 1.4], [p.selected, 2.4]]) {
    const place = step >= 0 ? placeOf(p, step) : null;
    if (place) p.painter.circle(...place, 7, null, { color: p.palette.of("focus"), width });
  }
}

function drawBadge(p: Picture, { text, x, y, width }: Badge) {
  const { painter, palette } = p;
  const edge = { color: palette.of("card"), width: 1.6 };
  painter.rectangle({ x: x - width / 2, y: y - 9, w: width, h: 17 }, palette.of("ink"), { radius: 8.5, stroke: edge });
  painter.text(x, y, text, { color: palette.of("card"), size: 10.5, weight: 700, anchor: "middle" });
}

/** A number moves to the side where another one stands already. */
function placeBeside(p: Picture, x: number, y: number, width: number): number {
  for (const shift of [0, width, -width, 2 * width, 3 * width]) {
    const left = x + shift - width / 2;
    if (left >= GUTTER - width / 2 && p.labels.take(y, left, left + width)) return x + shift;
  }
  return x;
}
