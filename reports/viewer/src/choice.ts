// The results of a file of several: which one the page shows.
import { byId, h } from "./dom";
import { goTo, type Place } from "./link";
import type { Comparison, Outcome, Result } from "./result";

const WEIGHT: Outcome[] = ["broken", "undecided", "vacuous", "holds"];

/** The one that the address asks for, else that with the heaviest verdict. */
export function chosenOf(results: Result[], asked: number | undefined): number {
  if (asked !== undefined && results[asked]) return asked;
  const weights = results.map((result) => WEIGHT.indexOf(result.verdict));
  return weights.indexOf(Math.min(...weights));
}

export function offerResults(results: Result[], shown: number) {
  if (results.length < 2) return;
  const names = results.map(({ verdict, run }) => `${verdict} · ${run.scenario} · ${run.seed}`);
  offer(names.map((name, run) => ({ name, place: { run } })), shown);
}

/** `shown` is NONE where both are. */
export function offerSides(comparison: Comparison, shown: number) {
  const { labels } = comparison;
  const sides = [`A: ${labels.a}`, `B: ${labels.b}`].map((name, run) => ({ name, place: { run } }));
  offer([{ name: "A and B, side by side", place: {} }, ...sides], shown + 1);
}

function offer(all: { name: string; place: Place }[], shown: number) {
  const choice = byId<HTMLSelectElement>("runs");
  choice.hidden = false;
  all.forEach(({ name }, i) => {
    const option = h("option", { value: String(i) }, name);
    option.selected = i === shown;
    choice.append(option);
  });
  choice.addEventListener("change", () => goTo(all[Number(choice.value)].place));
}
