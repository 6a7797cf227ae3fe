// The section of the diagram: its tools, the panel beside it, the passing twin, the deep links.
import { modeFor, type Mode } from "./axis";
import { button, byId, h } from "./dom";
import { Diagram } from "./diagram";
import type { Causal } from "./emphasis";
import { clockOf, counted, grouped } from "./figures";
import { filterOf } from "./filter";
import { CLASSES, type FrameClass } from "./frames";
import { addGestures, type Hit } from "./gestures";
import { addKeys } from "./keys";
import { hashOf, placeOf, type Place } from "./link";
import { bugsOf, marksOf, representativeMarks, type Bug, type Marks } from "./marks";
import { about, stepPanel, storyPanel, type PanelActions } from "./panel";
import type { Law, Result } from "./result";
import { NONE, Trace } from "./trace";

export class SpaceTime {
  readonly trace: Trace;
  readonly diagram: Diagram;
  readonly bugs: Bug[];
  onFilter = () => {};
  private readonly filter = byId<HTMLInputElement>("filter");
  private readonly twin: Trace | null;
  private chosen: Bug | undefined;
  private showsTwin = false;

  constructor(
    private readonly result: Result,
    private readonly place: Place, // of the page: links to steps keep it
  ) {
    this.trace = new Trace(result.trace!);
    this.twin = result.twin ? new Trace(result.twin.trace) : null;
    this.bugs = bugsOf(result);
    this.chosen = this.bugs[0];
    this.diagram = new Diagram(byId("plot"), byId("strip"), {
      selected: (step, packet) => this.selected(step, packet),
      viewed: (packets, density) => this.viewed(packets, density),
    });
    this.addTools();
    addGestures(this.diagram, (hit, x, y) => this.tooltip(hit, x, y));
    addKeys(this.diagram);
    this.showTrace();
    this.diagram.fitStory(false);
    this.addTwin();
    this.sayWhatIsMissing();
    this.followLink(place);
    addEventListener("hashchange", () => this.hashChanged());
  }

  /** The trace on the screen: of the run, or of its twin. */
  private get shown(): Trace {
    return this.showsTwin && this.twin ? this.twin : this.trace;
  }

  private marks(): Marks {
    if (!this.chosen) return representativeMarks(this.trace);
    const marks = marksOf(this.trace, this.chosen.law);
    const { twin } = this.result;
    if (!twin) return marks;
    if (!this.showsTwin) return { ...marks, parting: twin.parts_at };
    // Until the runs part, steps have the same numbers in both.
    const story = marks.story.map((mark) =>
      mark.step < twin.parts_at ? mark : { ...mark, step: NONE },
    );
    const lineage = marks.lineage.filter((step) => step < twin.parts_at);
    return { violations: [], lineage, lost: [], story, parting: twin.parts_at };
  }

  private showTrace() {
    const marks = this.marks();
    const told = marks.story.map((mark) => mark.step).filter((step) => step >= 0);
    const mode = this.diagram.trace ? this.diagram.axis.mode : modeFor(this.trace, told);
    this.diagram.show(this.shown, marks, mode);
    press("scale", mode);
    byId("idle").setAttribute("aria-pressed", String(this.diagram.hideIdle));
    this.panel(NONE, NONE);
  }

  choose(bug: Bug) {
    this.chosen = bug;
    this.showTrace();
    this.diagram.fitStory();
  }

  /** Shows the story of a law if it is broken; else false. */
  chooseLaw(law: Law): boolean {
    const bug = this.bugs.find((other) => other.law === law);
    if (!bug) return false;
    this.choose(bug);
    const { violations } = this.diagram.marks;
    if (violations.length) this.diagram.select(violations[0].step);
    return true;
  }

  goTo(step: number, packet: number = NONE) {
    if (this.showsTwin) this.toggleTwin();
    byId("counterexample").scrollIntoView({ block: "start" });
    this.diagram.select(step, packet);
  }

  // What the diagram says.

  private selected(step: number, packet: number) {
    this.panel(step, packet);
    if (step < 0) {
      this.setLink(undefined);
      return;
    }
    const trace = this.shown;
    byId("live").textContent =
      `${trace.laneName(trace.lane[step])} at ${clockOf(trace.at[step])}: ${trace.describe(step)}`;
    if (!this.showsTwin) this.setLink(this.trace.numberOf(step));
  }

