// How strongly each step and packet is drawn: the lineage of what matters stands out, the rest is
// still there, faintly.
import type { PacketTest } from "./filter";
import type { Marks } from "./marks";
import { NONE, type Trace } from "./trace";

export type Causal = "lineage" | "past" | "future";

const FAINT = 0.34;
const FAINTER = 0.1;

export class Emphasis {
  private readonly rest = new Set<number>(); // steps of the violations' lineage
  private readonly lost: ReadonlySet<number>; // packets that were lost on the way to them
  /** Packets that matter when nothing is selected. */
  readonly packets: ReadonlySet<number>;
  private hot = new Set<number>();
  private cone: Uint8Array | null = null;
  private selected = false;
  private filter: PacketTest | null = null;

  constructor(
    private readonly trace: Trace,
    marks: Marks,
  ) {
    this.lost = new Set(marks.lost);
    for (const step of marks.lineage) this.rest.add(step);
    for (const { step } of marks.story) if (step !== NONE) this.rest.add(step);
    this.hot = this.rest;
    const received = [...this.rest].map((step) => trace.received[step]).filter((packet) => packet >= 0);
    this.packets = new Set([...marks.lost, ...received]);
  }

  /** Steps that matter when nothing is selected. */
  get lineage(): ReadonlySet<number> {
    return this.rest;
  }

  select(step: number, causal: Causal) {
    this.selected = step !== NONE;
    this.cone = null;
    this.hot = this.selected ? new Set(this.trace.lineage(step)) : this.rest;
    if (this.selected && causal !== "lineage") this.cone = this.trace.cone(step, causal);
  }

  filterBy(filter: PacketTest | null) {
    this.filter = filter;
  }

  get filtering(): boolean {
    return this.filter !== null;
  }

  isHotStep(step: number): boolean {
    return this.cone ? this.cone[step] === 1 : this.hot.has(step);
  }

  /** A hot packet made a hot step happen, or was lost on the way to it. */
  isHotPacket(packet: number): boolean {
    const sent = this.trace.sentBy(packet);
    if (!this.selected && this.lost.has(packet)) return true;
    const received = this.trace.data.packets.received[packet];
    if (sent < 0 || received < 0) return false;
    return this.isHotStep(sent) && this.isHotStep(received) && this.trace.cause[received] === sent;
  }

  passes(packet: number): boolean {
    return !this.filter || this.filter(packet);
  }

  ofPacket(packet: number): number {
    if (this.filter) return this.filter(packet) ? 1 : FAINTER;
    if (this.isHotPacket(packet)) return 1;
    return this.nothingIsHot() ? 0.85 : this.selected ? FAINT / 2 : FAINT;
  }

  ofStep(step: number): number {
    if (this.filter) {
      const packet = this.trace.received[step];
      const own = packet >= 0 && this.filter(packet);
      return own || this.trace.sentPackets(step).some(this.filter) ? 1 : 0.25;
    }
    if (this.isHotStep(step)) return 1;
    return this.nothingIsHot() ? 0.9 : this.selected ? FAINT : FAINT + 0.25;
  }

  private nothingIsHot(): boolean {
    return this.hot.size === 0 && !this.cone;
  }
}
