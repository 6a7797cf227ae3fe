// A run, step by step, with the indexes that the views need. Steps, packets, lanes and faults are
// numbers; -1 is none.
import { classOf, type FrameClass } from "./frames";
import type { TraceData } from "./result";

export const NONE = -1;
const WITHOUT_WORDS: Record<string, string> = {
  start: "starts",
  write: "the user writes",
  timer: "a timer rings",
  durable: "a write becomes durable",
  up: "a connection goes up",
  down: "a connection goes down",
  crash: "crashes",
  restart: "restarts",
  fault: "is hit by a fault",
};

export class Trace {
  readonly count: number; // steps
  readonly packets: number;
  readonly at: Float64Array;
  readonly lane: Int32Array;
  readonly cause: Int32Array;
  readonly received: Int32Array; // by step: the packet it received
  readonly left: Float64Array; // by packet
  readonly ended: Float64Array;
  readonly previous: Int32Array; // step on the same lane
  readonly next: Int32Array;
  readonly ofLane: number[][]; // steps, by lane
  readonly byLeft: Int32Array; // packets, by when they left
  readonly classes: FrameClass[]; // by kind
  readonly begin: number;
  readonly end: number;
  private readonly labels: string[] = []; // made when asked for
  private readonly effects: Offsets; // steps that a step made happen
  private readonly sent: Offsets; // packets that a step sent
  private readonly flightMax: number; // of all but the longest hundredth
  private readonly longFlights: number[];

  constructor(readonly data: TraceData) {
    const { steps, packets } = data;
    this.count = steps.at.length;
    this.packets = packets.left.length;
    this.at = Float64Array.from(steps.at);
    this.lane = Int32Array.from(steps.lane);
    this.cause = Int32Array.from(steps.cause);
    this.received = Int32Array.from(steps.packet);
    this.left = Float64Array.from(packets.left);
    this.ended = Float64Array.from(packets.ended);
    this.previous = new Int32Array(this.count).fill(NONE);
    this.next = new Int32Array(this.count).fill(NONE);
    this.ofLane = data.lanes.map(() => []);
    for (let step = 0; step < this.count; step++) this.append(step);
    this.effects = new Offsets(this.count, this.cause);
    this.sent = new Offsets(this.count, Int32Array.from(packets.sent));
    this.byLeft = Int32Array.from({ length: this.packets }, (_, i) => i);
    this.byLeft.sort((a, b) => this.left[a] - this.left[b]);
    const flights = Float64Array.from(this.left, (left, i) => this.ended[i] - left).sort();
    this.flightMax = flights[Math.floor(flights.length * 0.99)] ?? 0;
    this.longFlights = [...this.byLeft].filter((p) => this.ended[p] - this.left[p] > this.flightMax);
    this.classes = data.frames.map(classOf);
    this.begin = this.count ? this.at[0] : 0;
    this.end = this.count ? this.at[this.count - 1] : 1;
  }

  private append(step: number) {
    const lane = this.ofLane[this.lane[step]];
    const before = lane.at(-1);
    if (before !== undefined) {
      this.previous[step] = before;
      this.next[before] = step;
    }
    lane.push(step);
  }

  // What a step or a packet is.

  laneName(lane: number): string {
    return this.data.lanes[lane]?.name ?? "?";
  }
  what(step: number): string {
    return this.text(this.data.steps.what[step]);
  }
  input(step: number): string {
    return this.data.inputs[this.data.steps.input[step]] ?? "";
  }
  fate(packet: number): string {
    return this.data.fates[this.data.packets.fate[packet]] ?? "";
  }
  kind(packet: number): string {
    return this.data.frames[this.data.packets.frame[packet]] ?? "?";
  }
  classOf(packet: number): FrameClass {
    return this.classes[this.data.packets.frame[packet]] ?? "other";
  }
  body(packet: number): string {
    return this.text(this.data.packets.body[packet]);
  }
  detail(packet: number): string {
    return this.text(this.data.packets.detail[packet]);
  }
  from(packet: number): number {
    return this.data.packets.from[packet];
  }
  to(packet: number): number {
    return this.data.packets.to[packet];
  }
  isLost(packet: number): boolean {
    const fate = this.fate(packet);
    return fate === "lost" || fate === "unheard" || fate === "dropped";
  }
  isCopy(packet: number): boolean {
    return this.data.packets.copy[packet] !== 0;
  }
  sentBy(packet: number): number {
    return this.data.packets.sent[packet];
  }
  sentPackets(step: number): Int32Array {
    return this.sent.of(step);
  }
  effectsOf(step: number): Int32Array {
    return this.effects.of(step);
  }
  private text(index: number): string {
    return index >= 0 ? (this.data.strings[index] ?? "") : "";
  }

