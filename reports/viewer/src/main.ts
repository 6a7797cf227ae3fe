// The page from top to bottom. The C++ puts a result, or an array of them, into #imstorm-data.
import { showConfiguration, showRuns } from "./configuration";
import { showCost } from "./cost";
import { showCoverage } from "./coverage";
import { showDevices } from "./devices";
import { byId, h } from "./dom";
import { showFindings } from "./findings";
import { showHeadline } from "./headline";
import { showLatency } from "./latency";
import { showLaws } from "./laws";
import { bugsOf } from "./marks";
import { showMessageList } from "./message_list";
import type { Law, Outcome, Result } from "./result";
import { showShrinking } from "./shrinking";
import { SpaceTime } from "./space_time";
import { showTopology } from "./topology";

const WEIGHT: Outcome[] = ["broken", "undecided", "vacuous", "holds"];

function main() {
  const data: Result | Result[] = JSON.parse(byId("imstorm-data").textContent!);
  const results = Array.isArray(data) ? data : [data];
  const shown = chosen(results);
  const result = results[shown];
  if (!/^imstorm\.result\/1$/.test(result.schema)) {
    throw new Error(`this page reads imstorm.result/1, and the file is ${result.schema}`);
  }
  showRuns(results, shown);
  const view = result.trace?.steps.at.length ? new SpaceTime(result) : null;
  const choose = (law: Law) => {
    if (view?.chooseLaw(law)) byId("counterexample").scrollIntoView({ block: "start" });
    else byId("invariants").scrollIntoView();
  };
  showHeadline(result, choose);
  if (view) showTrace(view);
  showFindings(
    bugsOf(result),
    view && ((bug) => {
      const own = view.bugs[bug.number - 1];
      view.choose(own);
      byId("counterexample").scrollIntoView({ block: "start" });
    }),
  );
  if (result.matrix?.devices.length && result.matrix.messages.length) showDevices(result.matrix);
  showLaws(result.invariants, view && choose);
  showCoverage(result.faults, result.run.runs);
  showLatency(result.latency.series, result.baseline);
  showCost(result.cost, result.baseline);
  if (view) showTopology(view.trace);
  showShrinking(result.shrinking, result.findings);
  showConfiguration(result);
  // Without a counterexample, what was tried is the evidence.
  if (result.verdict !== "broken") byId("counterexample").before(byId("coverage"));
  linkSections();
  addScheme(view);
  byId("help-open").addEventListener("click", () => byId<HTMLDialogElement>("help").showModal());
  addEventListener("keydown", (event) => {
    if (event.key === "?" && !(event.target instanceof HTMLInputElement)) {
      byId<HTMLDialogElement>("help").showModal();
    }
  });
  // For the browser tests.
  Object.assign(window, { imstorm: { view, result } });
  document.documentElement.dataset.ready = "1";
}

/** #run2 chooses; else the heaviest verdict. */
function chosen(results: Result[]): number {
  const asked = Number(/^#run(\d+)$/.exec(location.hash)?.[1] ?? NaN);
  if (results[asked]) return asked;
  const weights = results.map((result) => WEIGHT.indexOf(result.verdict));
  return weights.indexOf(Math.min(...weights));
}

function showTrace(view: SpaceTime) {
  byId("counterexample").hidden = false;
  if (!view.bugs.length) byId("counterexample").setAttribute("aria-label", "A representative run");
  showMessageList(view);
  view.diagram.resize();
  view.diagram.fitStory(false);
}

/** Links to the sections that are there, in their order. */
function linkSections() {
  const links = byId("sections");
  for (const section of document.querySelectorAll<HTMLElement>("main > section")) {
    const name = section.dataset.name;
    if (name && !section.hidden) links.append(h("a", { href: `#${section.id}` }, name));
  }
}

function addScheme(view: SpaceTime | null) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => view?.recolor());
  byId("scheme").addEventListener("click", () => {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
    root.dataset.theme = isDark ? "light" : "dark";
    view?.recolor();
  });
}

try {
  main();
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  document.querySelector("main")!.prepend(h("p", { class: "error", role: "alert" }, `This report cannot be shown: ${text}`));
  document.documentElement.dataset.ready = "0";
  throw error;
}
