// The keyboard on the diagram. The help dialog of page.html lists the same keys.
import type { Diagram } from "./diagram";
import { NONE } from "./trace";

export function addKeys(diagram: Diagram) {
  diagram.canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(diagram, event.key)) event.preventDefault();
  });
}

/** False: this key means nothing here. */
function act(diagram: Diagram, key: string): boolean {
  switch (key) {
    case "+":
    case "=":
      diagram.zoom(1.6);
      return true;
    case "-":
      diagram.zoom(1 / 1.6);
      return true;
    case "0":
      diagram.fitAll();
      return true;
    case "o":
      diagram.toggleLane(diagram.trace.lane[current(diagram)]);
      return true;
    case "Escape":
      diagram.select(NONE);
      return true;
    default: {
      const step = stepBy(diagram, key);
      if (step === undefined) return false;
      if (step >= 0) diagram.select(step);
      return true;
    }
  }
}

function current({ selected, marks, trace }: Diagram): number {
  if (selected >= 0) return selected;
  return marks.violations[0]?.step ?? trace.count - 1;
}

/** Where a key leads from the selected step; NONE: nowhere; undefined: it is no such key. */
function stepBy(diagram: Diagram, key: string): number | undefined {
  const { trace, marks } = diagram;
  const at = current(diagram);
  switch (key) {
    case "ArrowRight":
      return trace.next[at];
    case "ArrowLeft":
      return trace.previous[at];
    case "ArrowUp":
      return neighbour(diagram, at, -1);
    case "ArrowDown":
      return neighbour(diagram, at, 1);
    case "c":
      return trace.cause[at];
    case "e":
      return trace.effectsOf(at)[0] ?? NONE;
    case "v":
      return marks.violations[0]?.step ?? NONE;
    case "Home":
      return trace.ofLane[trace.lane[at]][0];
    case "End":
      return trace.ofLane[trace.lane[at]].at(-1) ?? NONE;
    default:
      return undefined;
  }
}

/** The step nearest in time on the next lane that has any. */
function neighbour({ trace, layout }: Diagram, step: number, direction: 1 | -1): number {
  const { lanes } = layout;
  for (let i = lanes.indexOf(trace.lane[step]) + direction; lanes[i] !== undefined; i += direction) {
    const steps = trace.ofLane[lanes[i]];
    if (!steps.length) continue;
    const away = (other: number) => Math.abs(trace.at[other] - trace.at[step]);
    return steps.reduce((best, other) => (away(other) < away(best) ? other : best));
  }
  return NONE;
}
