// Steps as dots on their lanes: a ring where something could be seen from outside, with its words
// where there is room.
import { GUTTER } from "./layout";
import type { Picture } from "./picture";

const WORDS_MAX = 42; // letters of a label

/** Dots and rings; returns the steps with something to say. */
export function drawSteps(p: Picture): number[] {
  const loud: number[] = [];
  for (let step = p.firstStep; step < p.lastStep; step++) {
    if (p.layout.ofStep(step) < 0) continue;
    if (p.trace.label(step) !== "") loud.push(step);
    else drawDot(p, step);
  }
  for (const step of loud) drawRing(p, step);
  return loud;
}

/** The words of steps: of those that matter, or of the others. */
export function drawStepLabels(p: Picture, steps: number[], which: "strong" | "weak") {
  const told = new Set(p.marks.story.map((mark) => mark.step));
  const broken = new Set(p.marks.violations.map((violation) => violation.step));
  const weight = (step: number) =>
    step === p.selected || broken.has(step) ? 3 : told.has(step) ? 2 : p.emphasis.isHotStep(step) ? 1 : 0;
  const chosen = steps.filter((step) => weight(step) > 0 === (which === "strong"));
  chosen.sort((a, b) => weight(b) - weight(a));
  for (const step of chosen) drawLabel(p, step, which === "strong");
}

function drawDot(p: Picture, step: number) {
  const packet = p.trace.received[step];
  const color = packet >= 0 ? `k-${p.trace.classOf(packet)}` : "lane";
  const x = p.x(p.axis.ofStep(step));
  const hot = p.emphasis.isHotStep(step) && !p.emphasis.filtering;
  p.painter.circle(
    x, p.layout.ofStep(step), hot ? 2.6 : 1.8, p.palette.of(color), undefined, p.emphasis.ofStep(step),
  );
}

function drawRing(p: Picture, step: number) {
  const { painter, palette } = p;
  const x = p.x(p.axis.ofStep(step));
  const y = p.layout.ofStep(step);
  const alpha = p.emphasis.ofStep(step);
  const color = palette.of("ink");
  if (p.trace.input(step) === "crash") {
    const stroke = { color, width: 1.8, alpha };
    painter.line(x - 4, y - 4, x + 4, y + 4, stroke);
    painter.line(x - 4, y + 4, x + 4, y - 4, stroke);
    return;
  }
  painter.circle(x, y, 3.6, palette.of("card"), { color, width: 1.6, alpha });
}

function drawLabel(p: Picture, step: number, strong: boolean) {
  const { painter, palette } = p;
  const words = p.trace.label(step);
  const text = words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX - 1)}…` : words;
  const x = p.x(p.axis.ofStep(step));
  const y = p.layout.ofStep(step) + (p.layout.laneHeight > 28 ? 12 : 10);
  const width = painter.widthOf(text, 10.5) * (strong ? 1.09 : 1) + 4;
  const middle = Math.min(Math.max(x, GUTTER + width / 2 + 2), p.width - width / 2 - 2);
  if (Math.abs(middle - x) > width / 2) return; // its step is outside
  if (!p.labels.take(y, middle - width / 2, middle + width / 2)) return;
  const bad = p.marks.violations.some((violation) => violation.step === step);
  painter.text(middle, y, text, {
    color: palette.of(bad ? "bad" : strong ? "ink" : "muted"),
    size: 10.5,
    weight: strong ? 700 : 400,
    anchor: "middle",
    halo: palette.of("card"),
    alpha: strong || !p.emphasis.filtering ? 1 : p.emphasis.ofStep(step),
  });
}
