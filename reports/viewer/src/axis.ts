// The horizontal axis: virtual time, or the order of steps, in which a long silence takes no room.
import { clockFor } from "./figures";
import { ticks } from "./scale";
import type { Trace } from "./trace";

export type Mode = "time" | "order";

/** Coordinates are ns in one mode and (fractions of) step numbers in the other. */
export class Axis {
  constructor(
    private readonly trace: Trace,
    readonly mode: Mode,
  ) {}

  ofStep(step: number): number {
    return this.mode === "time" ? this.trace.at[step] : step;
  }

  ofTime(at: number): number {
    if (this.mode === "time") return at;
    const { trace } = this;
    const next = trace.firstAt(at);
    if (next === 0) return at < trace.begin ? -0.5 : 0;
    if (next >= trace.count) return trace.count - 1 + (at > trace.end ? 0.5 : 0);
    const before = trace.at[next - 1];
    const after = trace.at[next];
    return next - 1 + (after > before ? (at - before) / (after - before) : 1);
  }

  timeAt(coordinate: number): number {
    if (this.mode === "time") return coordinate;
    const { trace } = this;
    const low = Math.max(0, Math.min(trace.count - 1, Math.floor(coordinate)));
    const high = Math.min(trace.count - 1, low + 1);
    const share = Math.max(0, Math.min(1, coordinate - low));
    return trace.at[low] + (trace.at[high] - trace.at[low]) * share;
  }

  full(): [number, number] {
    if (this.mode === "order") return [-1, Math.max(1, this.trace.count)];
    const { begin, end } = this.trace;
    const margin = Math.max(1, (end - begin) * 0.01);
    return [begin - margin, end + margin];
  }

  /** Marks between two coordinates with their words. */
  marks(a: number, b: number, count: number): { at: number; text: string }[] {
    const { values, step } = ticks(a, b, count);
    if (this.mode === "time") {
      return values.map((at) => ({ at, text: clockFor(at, step) }));
    }
    const inside = values.filter((v) => v >= 0 && v < this.trace.count && Number.isInteger(v));
    return inside.map((at) => ({ at, text: clockFor(this.timeAt(at), 1e6) }));
  }
}

/** Time, unless one silence would take more than half of what is to be seen. */
export function modeFor(trace: Trace, steps: number[]): Mode {
  const times = [...new Set(steps)].map((step) => trace.at[step]).sort((a, b) => a - b);
  if (times.length < 3) return "time";
  const gaps = times.slice(1).map((at, i) => at - times[i]);
  return Math.max(...gaps) > (times.at(-1)! - times[0]) * 0.45 ? "order" : "time";
}
