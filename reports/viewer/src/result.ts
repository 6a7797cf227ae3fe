// What the page reads: imstorm.result/1, as reports/README.md describes it. Times are integers of
// nanoseconds of virtual time.

export type Outcome = "holds" | "vacuous" | "undecided" | "broken";

export interface StoryLine {
  position?: number; // in the history
  at: number;
  actor: string;
  text: string;
  witness: boolean;
  step?: number; // in the trace
}

export interface Law {
  name: string;
  promise: string;
  kind: "safety" | "liveness";
  verdict: Outcome;
  exercised: number;
  because: string;
  expected: string;
  as_expected: boolean;
  permitted?: number;
  permitted_because?: string;
  broken_runs?: number;
  witnesses: { position: number; kind: string; cmid?: string; body?: string }[];
  story: StoryLine[];
}

export interface Finding {
  invariant: string;
  signature: string;
  headline: string;
  run_seed: string;
  case: string;
  decisions_before: number;
  decisions: number;
  messages: number;
  events: number;
  replay?: string;
  follows?: number; // the number, from 1, of the finding that explains it; 0: independent
  shrinking?: ShrinkStep[];
  // Of a campaign:
  verdict?: Outcome;
  first_run?: number;
  runs?: number; // in how many runs
  strategy?: string;
  counterexample?: Result; // the run of its case
}

/** How small it had become after so many runs. */
export interface ShrinkStep {
  stage: string;
  runs: number;
  faults: number;
  messages: number;
}

export interface Campaign {
  independent_runs: number;
  lone_runs: number;
  behaviours: number;
  late_behaviours: number;
  late_runs: number;
  chance_of_something_new_ppm: number;
  faults: number;
  effective_faults: number;
  full: boolean;
  strategies: Record<string, number>;
}

export interface FaultCount {
  kind: string;
  injected: number;
  effective: number;
  runs: number;
}

export interface Series {
  name: string;
  count: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
  bins: { up_to: number; count: number }[];
}

export interface Cost {
  packets: number;
  bytes: number;
  client_packets: number;
  deliveries: number;
  client_packets_per_delivery: string;
  round_trips_per_message: string;
  by_kind: Record<string, number>;
}

/** What the devices saw of each message. Cells are rows of devices, columns of messages. */
export interface Matrix {
  devices: string[];
  messages: { name: string; conversation: string; sender: string; sent: number }[];
  consumed: number[][]; // how often; -1: the message is not for this device
  after: number[][]; // ns from sent to first consumed, -1: never
  left_out_devices: number;
  left_out_messages: number;
}

/** The same run without any fault. */
export interface Baseline {
  what: string;
  verdict: Outcome;
  latency: { series: Series[] };
  cost: Cost;
}

/** Steps, packets, bands and lanes name each other by number; -1 is none. */
export interface TraceData {
  roles: string[];
  inputs: string[];
  fates: string[];
  frames: string[];
  strings: string[];
  lanes: { name: string; role: string; user: string | null; workers: number; skew: number }[];
  bands: {
    kind: string;
    sentence: string;
    from: number;
    until: number;
    effective: boolean;
    lanes: number[];
  }[];
  violations: {
    law: string;
    because: string;
    expected: boolean;
    step: number;
    witnesses: number[];
    lineage: number[];
    lost: number[]; // packets
    faults: number[]; // bands
  }[];
  story: StoryLine[]; // of the first broken law
  steps: Record<StepColumn, number[]>;
  packets: Record<PacketColumn, number[]>;
  left_out: number;
  kept?: [number, number][]; // the numbers of the steps in the run: stretches of [first, how many]
}
export type StepColumn = "at" | "lane" | "worker" | "input" | "cause" | "packet" | "fault" | "what";
export type PacketColumn =
  | "frame" | "conv" | "body" | "detail" | "from" | "to" | "socket" | "bytes" | "left" | "ended"
  | "sent" | "received" | "fate" | "copy" | "late" | "fault" | "by";

/** The same run without one of its faults. */
export interface Twin {
  without: string;
  fault: number; // band of the broken run
  verdict: Outcome;
  mended: string; // the law that holds in it
  parts_at: number; // the first step that differs, by number in both runs
  parts_at_ns: number;
  trace: TraceData;
}

export interface Result {
  schema: string;
  tool: { name: string; version: string };
  run: {
    mode: string;
    scenario: string;
    path: string;
    title: string;
    seed: string;
    runs: number;
    digest: string;
    events: number;
    messages: number;
    sim_ns: number;
    wall_ns?: number;
    replay: string;
    config: Record<string, string>;
    faults: string[];
  };
  verdict: Outcome;
  headline: string;
  expected: string;
  expectations_met: boolean;
  invariants: Law[];
  findings: Finding[];
  faults: FaultCount[];
  latency: { unit: string; series: Series[] };
  cost: Cost;
  limits: { what: string; times: number }[];
  trace?: TraceData;
  twin?: Twin;
  baseline?: Baseline;
  matrix?: Matrix;
  campaign?: Campaign;
}

/** imstorm.comparison/1: two designs on the same decisions. */
export interface Comparison {
  schema: string;
  headline: string;
  replay: string;
  labels: { a: string; b: string };
  settings: Record<string, { a: string; b: string }>;
  figures: { group: string; name: string; a: string; b: string; change: string }[];
  a: Result; // of all runs
  b: Result;
  shown?: { a: Result; b: Result }; // one run of each
}
