// Which faults were injected, and which of them changed anything: a pass means little without.
import { cell, h, scrolling, show, table } from "./dom";
import { linear } from "./scale";
import type { FaultCount } from "./result";
import { s } from "./dom";

const WIDTH = 320;

export function showCoverage(faults: FaultCount[], runs: number) {
  const tried = faults.filter((fault) => fault.injected > 0);
  const untried = faults.filter((fault) => fault.injected === 0).map((fault) => fault.kind);
  const most = Math.max(1, ...tried.map((fault) => fault.injected));
  const length = linear([0, Math.sqrt(most)], [0, WIDTH]);
  const rows = tried.map((fault) =>
    h(
      "tr",
      {},
      cell(fault.kind),
      h("td", {}, bar(length(Math.sqrt(fault.injected)), length(Math.sqrt(fault.effective))), ...warning(fault)),
      cell(fault.injected),
      cell(fault.effective),
      ...(runs > 1 ? [cell(`${Math.round((fault.runs / runs) * 100)}%`, { class: "n" })] : []),
    ),
  );
  const heads = ["fault", "injected; the solid part changed something", ["injected"], ["effective"]];
  if (runs > 1) heads.push(["in runs"]);
  if (tried.length) show("coverage", scrolling(table(heads as (string | [string])[], rows), "Faults"));
  if (untried.length) {
    const text = h("b", {}, `Never injected: ${untried.join(", ")}.`);
    show("coverage", h("p", { class: "note" }, text, " This result says nothing about them."));
  }
}

function warning(fault: FaultCount): Node[] {
  if (fault.effective === 0) return [h("span", { class: "tag" }, "never changed anything")];
  if (fault.effective * 20 < fault.injected) return [h("span", { class: "tag" }, "almost never mattered")];
  return [];
}

function bar(injected: number, effective: number): SVGElement {
  const size = { height: 12, rx: 3 };
  return s(
    "svg",
    { width: WIDTH, height: 12, class: "bar", "aria-hidden": "true" },
    s("rect", { width: WIDTH, class: "rail", ...size }),
    s("rect", { width: injected, class: "injected", ...size }),
    s("rect", { width: effective, class: "effective", ...size }),
  );
}
