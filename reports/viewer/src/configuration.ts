// How to repeat the run: the command, the digest to compare, every effective setting.
import { cell, h, scrolling, show, table } from "./dom";
import { counted, grouped, lengthOf } from "./figures";
import type { Result } from "./result";

export function showConfiguration(result: Result) {
  const { run, tool } = result;
  const facts: [string, string][] = [
    ["command", run.replay],
    ["seed", run.seed],
    ["digest", run.digest],
    ["runs", grouped(run.runs)],
    ["events", grouped(run.events)],
    ["virtual time", lengthOf(run.sim_ns)],
    ["tool", `${tool.name} ${tool.version}`],
  ];
  for (const limit of result.limits) facts.push(["limit reached", `${limit.what} (${counted(limit.times, "time")})`]);
  const list = h("dl");
  for (const [name, value] of facts) list.append(h("dt", {}, name), h("dd", {}, value));
  show("run", list);
  if (run.faults.length) {
    const lines = run.faults.map((sentence) => h("li", {}, h("code", {}, sentence)));
    show("run", h("h3", {}, "Faults of this run"), h("ol", { class: "sentences" }, ...lines));
  }
  const settings = Object.entries(run.config);
  if (!settings.length) return;
  const rows = settings.map(([key, value]) => h("tr", {}, cell(h("code", {}, key)), cell(h("code", {}, value))));
  const body = scrolling(table(["setting", "value"], rows), "Settings");
  show("run", h("details", {}, h("summary", {}, `All ${counted(settings.length, "effective setting")}`), body));
}
