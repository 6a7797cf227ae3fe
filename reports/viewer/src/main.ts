// The page from top to bottom. The C++ puts a result, or an array of them, into #imstorm-data.
import { showCampaign } from "./campaign";
import { chosenOf, offerResults, offerSides } from "./choice";
import { showComparison } from "./compared";
import { showConfiguration } from "./configuration";
import { showCost } from "./cost";
import { showCoverage } from "./coverage";
import { showDevices } from "./devices";
import { button, byId, h } from "./dom";
import { showFindings } from "./findings";
import { showHeadline } from "./headline";
import { showLatency } from "./latency";
import { showLaws } from "./laws";
import { goTo, placeOf, type Place } from "./link";
import { bugsOf, type Bug } from "./marks";
import { showMessageList } from "./message_list";
import type { Comparison, Law, Result } from "./result";
import { addScheme } from "./scheme";
import { showShrinking } from "./shrinking";
import { SpaceTime } from "./space_time";
import { showTopology } from "./topology";
import { NONE } from "./trace";

function main() {
  const data: Result | Result[] | Comparison = JSON.parse(byId("imstorm-data").textContent!);
  const place = placeOf(location.hash);
  let view: SpaceTime | null = null;
  if ("labels" in data) {
    view = showSides(data, place);
  } else {
    const results = Array.isArray(data) ? data : [data];
    const run = chosenOf(results, place.run);
    offerResults(results, run);
    view = showResult(results[run], results.length > 1 ? { ...place, run } : place);
  }
  linkSections();
  addScheme(() => view?.recolor());
  addHelp();
  document.documentElement.dataset.ready = "1";
}

/** Both designs, or a run of one of them. */
function showSides(comparison: Comparison, place: Place): SpaceTime | null {
  wants(comparison.schema, "imstorm.comparison/1");
  const sides = comparison.shown ?? comparison;
  const run = place.run === 0 || place.run === 1 ? place.run : NONE;
  offerSides(comparison, run);
  if (run !== NONE) {
    const side = run === 0 ? "a" : "b";
    const shown = sides[side];
    // Settings are said once for each design.
    return showResult({ ...shown, run: { ...shown.run, config: comparison[side].run.config } }, place);
  }
  showComparison(comparison);
  return null;
}

function wants(schema: string, known: string) {
  if (schema === known || schema.startsWith(`${known}.`)) return;
  throw new Error(`this page reads ${known}, and the file is ${schema}`);
}

/** A run, or a campaign with the counterexample of one of its findings. */
function showResult(result: Result, place: Place): SpaceTime | null {
  wants(result.schema, "imstorm.result/1");
  const bugs = bugsOf(result);
  const told = bugs.filter((bug) => bug.finding.counterexample);
  const chosen = told.find((bug) => bug.number === place.finding) ?? told[0];
  const shown = chosen?.finding.counterexample ?? result;
  const view = shown.trace?.steps.at.length ? new SpaceTime(shown, place) : null;
  const chooseLaw = (law: Law) => {
    if (view?.chooseLaw(law)) byId("counterexample").scrollIntoView({ block: "start" });
    else byId("invariants").scrollIntoView();
  };
  showHeadline(chosen ? { ...result, headline: chosen.finding.headline } : result, chooseLaw);
  if (view) showTrace(view);
  if (chosen) sayWhichFinding(told, chosen, place);
  const chooseBug = (bug: Bug) => {
    if (bug.finding.counterexample) return goTo({ ...place, finding: bug.number, step: undefined });
    view?.choose(view.bugs[bug.number - 1]);
    byId("counterexample").scrollIntoView({ block: "start" });
  };
  const canShow = (bug: Bug) => (result.campaign ? told.includes(bug) : view !== null);
  showFindings(bugs, chosen, chooseBug, canShow);
  if (shown.matrix?.devices.length && shown.matrix.messages.length) showDevices(shown.matrix);
  showLaws(result.invariants, view && chooseLaw);
  if (result.campaign) showCampaign(result.campaign, result.run.runs, result.findings);
  showCoverage(result.faults, result.run.runs);
  showLatency({ what: "this run", latency: shown.latency }, shown.baseline);
  showCost(result.cost, result.baseline);
  if (view) showTopology(view.trace);
  showShrinking(chosen?.finding ?? result.findings.find((finding) => finding.shrinking));
  showConfiguration(result);
  if (result.campaign) byId("counterexample").after(byId("findings"));
  // Without a counterexample, what was tried is the evidence.
  if (result.verdict !== "broken") byId("counterexample").before(byId("campaign"), byId("coverage"));
  // For the browser tests.
  Object.assign(window, { imstorm: { view, result } });
  return view;
}

/** Above the diagram of a campaign: whose counterexample it is, and the way to the others. */
function sayWhichFinding(told: Bug[], chosen: Bug, place: Place) {
  const note = byId("which");
  note.hidden = false;
  const { finding } = chosen;
  note.append(h("b", {}, `Finding #${chosen.number} as a case: `), h("code", {}, finding.case));
  for (const bug of told) {
    if (bug === chosen) continue;
    const to = () => goTo({ ...place, finding: bug.number, step: undefined });
    const title = bug.finding.headline;
    note.append(" · ", button(`see #${bug.number}, ${bug.finding.invariant}`, { class: "link", title }, to));
  }
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

function addHelp() {
  const open = () => byId<HTMLDialogElement>("help").showModal();
  byId("help-open").addEventListener("click", open);
  addEventListener("keydown", (event) => {
    if (event.key === "?" && !(event.target instanceof HTMLInputElement)) open();
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
