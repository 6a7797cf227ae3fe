// Above the fold: the verdict, a sentence about a user, one line of numbers, the command that repeats
// it, and a chip for each law.
import { showChips } from "./chips";
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
  showTop({
    verdict: result.verdict,
    pill: result.verdict.toUpperCase(),
    spoken: "",
    headline: sentenceOf(result),
    numbers: numbersOf(result),
    tool: result.tool,
  });
  showReplay(run.replay);
  showChips(
    byWeight(result.invariants).map((law) => ({
      verdict: law.verdict,
      symbol: SYMBOL[law.verdict],
      text: titleOf(law.name),
      spoken: WORD[law.verdict],
      title: `${law.promise} ${WORD[law.verdict]}; ${counted(law.exercised, "check")}`,
      act: () => choose(law),
    })),
  );
}

/** What stands above all else. `spoken` is what the pill's symbols say, if it has any. */
export function showTop(top: {
  verdict: Outcome;
  pill: string;
  spoken: string;
  headline: string;
  numbers: string[];
  tool: Result["tool"];
}) {
  const pill = byId("verdict");
  pill.className = `pill ${top.verdict}`;
  pill.textContent = top.pill;
  if (top.spoken) {
    pill.setAttribute("role", "img");
    pill.setAttribute("aria-label", top.spoken);
  }
  byId("headline").textContent = top.headline;
  byId("numbers").textContent = top.numbers.join(" · ");
  byId("tool").textContent = `${top.tool.name} ${top.tool.version}`;
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
  const { findings } = result;
  const shrunk = findings.find((finding) => finding.decisions_before > finding.decisions);
  if (result.campaign && findings.length) {
    const independent = findings.filter((finding) => !finding.follows).length;
    parts.push(`${counted(findings.length, "finding")}, ${grouped(independent)} independent`);
  } else if (shrunk) {
    parts.push(`shrunk from ${counted(shrunk.decisions_before, "fault")} to ${grouped(shrunk.decisions)}`);
  }
  if (!result.expectations_met) parts.push("not as expected");
  else if (result.expected === "broken") parts.push("broken as expected");
  return parts;
}

export function showReplay(command: string) {
  byId("replay").textContent = command;
  copyOnClick(byId("copy"), command);
}

export function copyButton(text: string): HTMLElement {
  const copy = h("button", { type: "button", class: "link copy" }, "Copy");
  copyOnClick(copy, text);
  return copy;
}

function copyOnClick(copy: HTMLElement, text: string) {
  copy.addEventListener("click", () => {
    copyText(text);
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy"), 1400);
  });
}

/** The clipboard wants a secure page, which a file may not be; then a selection does it. */
async function copyText(text: string) {
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