  private viewed(packets: number, density: boolean) {
    const all = grouped(this.shown.packets);
    byId("count").textContent = `${grouped(packets)} of ${all} packets in view${density ? " · density" : ""}`;
  }

  private panel(step: number, packet: number) {
    const actions: PanelActions = {
      select: (to, of) => this.diagram.select(to, of),
      clear: () => this.diagram.select(NONE),
      choose: (bug) => this.choose(bug),
    };
    const content =
      step >= 0
        ? stepPanel(this.shown, step, packet, actions)
        : storyPanel(this.bugs, this.chosen, this.diagram.marks.story, actions);
    byId("panel").replaceChildren(...content);
  }

  private tooltip(hit: Hit | null, x: number, y: number) {
    const tip = byId("tip");
    tip.hidden = hit === null;
    if (!hit) return;
    tip.replaceChildren(...about(this.shown, hit.step, hit.packet));
    const below = y + 18 + tip.offsetHeight <= innerHeight;
    tip.style.left = `${Math.max(4, Math.min(innerWidth - tip.offsetWidth - 12, x + 14))}px`;
    tip.style.top = `${below ? y + 18 : y - tip.offsetHeight - 12}px`;
  }

  private setLink(step: number | undefined) {
    const hash = hashOf({ ...this.place, step });
    history.replaceState(null, "", location.pathname + location.search + hash);
  }

  private hashChanged() {
    const place = placeOf(location.hash);
    const elsewhere = (["run", "finding"] as const).some(
      (part) => place[part] !== undefined && place[part] !== this.place[part],
    );
    if (elsewhere) location.reload();
    else this.followLink(place);
  }

  /** #e540: the step with that number in the run. */
  private followLink({ step: number }: Place) {
    if (number === undefined) return;
    const step = this.trace.stepOfNumber(number);
    if (step === NONE) {
      this.miss(`Step ${grouped(number)}, to which the link leads, is not in this file. `);
      return;
    }
    if (step === this.diagram.selected) return;
    if (this.showsTwin) this.toggleTwin();
    this.diagram.select(step);
  }

  /** Says what is not in the file. */
  private miss(text: string) {
    const note = byId("missing");
    note.hidden = false;
    note.prepend(text);
  }

  // Tools.

