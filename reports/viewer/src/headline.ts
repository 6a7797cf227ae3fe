// Above the fold: the verdict, a sentence about a user, one line of numbers, the command that repeats
// it, and a chip for each law.
import { byId, h } from "./dom";
import { counted, grouped, lengthOf, short } from "./figures";
import type { Law, Outcome, Result } from "./result";

export const SYMBOL: Record<Outcome, string> = { broken: "✕", undecided: "?", vacuous: "○", holds: "✓" };
export const WORD: Record<Outcome, string> = {
  broken: "broken",
  undecided: "undecided",
  vacuous: "vacuous: nothing could have broken it",
  holds: "holds",
};
const WEIGHT: Outcome[] = ["broken", "undecided", "vacuous", "holds"];

export function byWeight(laws: Law[]): Law[] {
  return [...laws].sort((a, b) => WEIGHT.indexOf(a.verdict) - WEIGHT.indexOf(b.verdict));
}

/** "exactly-once" as a title: "Exactly once". */
export function titleOf(law: string): string {
  const words = law.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function showHeadline(result: Result, choose: (law: Law) => void) {
  const { run } = result;
  const name = run.path || run.scenario;
  document.title = `${result.verdict.toUpperCase()} · ${run.scenario} · ${run.seed}`;
  byId("scenario").textContent = run.title ? `${name} · ${run.title}` : name;
  byId("tool").textContent = `${result.tool.name} ${result.tool.version}`;
  const pill = byId("verdict");
  pill.className = `pill ${result.verdict}`;
  pill.textContent = result.verdict.toUpperCase();
  byId("headline").textContent = sentenceOf(result);
  byId("numbers").textContent = numbersOf(result).join(" · ");
  showReplay(run.replay);
  showChips(result.invariants, choose);
}

export function sentenceOf(result: Result): string {
  const { headline } = result;
  if (headline && result.verdict === "broken") return headline;
  if (headline) return headline.charAt(0).toUpperCase() + headline.slice(1);
  const of = (verdict: Outcome) => result.invariants.filter((law) => law.verdict === verdict);
  switch (result.verdict) {
    case "broken":
      return of("broken")[0]?.because || "A promise is broken";
    case "undecided":
      return `Undecided: ${of("undecided")[0]?.because || "the run says neither yes nor no"}`;
    case "vacuous":
      return `Nothing was tested: ${counted(of("vacuous").length, "law")} could not have been broken`;
    default:
      return "Every promise held";
  }
}

function numbersOf(result: Result): string[] {
  const { run, invariants } = result;
  const count = (verdict: Outcome) => invariants.filter((law) => law.verdict === verdict).length;
  const laws = WEIGHT.map((verdict) => [count(verdict), verdict] as const).filter(([n]) => n > 0);
  const shares = laws.map(([n, verdict]) => `${n} ${verdict === "holds" ? "hold" : verdict}`);
  const parts = [
    shares.join(", "),
    `${counted(run.runs, "run")}, ${short(run.events)} events, ${counted(run.messages, "message")}`,
    `${lengthOf(run.sim_ns)} of virtual time`,
  ];
  if (run.wall_ns) parts.push(`in ${lengthOf(run.wall_ns)}`);
  const shrunk = result.findings.find((finding) => finding.decisions_before > finding.decisions);
  if (shrunk) {
    parts.push(`shrunk from ${grouped(shrunk.decisions_before)} decisions to ${grouped(shrunk.decisions)}`);
  }
  if (!result.expectations_met) parts.push("not as expected");
  else if (result.expected === "broken") parts.push("broken as expected");
  return parts;
}

function showReplay(command: string) {
  byId("replay").textContent = command;
  const copy = byId("copy");
  copy.addEventListener("click", () => {
    copyText(command);
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy"), 1400);
  });
}

/** The clipboard wants a secure page, which a file may not be; then a selection does it. */
export async function copyText(text: string) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function showChips(laws: Law[], choose: (law: Law) => void) {
  const chips = byId("chips");
  for (const law of byWeight(laws)) {
    const title = `${law.promise} ${WORD[law.verdict]}; ${counted(law.exercised, "check")}`;
    const chip = h(
      "button",
      { type: "button", class: `chip ${law.verdict}`, title },
      h("span", { "aria-hidden": "true" }, `${SYMBOL[law.verdict]} `),
      titleOf(law.name),
      h("span", { class: "sr" }, `: ${WORD[law.verdict]}`),
    );
    chip.addEventListener("click", () => choose(law));
    chips.append(h("li", {}, chip));
  }
  foldChips(chips);
  addEventListener("resize", () => foldChips(chips));
}

/** Two rows of chips at most; the last one says how many more hold. */
function foldChips(chips: HTMLElement) {
  chips.querySelector(".more")?.remove();
  const items = [...chips.children] as HTMLElement[];
  for (const item of items) item.hidden = false;
  const rows = [...new Set(items.map((item) => item.offsetTop))].sort((a, b) => a - b);
  if (rows.length <= 2) return;
  const more = h("a", { class: "chip", href: "#invariants" });
  const last = h("li", { class: "more" }, more);
  chips.append(last);
  for (let folded = 1; folded < items.length; folded++) {
    items[items.length - folded].hidden = true;
    more.textContent = `and ${folded} more`;
    if (last.offsetTop <= rows[1]) return;
  }
}
