// Where each lane stands, and the threads and sockets of lanes that are opened.
import { NONE, type Trace } from "./trace";

export const GUTTER = 124; // px on the left, for the names
export const MARGIN = 14; // px on the right
const AXIS = 24;
const BAND = 18;
const HEIGHT = 440; // px that the lanes fill, as far as they can
const SUB = 19;
const SOCKETS_MAX = 24; // of one opened lane

export interface Row {
  lane: number;
  part: "lane" | "thread" | "socket";
  label: string;
  y: number;
}

export class Layout {
  readonly rows: Row[] = [];
  readonly top: number; // of the first lane
  readonly height: number;
  readonly laneHeight: number;
  readonly bandRow: number[]; // by fault: its row
  private readonly laneY: Float64Array; // NONE where a lane is hidden
  private readonly places = new Map<string, number>(); // of threads and sockets

  constructor(
    private readonly trace: Trace,
    readonly lanes: number[], // shown, from the top
    readonly opened: ReadonlySet<number>,
    private readonly telling: ReadonlySet<number>, // packets that matter
  ) {
    this.laneY = new Float64Array(trace.data.lanes.length).fill(NONE);
    this.bandRow = stack(trace);
    const bandRows = trace.data.bands.length ? Math.max(...this.bandRow) + 1 : 0;
    this.top = AXIS + Math.max(1, bandRows) * BAND + 10;
    this.laneHeight = Math.max(24, Math.min(58, Math.floor(HEIGHT / lanes.length)));
    let y = this.top;
    for (const lane of lanes) y = this.add(lane, y);
    this.height = y + 10;
  }

  private add(lane: number, y: number): number {
    const { name } = this.trace.data.lanes[lane];
    this.laneY[lane] = y + this.laneHeight / 2;
    this.rows.push({ lane, part: "lane", label: name, y: this.laneY[lane] });
    y += this.laneHeight;
    if (!this.opened.has(lane)) return y;
    // Where something matters, its sockets are enough; all others stay on the lane itself.
    const told = socketsOf(this.trace, lane, this.telling);
    const sockets = socketsOf(this.trace, lane).filter(
      (one) => !told.length || told.some(({ peer, socket }) => peer === one.peer && socket === one.socket),
    );
    for (const { peer, socket } of sockets.slice(0, SOCKETS_MAX)) {
      const label = `${this.trace.laneName(peer)} #${socket + 1}`;
      this.put({ lane, part: "socket", label, y: y + SUB / 2 }, `${lane} ${peer} ${socket}`);
      y += SUB;
    }
    for (let thread = 0; thread < this.trace.data.lanes[lane].workers; thread++) {
      const label = `thread ${thread + 1}`;
      this.put({ lane, part: "thread", label, y: y + SUB / 2 }, `${lane} thread ${thread}`);
      y += SUB;
    }
    return y + 4;
  }

  private put(row: Row, key: string) {
    this.rows.push(row);
    this.places.set(key, row.y);
  }

  /** NONE where the lane is hidden. */
  ofLane(lane: number): number {
    return this.laneY[lane];
  }

  ofStep(step: number): number {
    const lane = this.trace.lane[step];
    if (!this.opened.has(lane)) return this.ofLane(lane);
    const thread = this.trace.data.steps.worker[step];
    return this.places.get(`${lane} thread ${thread}`) ?? this.ofLane(lane);
  }

  /** Where a packet leaves or reaches a lane: its socket, if that has a row. */
  ofEnd(packet: number, end: "from" | "to"): number {
    const { from, to, socket } = this.trace.data.packets;
    const [lane, peer] = end === "from" ? [from, to] : [to, from];
    if (!this.opened.has(lane[packet])) return this.laneY[lane[packet]];
    const key = `${lane[packet]} ${peer[packet]} ${socket[packet]}`;
    return this.places.get(key) ?? this.ofLane(lane[packet]);
  }

  bandTop(fault: number): number {
    return AXIS + this.bandRow[fault] * BAND;
  }

  /** The row at a height, if there is one. */
  rowAt(y: number): Row | undefined {
    return this.rows.find((row) => {
      const half = row.part === "lane" ? this.laneHeight / 2 : SUB / 2;
      return Math.abs(row.y - y) <= half;
    });
  }
}

/** Can a lane be opened: has it more than one thread, or more than one socket to one peer? */
export function canOpen(trace: Trace, lane: number): boolean {
  return trace.data.lanes[lane].workers > 0 || socketsOf(trace, lane).length > 0;
}

/** The sockets that a lane uses with peers to which it has more than one; of all packets, or some. */
function socketsOf(trace: Trace, lane: number, some?: Iterable<number>): { peer: number; socket: number }[] {
  const used = new Map<number, Set<number>>();
  for (const packet of some ?? trace.byLeft) {
    if (trace.from(packet) !== lane && trace.to(packet) !== lane) continue;
    const peer = trace.from(packet) === lane ? trace.to(packet) : trace.from(packet);
    const sockets = used.get(peer) ?? new Set<number>();
    used.set(peer, sockets.add(trace.data.packets.socket[packet]));
  }
  const found: { peer: number; socket: number }[] = [];
  for (const [peer, sockets] of used) {
    if (!some && Math.max(...sockets) === 0) continue;
    for (const socket of [...sockets].sort((a, b) => a - b)) found.push({ peer, socket });
  }
  return found;
}

/** Rows for the bands of faults, at most four: a band goes where the one before it has ended. */
function stack(trace: Trace): number[] {
  const ends: number[] = [];
  return trace.data.bands.map((band) => {
    let row = ends.findIndex((end) => end <= band.from);
    if (row < 0) row = Math.min(ends.length, 3);
    ends[row] = Math.max(ends[row] ?? 0, band.until);
    return row;
  });
}
