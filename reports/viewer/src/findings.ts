// All findings of a result: each with its case and the command that repeats it.
import { button, cell, h, scrolling, show, table } from "./dom";
import { counted, grouped } from "./figures";
import { copyButton, titleOf } from "./headline";
import type { Bug } from "./marks";
import type { Finding } from "./result";

/** `choose` shows the counterexample of a finding that has one. */
export function showFindings(bugs: Bug[], chosen: Bug | undefined, choose: (bug: Bug) => void, canShow: (bug: Bug) => boolean) {
  if (!bugs.length) return;
  const campaign = bugs.some((bug) => bug.finding.runs !== undefined);
  const rows = bugs.map((bug) => {
    const { finding } = bug;
    const headline = finding.headline || titleOf(finding.invariant || finding.signature);
    const title = canShow(bug) ? button(headline, { class: "link" }, () => choose(bug)) : headline;
    const here = campaign && bug === chosen ? [h("span", { class: "tag" }, "shown above")] : [];
    return h(
      "tr",
      { class: finding.verdict === "undecided" ? "undecided" : "" },
      cell(`#${bug.number}`),
      h("td", { class: "because" }, h("b", {}, title), ...here, h("div", { class: "dim" }, finding.signature)),
      cell(relationOf(bug), { class: "relation" }),
      ...(campaign ? foundBy(bug) : []),
      h("td", { class: "size" }, ...sizeOf(bug).map((line) => h("div", {}, line))),
      h("td", { class: "repeat" }, ...repeatOf(finding)),
    );
  });
  const heads: (string | [string])[] = ["", "what happened", "relation"];
  if (campaign) heads.push(["in runs"], "first found by");
  heads.push("size", "repeat");
  show("findings", scrolling(table(heads, rows), "Findings"));
}

/** The case, if there is one: it is small and needs no seed. Then the run that it was made of. */
function repeatOf({ case: path, replay, run_seed }: Finding): Node[] {
  const kept = path.endsWith(".toml");
  const command = kept ? `imstorm run ${path}` : replay;
  if (!command) return [h("code", {}, `seed ${run_seed}`)];
  const shown = h("div", {}, h("code", {}, command), copyButton(command));
  if (!kept || !replay) return [shown];
  const origin = h("details", {}, h("summary", {}, "made of"), h("code", {}, replay), copyButton(replay));
  return [shown, origin];
}

export function relationOf(bug: Bug): string {
  return bug.follows ? `follows from #${bug.follows}` : "independent";
}

function foundBy({ finding }: Bug): Node[] {
  const which = finding.first_run === undefined ? "" : `run ${grouped(finding.first_run + 1)}, `;
  return [
    cell(finding.runs ?? 1),
    h("td", {}, h("div", {}, `${which}seed ${finding.run_seed}`), h("div", { class: "dim" }, finding.strategy ?? "")),
  ];
}

function sizeOf({ finding }: Bug): string[] {
  const size = `${counted(finding.messages, "message")}, ${counted(finding.events, "event")}`;
  if (finding.decisions_before <= finding.decisions) return [size];
  return [`${grouped(finding.decisions_before)} → ${counted(finding.decisions, "fault")}`, size];
}
