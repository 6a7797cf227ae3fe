// One drawing of the diagram: everything that the parts of it need to know.
import type { Axis } from "./axis";
import type { Emphasis } from "./emphasis";
import type { Layout } from "./layout";
import type { Marks } from "./marks";
import type { Painter } from "./painter";
import type { Palette } from "./palette";
import type { Scale } from "./scale";
import type { Trace } from "./trace";

export interface Picture {
  painter: Painter;
  palette: Palette;
  trace: Trace;
  axis: Axis;
  layout: Layout;
  emphasis: Emphasis;
  marks: Marks;
  x: Scale; // from coordinates of the axis to px
  width: number;
  window: [number, number]; // coordinates
  firstStep: number; // steps from here ...
  lastStep: number; // ... to before here lie in the window
  packets: number[]; // under way in the window, and not hidden
  selected: number; // step
  selectedPacket: number;
  hovered: number;
  labels: LabelRoom;
}

/** Which places have a label already, so that none stands on another. */
export class LabelRoom {
  private static readonly HEIGHT = 12; // px of a line of text
  private readonly taken = new Map<number, [number, number, number][]>(); // from, to, y

  /** Takes the place of a line of text around y if it is free. */
  take(y: number, from: number, to: number): boolean {
    const bucket = Math.floor(y / LabelRoom.HEIGHT);
    for (const near of [bucket - 1, bucket, bucket + 1]) {
      const lines = this.taken.get(near) ?? [];
      if (lines.some(([a, b, at]) => from < b && to > a && Math.abs(at - y) < LabelRoom.HEIGHT)) return false;
    }
    const own = this.taken.get(bucket) ?? [];
    own.push([from, to, y]);
    this.taken.set(bucket, own);
    return true;
  }
}
