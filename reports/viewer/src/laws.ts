// Every law with its verdict: how often it could have been broken, and why it is what it is.
import { button, cell, h, scrolling, show, table } from "./dom";
import { grouped } from "./figures";
import { byWeight, SYMBOL, titleOf, WORD } from "./headline";
import type { Law } from "./result";

export function showLaws(laws: Law[], choose: ((law: Law) => void) | null) {
  const rows = byWeight(laws).map((law) => {
    const because = [law.because, law.permitted_because ?? "", expectation(law)].filter(Boolean);
    const name = choose && law.verdict === "broken"
      ? button(titleOf(law.name), { class: "link" }, () => choose(law))
      : titleOf(law.name);
    return h(
      "tr",
      { class: law.verdict },
      h("td", {}, h("span", { class: `status ${law.verdict}` }, `${SYMBOL[law.verdict]} ${WORD[law.verdict]}`)),
      h("td", {}, h("b", {}, name), h("div", { class: "dim" }, law.promise)),
      cell(law.kind),
      cell(law.exercised),
      cell(because.join(" "), { class: "because" }),
    );
  });
  const heads = ["verdict", "law", "kind", ["exercised"] as [string], "because"];
  show("invariants", scrolling(table(heads, rows), "Laws"));
}

function expectation(law: Law): string {
  if (!law.as_expected) return `The scenario expects: ${law.expected || "holds"}.`;
  if (law.verdict === "broken" && law.expected) return "As the scenario expects.";
  return law.permitted ? `${grouped(law.permitted)} permitted.` : "";
}
