// What stands out in a trace: where a law broke, the numbered story, where two runs part.
import type { Finding, Law, Result } from "./result";
import type { Trace } from "./trace";

export interface StoryMark {
  step: number; // NONE if the trace does not have it
  text: string;
  at: number;
  actor: string;
  witness: boolean;
}

export interface Marks {
  violations: { step: number; text: string }[];
  lineage: number[]; // steps: how the violations came about
  lost: number[]; // packets that were lost on the way
  story: StoryMark[];
  parting: number; // step, NONE: they do not part
}

export const NO_MARKS: Marks = { violations: [], lineage: [], lost: [], story: [], parting: -1 };

/** A finding of this result with all that the page knows of it. */
export interface Bug {
  number: number; // from 1
  finding: Finding;
  law?: Law;
  follows: number; // the number of the finding that it follows from; 0: independent
}

/** The findings of a result, each with its law. */
export function bugsOf(result: Result): Bug[] {
  return result.findings.map((finding, i) => ({
    number: i + 1,
    finding,
    law: result.invariants.find((law) => law.name === finding.invariant),
    follows: finding.follows ?? 0,
  }));
}

/** The marks of one law's story. */
export function marksOf(trace: Trace, law: Law | undefined): Marks {
  if (!law) return NO_MARKS;
  const found = trace.data.violations.filter((violation) => violation.law === law.name);
  const lineage = found.flatMap((violation) => violation.lineage).filter((step) => step >= 0);
  const first = trace.data.violations[0]?.law === law.name;
  const lines = first && trace.data.story.length ? trace.data.story : law.story;
  const story = lines.map(({ step, at, actor, text, witness }) => {
    const known = step !== undefined && step >= 0;
    return { step: known ? step : stepOf(trace, at, text), at, actor, text, witness };
  });
  const broken = found.filter((violation) => violation.step >= 0);
  return {
    violations: broken.map((violation) => ({ step: violation.step, text: violation.because })),
    lineage,
    lost: found.flatMap((violation) => violation.lost),
    story,
    parting: -1,
  };
}

const TOLD_MAX = 14; // lines of the story of a run in which nothing broke

/** Of a run in which nothing broke: the way of one message, one that a fault was in the way of. */
export function representativeMarks(trace: Trace): Marks {
  const body = tellingMessage(trace);
  if (!body) return NO_MARKS;
  const word = new RegExp(`(^|\\W)${body.replace(/\W/g, "\\$&")}(\\W|$)`);
  const story: StoryMark[] = [];
  for (let step = 0; step < trace.count && story.length < TOLD_MAX; step++) {
    for (const text of trace.what(step).split("; ")) {
      if (!word.test(text) || !/ (sends|accepts|consumes|is told) /.test(text)) continue;
      const actor = trace.laneName(trace.lane[step]);
      story.push({ step, at: trace.at[step], actor, text, witness: false });
    }
  }
  const lineage = new Set(story.flatMap(({ step }) => trace.lineage(step)));
  const about = (packet: number) => trace.isLost(packet) && trace.body(packet) === body;
  const lost = [...trace.byLeft].filter(about);
  return { ...NO_MARKS, story, lost, lineage: [...lineage] };
}

/** The message with most lost packets, or else the first one. */
function tellingMessage(trace: Trace): string {
  const losses = new Map<string, number>();
  for (let packet = 0; packet < trace.packets; packet++) {
    const body = trace.body(packet);
    if (body) losses.set(body, (losses.get(body) ?? 0) + (trace.isLost(packet) ? 1 : 0));
  }
  let best = "";
  for (const [body, lost] of losses) if (!best || lost > losses.get(best)!) best = body;
  return best;
}

/** The step of that instant in which an observer saw this; -1: the trace does not have it. */
function stepOf(trace: Trace, at: number, text: string): number {
  for (let step = trace.firstAt(at); step < trace.count && trace.at[step] === at; step++) {
    if (trace.what(step).includes(text)) return step;
  }
  return -1;
}
