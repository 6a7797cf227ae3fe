// Two designs on the same decisions, side by side: verdicts, settings, cost and times of all runs.
import { showChips } from "./chips";
import { button, byId, cell, h, scrolling, show, table } from "./dom";
import { counted } from "./figures";
import { byWeight, copyButton, showReplay, showTop, SYMBOL, titleOf, WORD } from "./headline";
import { showLatency } from "./latency";
import { goTo } from "./link";
import type { Comparison, Law, Outcome, Result } from "./result";

type Figure = Comparison["figures"][number];
const WEIGHT: Outcome[] = ["broken", "undecided", "vacuous", "holds"];

export function showComparison(comparison: Comparison) {
  const { a, b, headline } = comparison;
  const verdict = [a.verdict, b.verdict].sort((x, y) => WEIGHT.indexOf(x) - WEIGHT.indexOf(y))[0];
  const runs = `${counted(a.run.runs, "run")} of each, on the same decisions`;
  const different = Object.keys(comparison.settings).length;
  const numbers = [runs, `${counted(different, "setting")} ${different === 1 ? "differs" : "differ"}`];
  const pill = `A ${SYMBOL[a.verdict]} B ${SYMBOL[b.verdict]}`;
  const spoken = `A ${WORD[a.verdict]}, B ${WORD[b.verdict]}`;
  showTop({ verdict, pill, spoken, headline, numbers, tool: a.tool });
  document.title = `COMPARED · ${headline}`;
  byId("scenario").textContent = "two designs, side by side";
  showReplay(comparison.replay);
  const laws = lawsOf(comparison);
  showChips(
    laws.map(({ law, a: mine, b: other }) => ({
      verdict: law.verdict,
      symbol: mine === other ? symbolOf(mine) : `A ${symbolOf(mine)} B ${symbolOf(other)}`,
      text: titleOf(law.name),
      spoken: mine === other ? wordOf(mine) : `A ${wordOf(mine)}, B ${wordOf(other)}`,
      title: law.promise,
      act: () => byId("invariants").scrollIntoView(),
    })),
  );
  showFigures(comparison);
  showLatency({ what: "A", latency: a.latency }, { what: "B", latency: b.latency });
  showLawTable(laws);
  showFaults(a, b);
  showCommands(comparison);
}

interface LawPair {
  law: Law; // the heavier of the two
  a: Outcome | undefined; // undefined: not judged
  b: Outcome | undefined;
}

const symbolOf = (outcome: Outcome | undefined) => (outcome ? SYMBOL[outcome] : "–");
const wordOf = (outcome: Outcome | undefined) => (outcome ? WORD[outcome] : "not judged");

/** All laws, those first of which the designs think differently. */
function lawsOf({ a, b }: Comparison): LawPair[] {
  const names = new Set([...a.invariants, ...b.invariants].map((law) => law.name));
  const pairs = [...names].map((name) => {
    const mine = a.invariants.find((law) => law.name === name);
    const other = b.invariants.find((law) => law.name === name);
    const law = byWeight([mine, other].filter((one) => one !== undefined))[0];
    return { law, a: mine?.verdict, b: other?.verdict };
  });
  const sorted = byWeight(pairs.map((pair) => pair.law)).map((law) => pairs.find((pair) => pair.law === law)!);
  return [...sorted.filter((pair) => pair.a !== pair.b), ...sorted.filter((pair) => pair.a === pair.b)];
}

function showFigures(comparison: Comparison) {
  const settings: Figure[] = Object.entries(comparison.settings).map(([name, { a, b }]) => ({
    group: "Settings", name, a, b, change: "",
  }));
  const groups = new Map<string, Figure[]>();
  for (const figure of [...settings, ...comparison.figures]) {
    groups.set(figure.group, [...(groups.get(figure.group) ?? []), figure]);
  }
  show("compared", h("div", { class: "pair" }, side(comparison, "a", 0), side(comparison, "b", 1)));
  const tables = [...groups].map(([group, figures]) =>
    h("div", { class: "group" }, h("h3", {}, group), scrolling(figureTable(figures), group)),
  );
  show("compared", h("div", { class: "groups" }, ...tables));
}

/** What one design is, and the way to one of its runs. */
function side(comparison: Comparison, key: "a" | "b", run: number): HTMLElement {
  const { verdict, headline, invariants } = comparison[key];
  const name = key.toUpperCase();
  const shown = comparison.shown?.[key] ?? comparison[key];
  const hold = invariants.filter((law) => law.verdict === "holds").length;
  const sentence = headline || `${hold} of ${counted(invariants.length, "law")} hold`;
  const see = shown.trace
    ? button(`See its run with seed ${shown.run.seed}`, { class: "link" }, () => goTo({ run }))
    : button(`See all of ${name}`, { class: "link" }, () => goTo({ run }));
  return h(
    "div",
    { class: `side ${verdict}` },
    h("b", {}, `${name} `),
    h("span", { class: `status ${verdict}` }, `${SYMBOL[verdict]} ${WORD[verdict]}`),
    h("div", {}, sentence),
    h("div", { class: "dim" }, comparison.labels[key]),
    see,
  );
}

function figureTable(figures: Figure[]): HTMLElement {
  const rows = figures.map(({ name, a, b, change }) => {
    const tone = change.startsWith("+") ? "up" : change.startsWith("-") ? "down" : "dim";
    const differs = a !== b && !change ? "n differs" : "n";
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      cell(a, { class: differs }),
      cell(b, { class: differs }),
      cell(change === "=" ? "same" : change, { class: `n ${tone}` }),
    );
  });
  return table(["", ["A"], ["B"], ["B to A"]], rows);
}

function showLawTable(laws: LawPair[]) {
  const status = (outcome: Outcome | undefined) =>
    h("td", {}, h("span", { class: `status ${outcome ?? ""}` }, `${symbolOf(outcome)} ${wordOf(outcome)}`));
  const rows = laws.map(({ law, a, b }) =>
    h(
      "tr",
      { class: a === b ? "" : law.verdict },
      h("td", {}, h("b", {}, titleOf(law.name)), h("div", { class: "dim" }, law.promise)),
      status(a),
      status(b),
      cell(law.because, { class: "because" }),
    ),
  );
  show("invariants", scrolling(table(["law", "A", "B", "because"], rows), "Laws"));
}

function showFaults(a: Result, b: Result) {
  const kinds = a.faults.filter((fault, i) => fault.injected + (b.faults[i]?.injected ?? 0) > 0);
  if (!kinds.length) return;
  const rows = kinds.map(({ kind, injected, effective }) => {
    const other = b.faults.find((fault) => fault.kind === kind);
    return h("tr", {}, cell(kind), cell(injected), cell(effective), cell(other?.injected ?? 0), cell(other?.effective ?? 0));
  });
  const heads: (string | [string])[] = ["fault", ["injected, A"], ["effective, A"], ["injected, B"], ["effective, B"]];
  show("coverage", scrolling(table(heads, rows), "Faults"));
}

function showCommands({ replay, a, b }: Comparison) {
  const list = h("dl");
  for (const [name, command] of [["both", replay], ["A alone", a.run.replay], ["B alone", b.run.replay]]) {
    list.append(h("dt", {}, name), h("dd", {}, command, copyButton(command)));
  }
  list.append(h("dt", {}, "digests"), h("dd", {}, `${a.run.digest} and ${b.run.digest}`));
  show("run", list);
}
