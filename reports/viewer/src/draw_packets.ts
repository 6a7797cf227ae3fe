// Packets under way: an arrow from the step that sent it to the step that received it. Dashes are
// lost packets and the network's copies, a cross is where one was lost.
import { GUTTER } from "./layout";
import type { Painter, Stroke } from "./painter";
import type { Picture } from "./picture";

const ARROWS_MAX = 1500; // heads
const CROWD = 250; // packets in the window from which on ordinary ones become fainter
const LABELS_MAX = 70; // packets in the window up to which ordinary ones are named too

export function drawPackets(p: Picture) {
  const arrows = p.packets.length <= ARROWS_MAX;
  const alpha = p.emphasis.filtering ? 1 : Math.min(1, Math.max(0.3, CROWD / p.packets.length));
  for (const packet of p.packets) if (!isStrong(p, packet)) drawPacket(p, packet, arrows, alpha);
  for (const packet of p.packets) if (isStrong(p, packet)) drawPacket(p, packet, true, 1);
}

/** The lineage by name, and all others if they are few. */
export function drawPacketLabels(p: Picture) {
  const strong = p.packets.filter((packet) => isStrong(p, packet));
  // Of many, those that are about a message tell most.
  const crowded = strong.length > LABELS_MAX;
  for (const packet of strong) {
    if (!crowded || p.trace.body(packet) !== "") drawPacketLabel(p, packet, true);
  }
  const few = p.packets.filter((packet) => p.emphasis.passes(packet));
  if (few.length > LABELS_MAX) return;
  for (const packet of few) if (!isStrong(p, packet)) drawPacketLabel(p, packet, false);
}

function isStrong(p: Picture, packet: number): boolean {
  return packet === p.selectedPacket || (!p.emphasis.filtering && p.emphasis.isHotPacket(packet));
}

/** From where to where a packet is drawn; a lost one ends on its way. Null: not to be seen. */
export function flightOf(p: Picture, packet: number): [number, number, number, number] | null {
  const { trace, axis, layout } = p;
  const y1 = layout.ofEnd(packet, "from");
  let y2 = layout.ofEnd(packet, "to");
  if (y1 < 0 || y2 < 0) return null;
  const sent = trace.sentBy(packet);
  // Of several steps at one instant, the one that sent it.
  const atOnce = sent >= 0 && trace.left[packet] === trace.at[sent];
  const x1 = p.x(atOnce ? axis.ofStep(sent) : axis.ofTime(trace.left[packet]));
  const received = trace.data.packets.received[packet];
  const opened = layout.opened.has(trace.to(packet));
  // In order, a packet ends at the step that it caused; where a lane is open its queue shows.
  const end = received >= 0 && !opened ? axis.ofStep(received) : axis.ofTime(trace.ended[packet]);
  const x2 = Math.max(x1, p.x(end));
  if (trace.fate(packet) === "lost") y2 = y1 + (y2 - y1) * 0.62;
  return [x1, y1, x2, y2];
}

export function colorOf(p: Picture, packet: number): string {
  if (p.trace.isLost(packet)) return p.palette.of("lost");
  return p.palette.of(`k-${p.trace.classOf(packet)}`);
}

function drawPacket(p: Picture, packet: number, arrow: boolean, fade: number) {
  const flight = flightOf(p, packet);
  if (!flight) return;
  const [x1, y1, x2, y2] = flight;
  const { painter, trace } = p;
  const strong = isStrong(p, packet);
  const alpha = strong ? 1 : p.emphasis.ofPacket(packet) * fade;
  const lost = trace.isLost(packet);
  const stroke: Stroke = {
    color: colorOf(p, packet),
    width: strong ? 2.3 : 1,
    alpha,
    dash: lost ? [5, 3] : trace.isCopy(packet) ? [2, 2.5] : [],
  };
  painter.line(x1, y1, x2, y2, stroke);
  if (lost) cross(painter, x2, y2, strong ? 5 : 3.5, { ...stroke, dash: [] });
  else if (arrow) arrowHead(painter, flight, stroke, strong ? 9 : 6);
  drawQueueing(p, packet, flight, stroke);
}

/** Inside an opened lane: from the socket to the thread, and back. */
function drawQueueing(p: Picture, packet: number, flight: number[], stroke: Stroke) {
  const { trace, layout, axis, painter } = p;
  const inner = { ...stroke, width: (stroke.width ?? 1) * 0.8, dash: [1, 2] };
  const { sent, received } = trace.data.packets;
  if (layout.opened.has(trace.from(packet)) && sent[packet] >= 0) {
    const y = layout.ofStep(sent[packet]);
    painter.line(p.x(axis.ofStep(sent[packet])), y, flight[0], flight[1], inner);
  }
  if (layout.opened.has(trace.to(packet)) && received[packet] >= 0) {
    const y = layout.ofStep(received[packet]);
    painter.line(flight[2], flight[3], p.x(axis.ofStep(received[packet])), y, inner);
  }
}

function cross(painter: Painter, x: number, y: number, size: number, stroke: Stroke) {
  const line = { ...stroke, width: (stroke.width ?? 1) + 0.6 };
  painter.line(x - size, y - size, x + size, y + size, line);
  painter.line(x - size, y + size, x + size, y - size, line);
}

function arrowHead(painter: Painter, flight: number[], stroke: Stroke, size: number) {
  const [x1, y1, x2, y2] = flight;
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < size) return;
  const ux = (x2 - x1) / length;
  const uy = (y2 - y1) / length;
  const half = size * 0.38;
  // A little before the end, so that the head does not hide the step.
  const tipX = x2 - ux * 3;
  const tipY = y2 - uy * 3;
  const corners = [
    tipX, tipY,
    tipX - ux * size - uy * half, tipY - uy * size + ux * half,
    tipX - ux * size + uy * half, tipY - uy * size - ux * half,
  ];
  painter.polygon(corners, stroke.color, undefined, stroke.alpha);
}

function drawPacketLabel(p: Picture, packet: number, strong: boolean) {
  const flight = flightOf(p, packet);
  if (!flight) return;
  const [x1, y1, x2, y2] = flight;
  const lost = p.trace.isLost(packet);
  if (Math.abs(y2 - y1) < 20 && x2 - x1 < 60 && !lost) return;
  const { painter, trace } = p;
  const words = [trace.kind(packet), trace.body(packet), lost ? trace.fate(packet) : ""];
  const name = words.filter(Boolean).join(" ");
  const width = painter.widthOf(name, 10.5) * (strong ? 1.1 : 1);
  const anchor = lost ? ("start" as const) : ("middle" as const);
  const style = {
    color: colorOf(p, packet),
    size: 10.5,
    weight: strong ? 700 : 400,
    anchor,
    halo: p.palette.of("card"),
    alpha: strong ? 1 : p.emphasis.ofPacket(packet),
  };
  for (const share of lost ? [1] : [0.55, 0.4, 0.7, 0.28]) {
    const x = x1 + (x2 - x1) * share + (lost ? 9 : 0);
    const y = y1 + (y2 - y1) * share;
    const left = lost ? x : x - width / 2;
    if (left < GUTTER || left + width > p.width) continue;
    if (!p.labels.take(y, left - 3, left + width + 3)) continue;
    painter.text(x, y, name, style);
    return;
  }
}
