// All findings of a result: each with its case and the command that repeats it.
import { button, cell, h, scrolling, show, table } from "./dom";
import { grouped } from "./figures";
import { copyText, titleOf } from "./headline";
import type { Bug } from "./marks";

export function showFindings(bugs: Bug[], choose: ((bug: Bug) => void) | null) {
  if (!bugs.length) return;
  const campaign = bugs.some((bug) => bug.finding.runs !== undefined);
  const rows = bugs.map((bug) => {
    const { finding } = bug;
    const headline = finding.headline || titleOf(finding.invariant);
    const title = choose
      ? button(headline, { class: "link" }, () => choose(bug))
      : headline;
    const replay = finding.replay || finding.case;
    return h(
      "tr",
      {},
      cell(`#${bug.number}`),
      h("td", {}, h("b", {}, title), h("div", { class: "dim" }, finding.signature)),
      cell(bug.follows ? `follows from #${bug.follows}` : "independent"),
      ...(campaign ? [cell(finding.runs ?? 1)] : []),
      cell(sizeOf(bug), { class: "n" }),
      h("td", {}, h("code", {}, replay || `seed ${finding.run_seed}`), ...(replay ? [copier(replay)] : [])),
    );
  });
  const heads: (string | [string])[] = ["", "what happened", "relation"];
  if (campaign) heads.push(["in runs"]);
  heads.push(["size"], "repeat");
  show("findings", scrolling(table(heads, rows), "Findings"));
}

function sizeOf({ finding }: Bug): string {
  const size = `${grouped(finding.messages)} messages, ${grouped(finding.events)} events`;
  if (finding.decisions_before <= finding.decisions) return size;
  return `${grouped(finding.decisions_before)} → ${grouped(finding.decisions)} decisions; ${size}`;
}

function copier(text: string): HTMLElement {
  const copy = button("Copy", { class: "link copy" }, () => {
    copyText(text);
    copy.textContent = "Copied";
    setTimeout(() => (copy.textContent = "Copy"), 1400);
  });
  return copy;
}
