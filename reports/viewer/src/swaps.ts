// Where one message overtook another: two packets of one process to another one that were served in
// another order than they left. Their sockets or the threads that served them show how.
import type { Trace } from "./trace";

/** The processes that served one of these packets before another one which had left earlier. */
export function swappingLanes(trace: Trace, packets: Iterable<number>): number[] {
  const ways = new Map<string, number[]>();
  for (const packet of packets) {
    if (servedBy(trace, packet) < 0) continue;
    const way = `${trace.from(packet)} ${trace.to(packet)}`;
    ways.set(way, [...(ways.get(way) ?? []), packet]);
  }
  const lanes = new Set<number>();
  for (const way of ways.values()) {
    way.sort((a, b) => trace.left[a] - trace.left[b] || a - b);
    const swapped = way.some((packet, i) => i > 0 && servedBy(trace, packet) < servedBy(trace, way[i - 1]));
    if (swapped) lanes.add(trace.to(way[0]));
  }
  return [...lanes];
}

function servedBy(trace: Trace, packet: number): number {
  return trace.data.packets.received[packet];
}