  /** "DATA m7, seq 5". */
  packetTitle(packet: number): string {
    const about = [this.kind(packet), this.body(packet)].filter(Boolean).join(" ");
    const detail = this.detail(packet);
    return detail ? `${about}, ${detail}` : about;
  }

  /** A short name for the diagram, empty for what is not worth a word. */
  label(step: number): string {
    this.labels[step] ??= this.labelOf(step);
    return this.labels[step];
  }
  private labelOf(step: number): string {
    const what = this.what(step).split("; ")[0];
    const name = this.laneName(this.lane[step]);
    // Beside its lane a sentence needs no subject.
    if (what.startsWith(`${name} `)) return what.slice(name.length + 1);
    return what.replace("the server accepts", "accepts");
  }

  describe(step: number): string {
    const what = this.what(step);
    const packet = this.received[step];
    const why =
      packet >= 0
        ? `receives ${this.packetTitle(packet)} from ${this.laneName(this.from(packet))}`
        : (WITHOUT_WORDS[this.input(step)] ?? this.input(step));
    if (!what) return why;
    return packet >= 0 || this.input(step) === "timer" ? `${what} (${why})` : what;
  }

  // How steps hang together.

  /** The step and what made it happen, back to what nobody made happen; the step last. */
  lineage(step: number): number[] {
    const chain: number[] = [];
    for (let at = step; at >= 0 && chain.length < 10_000; at = this.cause[at]) chain.push(at);
    return chain.reverse();
  }

  /** Everything that could have influenced a step (or, into the future, that it could). */
  cone(step: number, direction: "past" | "future"): Uint8Array {
    const seen = new Uint8Array(this.count);
    const open = [step];
    const add = (other: number) => {
      if (other < 0 || seen[other]) return;
      seen[other] = 1;
      open.push(other);
    };
    add(step);
    while (open.length) {
      const at = open.pop()!;
      if (direction === "past") {
        add(this.previous[at]);
        add(this.cause[at]);
      } else {
        add(this.next[at]);
        for (const effect of this.effects.of(at)) add(effect);
      }
    }
    return seen;
  }

  // Numbers in the run, which say the same step however much of the run is here.

  /** The number in the run of a step that is here. */
  numberOf(step: number): number {
    for (const [first, count] of this.data.kept ?? []) {
      if (step < count) return first + step;
      step -= count;
    }
    return step;
  }

  /** The step of that number in the run; NONE: it is not here. */
  stepOfNumber(number: number): number {
    let before = 0;
    for (const [first, count] of this.data.kept ?? [[0, this.count]]) {
      if (number >= first && number < first + count) return before + number - first;
      before += count;
    }
    return NONE;
  }

  /** The first step at or after an instant. */
  firstAt(at: number): number {
    return lowerBound(this.count, (i) => this.at[i] < at);
  }

  /** Packets under way at any time from a to b. */
  underWay(a: number, b: number): number[] {
    const first = lowerBound(this.packets, (i) => this.left[this.byLeft[i]] < a - this.flightMax);
    const found = this.longFlights.filter(
      (p) => this.left[p] < a - this.flightMax && this.ended[p] >= a,
    );
    for (let i = first; i < this.packets && this.left[this.byLeft[i]] <= b; i++) {
      if (this.ended[this.byLeft[i]] >= a) found.push(this.byLeft[i]);
    }
    return found;
  }
}

/** How many of the first indexes below n satisfy `before`, which holds for a prefix. */
function lowerBound(n: number, before: (index: number) => boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** For each owner the items that name it, in order. */
class Offsets {
  private readonly begin: Int32Array;
  private readonly items: Int32Array;

  constructor(owners: number, ownerOf: Int32Array) {
    this.begin = new Int32Array(owners + 1);
    for (const owner of ownerOf) if (owner >= 0) this.begin[owner + 1]++;
    for (let i = 0; i < owners; i++) this.begin[i + 1] += this.begin[i];
    const fill = this.begin.slice();
    this.items = new Int32Array(this.begin[owners]);
    ownerOf.forEach((owner, item) => {
      if (owner >= 0) this.items[fill[owner]++] = item;
    });
  }

  of(owner: number): Int32Array {
    return this.items.subarray(this.begin[owner], this.begin[owner + 1]);
  }
}