  private addTools() {
    const { diagram, filter } = this;
    let wait = 0;
    filter.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => this.applyFilter(), 80);
    });
    this.addShortcuts();
    segment("causal", (value) => diagram.setCausal(value as Causal));
    segment("scale", (value) => diagram.setMode(value as Mode));
    byId("idle").addEventListener("click", () => {
      diagram.setHideIdle(!diagram.hideIdle);
      byId("idle").setAttribute("aria-pressed", String(diagram.hideIdle));
    });
    byId("zoom-in").addEventListener("click", () => diagram.zoom(1.8));
    byId("zoom-out").addEventListener("click", () => diagram.zoom(1 / 1.8));
    byId("zoom-all").addEventListener("click", () => diagram.fitAll());
    const violation = byId("violation");
    violation.hidden = this.bugs.length === 0;
    violation.addEventListener("click", () => {
      diagram.fitStory();
      const [first] = diagram.marks.violations;
      if (first) diagram.select(first.step);
    });
    byId("svg").addEventListener("click", () => save("space-time.svg", "image/svg+xml", diagram.svg()));
    addEventListener("keydown", (event) => this.pageKey(event));
    this.addLegend();
    this.addPrinting();
  }

  private pageKey(event: KeyboardEvent) {
    const typing = event.target instanceof HTMLInputElement;
    if (typing && event.key === "Escape") byId("plot").focus();
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      this.filter.focus();
    }
  }

  private addShortcuts() {
    const told = marksOf(this.trace, this.chosen?.law).story.map((mark) => mark.step);
    const packets = told.filter((step) => step >= 0).map((step) => this.trace.received[step]);
    const about = packets.filter((p) => p >= 0).map((p) => this.trace.body(p)).filter(Boolean);
    const words = [...new Set([...about.reverse().slice(0, 1), "fate:bad"])];
    for (const word of words) {
      const shortcut = button(word === "fate:bad" ? "faulty" : word, { "aria-pressed": "false" }, () => {
        this.filter.value = this.filter.value === word ? "" : word;
        this.applyFilter();
      });
      shortcut.dataset.word = word;
      byId("shortcuts").append(shortcut);
    }
  }

  private applyFilter() {
    this.diagram.setFilter(filterOf(this.shown, this.filter.value));
    for (const shortcut of byId("shortcuts").querySelectorAll("button")) {
      shortcut.setAttribute("aria-pressed", String(shortcut.dataset.word === this.filter.value));
    }
    this.onFilter();
  }

  /** The packets that the filter lets through, in order. */
  filtered(): number[] {
    const all = [...this.trace.byLeft];
    const test = filterOf(this.trace, this.filter.value);
    return test ? all.filter(test) : all;
  }

  private addLegend() {
    const used = new Set<FrameClass>();
    for (let packet = 0; packet < this.trace.packets; packet++) used.add(this.trace.classOf(packet));
    const legend = byId("legend");
    const keys = CLASSES.filter((name) => used.has(name)).map((name) => {
      const key = h("button", { type: "button", "aria-pressed": "true" }, h("i", { class: `key k-${name}` }), name);
      key.addEventListener("click", () => {
        key.setAttribute("aria-pressed", String(this.diagram.toggleClass(name)));
      });
      return key;
    });
    legend.prepend(...keys);
  }

  /** On paper the diagram is SVG, in the light scheme. */
  private addPrinting() {
    const root = document.documentElement;
    let scheme: string | undefined;
    addEventListener("beforeprint", () => {
      scheme = root.dataset.theme;
      root.dataset.theme = "light";
      const picture = new DOMParser().parseFromString(this.diagram.svg(), "image/svg+xml");
      byId("paper").replaceChildren(document.importNode(picture.documentElement, true));
    });
    addEventListener("afterprint", () => {
      if (scheme) root.dataset.theme = scheme;
      else delete root.dataset.theme;
      byId("paper").replaceChildren();
    });
  }

  // The passing twin.

  private addTwin() {
    const { twin } = this.result;
    if (!twin) return;
    const tool = byId("twin");
    tool.hidden = false;
    tool.title = `The same run without: ${twin.without}`;
    tool.addEventListener("click", () => this.toggleTwin());
  }

  toggleTwin() {
    this.showsTwin = !this.showsTwin;
    const { window } = this.diagram;
    const times = window.map((c) => this.diagram.axis.timeAt(c));
    byId("twin").setAttribute("aria-pressed", String(this.showsTwin));
    this.showTrace();
    const [a, b] = times.map((at) => this.diagram.axis.ofTime(at));
    this.diagram.showWindow(a, b, false);
    this.applyFilter();
    this.twinBanner();
  }

  private twinBanner() {
    const banner = byId("banner");
    const { twin } = this.result;
    banner.hidden = !this.showsTwin || !twin;
    if (banner.hidden || !twin) return;
    const parting = Math.min(twin.parts_at, this.shown.count - 1);
    const to = button("Where they part", { class: "link" }, () => this.diagram.select(parting));
    banner.replaceChildren(
      h("b", {}, "The passing twin. "),
      `The same run without “${twin.without}”: ${twin.mended} holds. Both are the same until `,
      h("b", {}, clockOf(twin.parts_at_ns)),
      ". ",
      to,
    );
  }

  private sayWhatIsMissing() {
    const { left_out, kept } = this.trace.data;
    if (!left_out) return;
    const here = `${counted(this.trace.count, "step")}${this.bugs.length ? " around the violation" : ""}`;
    const [from, count] = kept?.at(-1) ?? [0, 0];
    const before = kept && from > 0 ? from - (this.trace.count - count) : 0;
    const after = left_out - before;
    const gaps = [before > 0 ? `${grouped(before)} before them` : "", after > 0 ? `${grouped(after)} after them` : ""];
    this.miss(`${here}; ${gaps.filter(Boolean).join(" and ")} are not in this file. Repeat the run with --full-trace to see all.`);
  }

  /** After the scheme has changed. */
  recolor() {
    this.diagram.recolor();
  }
}

function press(group: string, value: string) {
  for (const item of byId(group).querySelectorAll("button")) {
    item.setAttribute("aria-pressed", String(item.dataset.value === value));
  }
}

/** Buttons of which one is pressed. */
function segment(group: string, act: (value: string) => void) {
  for (const item of byId(group).querySelectorAll("button")) {
    item.addEventListener("click", () => {
      press(group, item.dataset.value!);
      act(item.dataset.value!);
    });
  }
}

function save(name: string, type: string, text: string) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  h("a", { download: name, href }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

