// Mouse, pen and finger on the diagram: drag pans, Ctrl+wheel zooms, the plain wheel scrolls the page.
import type { Diagram } from "./diagram";
import { flightOf } from "./draw_packets";
import { GUTTER, MARGIN } from "./layout";
import type { Picture } from "./picture";
import { linear } from "./scale";
import { NONE } from "./trace";

const NEAR = 9; // px
const DRAG = 4; // px, less is a click

export interface Hit {
  step: number;
  packet: number;
}

export type Hovered = (hit: Hit | null, x: number, y: number) => void;

export function addGestures(diagram: Diagram, hovered: Hovered) {
  const { canvas } = diagram;
  let dragged: { x: number; moved: number } | null = null;

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    dragged = { x: event.offsetX, moved: 0 };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (dragged) {
      dragged.moved += Math.abs(event.offsetX - dragged.x);
      if (dragged.moved > DRAG) diagram.pan(dragged.x - event.offsetX);
      dragged.x = event.offsetX;
      hovered(null, 0, 0);
      return;
    }
    const hit = hitAt(diagram.picture, event.offsetX, event.offsetY);
    diagram.hover(hit ? hit.step : NONE);
    canvas.style.cursor = hit || event.offsetX < GUTTER ? "pointer" : "grab";
    hovered(hit, event.clientX, event.clientY);
  });
  canvas.addEventListener("pointerup", (event) => {
    const clicked = dragged !== null && dragged.moved <= DRAG;
    dragged = null;
    if (clicked) click(diagram, event.offsetX, event.offsetY);
  });
  canvas.addEventListener("pointercancel", () => (dragged = null));
  canvas.addEventListener("pointerleave", () => {
    diagram.hover(NONE);
    hovered(null, 0, 0);
  });
  canvas.addEventListener("dblclick", (event) => diagram.zoom(2.5, event.offsetX));
  canvas.addEventListener("wheel", (event) => wheel(diagram, event), { passive: false });
  addStripGestures(diagram);
}

function click(diagram: Diagram, x: number, y: number) {
  if (x < GUTTER) {
    const row = diagram.layout.rowAt(y);
    if (row) diagram.toggleLane(row.lane);
    return;
  }
  const hit = hitAt(diagram.picture, x, y);
  if (hit) diagram.select(hit.step, hit.packet);
  else diagram.select(NONE);
}

function wheel(diagram: Diagram, event: WheelEvent) {
  const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (!event.ctrlKey && !event.metaKey && !sideways) return;
  event.preventDefault();
  if (sideways) diagram.pan(event.deltaX);
  else diagram.zoom(Math.exp(-event.deltaY * 0.002), event.offsetX, false);
}

/** On the strip, the window follows the pointer. */
function addStripGestures(diagram: Diagram) {
  const { strip } = diagram;
  const follow = (event: PointerEvent) => {
    const at = linear([GUTTER, strip.clientWidth - MARGIN], diagram.full())(event.offsetX);
    const half = (diagram.window[1] - diagram.window[0]) / 2;
    diagram.showWindow(at - half, at + half, false);
  };
  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    follow(event);
  });
  strip.addEventListener("pointermove", (event) => {
    if (event.buttons) follow(event);
  });
}

/** The nearest step, or else the nearest packet. */
export function hitAt(p: Picture | null, x: number, y: number): Hit | null {
  if (!p || x < GUTTER) return null;
  let best: Hit | null = null;
  let distance = NEAR;
  for (let step = p.firstStep; step < p.lastStep; step++) {
    const lane = p.layout.ofStep(step);
    if (lane < 0 || Math.abs(lane - y) > NEAR) continue;
    // What can be seen from outside wins over a plain dot.
    const away = Math.hypot(p.x(p.axis.ofStep(step)) - x, lane - y);
    const preferred = p.trace.label(step) ? away * 0.6 : away;
    if (preferred >= distance) continue;
    distance = preferred;
    best = { step, packet: p.trace.received[step] };
  }
  if (best || p.packets.length > 6000) return best;
  distance = 6;
  for (const packet of p.packets) {
    const flight = flightOf(p, packet);
    if (!flight) continue;
    const away = distanceTo(flight, x, y);
    if (away >= distance) continue;
    distance = away;
    const received = p.trace.data.packets.received[packet];
    best = { step: received >= 0 ? received : p.trace.sentBy(packet), packet };
  }
  return best && best.step >= 0 ? best : null;
}

function distanceTo([x1, y1, x2, y2]: number[], x: number, y: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const share = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const near = Math.max(0, Math.min(1, share));
  return Math.hypot(x - x1 - near * dx, y - y1 - near * dy);
}
