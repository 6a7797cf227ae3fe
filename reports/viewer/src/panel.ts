// Beside the diagram: the numbered story, or why the selected step happened.
import { button, h } from "./dom";
import { clockOf, counted, lengthOf } from "./figures";
import type { Bug, StoryMark } from "./marks";
import type { Trace } from "./trace";

const FATES: Record<string, string> = {
  lost: "lost by the network",
  unheard: "nobody heard it: the receiver was down or the connection over",
  dropped: "dropped by a full queue",
};
const EFFECTS_MAX = 8;
const CHAIN_MAX = 120;

export interface PanelActions {
  select(step: number, packet?: number): void;
  clear(): void;
  choose(bug: Bug): void;
}

/** The story of one finding, under the list of all if there are several. */
export function storyPanel(bugs: Bug[], chosen: Bug | undefined, story: StoryMark[], actions: PanelActions): Node[] {
  const parts: Node[] = [];
  if (bugs.length > 1) parts.push(bugList(bugs, chosen, actions));
  if (!story.length) {
    const text = "A representative run. Select a step to see why it happened.";
    return [...parts, h("h3", {}, "What happened"), h("p", { class: "dim" }, text)];
  }
  const list = h("ol", { class: "story" });
  story.forEach((mark, i) => {
    const last = mark.witness && story.slice(i + 1).every((later) => !later.witness);
    const text = h("span", {}, mark.text, h("small", {}, `${mark.actor} · ${clockOf(mark.at)}`));
    const item = h("button", { type: "button", class: last ? "last" : mark.witness ? "witness" : "" }, h("i", {}, String(i + 1)), text);
    if (mark.step >= 0) item.addEventListener("click", () => actions.select(mark.step));
    else item.disabled = true;
    list.append(h("li", {}, item));
  });
  const title = bugs.length ? "What happened" : "The way of one message";
  return [...parts, h("h3", {}, title), list];
}

function bugList(bugs: Bug[], chosen: Bug | undefined, actions: PanelActions): HTMLElement {
  const list = h("ul", { class: "bugs", "aria-label": "Findings" });
  for (const bug of bugs) {
    const pressed = String(bug === chosen);
    const item = h(
      "button",
      { type: "button", "aria-pressed": pressed },
      h("b", {}, `${bug.finding.invariant} `),
      bug.finding.headline,
      h("small", {}, causeOf(bug, bugs)),
    );
    item.addEventListener("click", () => actions.choose(bug));
    list.append(h("li", {}, item));
  }
  return h("div", {}, h("h3", {}, `${counted(bugs.length, "broken law")} in this run`), list);
}

/** By name: numbers are those of the list of findings, which may be of a campaign. */
function causeOf(bug: Bug, bugs: Bug[]): string {
  const cause = bugs[bug.follows - 1];
  return cause ? `follows from ${cause.finding.invariant}` : "independent";
}

/** Why a step happened: its causes, back to the first, and what it made happen. */
export function stepPanel(trace: Trace, step: number, packet: number, actions: PanelActions): Node[] {
  const back = button("← What happened", { class: "link" }, () => actions.clear());
  const chain = h("ol", { class: "lineage" });
  for (const at of trace.lineage(step).reverse().slice(0, CHAIN_MAX)) {
    chain.append(line(trace, at, at === step, actions));
  }
  const parts: Node[] = [back, h("div", { class: "card2" }, ...about(trace, step, packet))];
  parts.push(h("h3", {}, "Why this happened"), chain);
  const effects = [...trace.effectsOf(step)];
  if (effects.length) {
    const list = h("ol", { class: "lineage" });
    for (const effect of effects.slice(0, EFFECTS_MAX)) list.append(line(trace, effect, false, actions));
    if (effects.length > EFFECTS_MAX) list.append(h("li", { class: "dim" }, `and ${effects.length - EFFECTS_MAX} more`));
    parts.push(h("h3", {}, "What it led to"), list);
  }
  return parts;
}

function line(trace: Trace, step: number, current: boolean, actions: PanelActions): HTMLElement {
  const attributes: Record<string, string> = { type: "button", class: current ? "current" : "" };
  if (current) attributes["aria-current"] = "true";
  const item = h(
    "button",
    attributes,
    h("time", {}, clockOf(trace.at[step])),
    h("b", {}, trace.laneName(trace.lane[step])),
    ` ${trace.describe(step)}`,
  );
  item.addEventListener("click", () => actions.select(step));
  return h("li", {}, item);
}

/** A step and the packet with it, in a few lines; also what a tooltip says. */
export function about(trace: Trace, step: number, packet: number): Node[] {
  const worker = trace.data.steps.worker[step];
  const thread = worker >= 0 ? `, thread ${worker + 1}` : "";
  const lines: Node[] = [
    h("b", {}, trace.describe(step)),
    h("div", {}, `${trace.laneName(trace.lane[step])}${thread} · ${clockOf(trace.at[step])}`),
  ];
  const fault = trace.data.steps.fault[step];
  if (fault >= 0) lines.push(h("div", { class: "fate" }, trace.data.bands[fault]?.sentence ?? ""));
  if (packet >= 0) lines.push(...aboutPacket(trace, packet));
  return lines;
}

function aboutPacket(trace: Trace, packet: number): Node[] {
  const { copy, late, fault, socket, bytes } = trace.data.packets;
  const flight = trace.ended[packet] - trace.left[packet];
  const ends = `${trace.laneName(trace.from(packet))} → ${trace.laneName(trace.to(packet))}`;
  const lines = [
    h("div", { class: "packet" }, `${trace.packetTitle(packet)}: ${ends}`),
    h("div", {}, `${lengthOf(flight)} on socket ${socket[packet] + 1}, ${counted(bytes[packet], "byte")}`),
  ];
  const bad = [
    FATES[trace.fate(packet)] ?? "",
    copy[packet] ? "a copy made by the network" : "",
    late[packet] ? "held back" : "",
  ].filter(Boolean);
  if (!bad.length) return lines;
  const because = fault[packet] >= 0 ? `: ${trace.data.bands[fault[packet]]?.sentence ?? ""}` : "";
  return [...lines, h("div", { class: "fate" }, `${bad.join(", ")}${because}`)];
}
