// Too much to draw one by one: how many steps each lane has in each slice of the window. The lineage
// is still drawn as lines.
import { colorOf, flightOf } from "./draw_packets";
import { GUTTER } from "./layout";
import type { Picture } from "./picture";

const SLICE = 3; // px

export function drawDensity(p: Picture) {
  const { trace, layout, painter, palette } = p;
  const slices = Math.ceil((p.width - GUTTER) / SLICE);
  const lanes = trace.data.lanes.length;
  const counts = new Uint32Array(slices * lanes);
  const lossy = new Uint8Array(slices * lanes);
  let most = 1;
  const sliceAt = (coordinate: number) => Math.floor((p.x(coordinate) - GUTTER) / SLICE);
  for (let step = p.firstStep; step < p.lastStep; step++) {
    const slice = sliceAt(p.axis.ofStep(step));
    if (slice < 0 || slice >= slices) continue;
    const at = trace.lane[step] * slices + slice;
    if (++counts[at] > most) most = counts[at];
  }
  for (const packet of p.packets) {
    if (!trace.isLost(packet)) continue;
    const slice = sliceAt(p.axis.ofTime(trace.left[packet]));
    if (slice >= 0 && slice < slices) lossy[trace.from(packet) * slices + slice] = 1;
  }
  const scale = (layout.laneHeight - 8) / Math.log1p(most);
  for (const lane of layout.lanes) {
    const y = layout.ofLane(lane);
    for (let slice = 0; slice < slices; slice++) {
      const at = lane * slices + slice;
      if (!counts[at]) continue;
      const height = Math.max(1.5, Math.log1p(counts[at]) * scale);
      const box = { x: GUTTER + slice * SLICE, y: y - height / 2, w: SLICE - 0.6, h: height };
      painter.rectangle(box, palette.of(lossy[at] ? "lost" : "dens"), { alpha: 0.75 });
    }
  }
  for (const packet of p.packets) {
    if (!p.emphasis.isHotPacket(packet)) continue;
    const flight = flightOf(p, packet);
    if (flight) painter.line(...flight, { color: colorOf(p, packet), width: 2 });
  }
}
