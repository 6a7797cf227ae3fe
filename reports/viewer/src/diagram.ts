// The space-time diagram: what is shown (window, lanes, selection) and when it is drawn again.
import { Axis, type Mode } from "./axis";
import { CanvasPainter } from "./canvas_painter";
import { drawDensity } from "./draw_density";
import { drawLanes, drawNames } from "./draw_lanes";
import { drawMarks, placeBadges } from "./draw_marks";
import { drawPacketLabels, drawPackets } from "./draw_packets";
import { drawStepLabels, drawSteps } from "./draw_steps";
import { Emphasis, type Causal } from "./emphasis";
import type { PacketTest } from "./filter";
import type { FrameClass } from "./frames";
import { canOpen, GUTTER, Layout, MARGIN } from "./layout";
import { orderLanes } from "./lane_order";
import type { Marks } from "./marks";
import { Overview, OVERVIEW_HEIGHT } from "./overview";
import type { Painter } from "./painter";
import { Palette } from "./palette";
import { LabelRoom, type Picture } from "./picture";
import { linear } from "./scale";
import { SvgPainter } from "./svg_painter";
import { swappingLanes } from "./swaps";
import { NONE, type Trace } from "./trace";

const SINGLE_MAX = 6000; // packets or steps in the window that are drawn one by one
const IDLE_SHOWN_MAX = 16; // lanes up to which those that do not matter are shown at first
const OPENED_MAX = 2; // lanes that are open at first, because messages swap in them
const GLIDE_MS = 260;

export interface DiagramEvents {
  selected(step: number, packet: number): void;
  viewed(packetsInView: number, density: boolean): void;
}

export class Diagram {
  trace!: Trace;
  axis!: Axis;
  layout!: Layout;
  emphasis!: Emphasis;
  marks!: Marks;
  picture: Picture | null = null; // the one on the screen
  window: [number, number] = [0, 1];
  selected = NONE;
  selectedPacket = NONE;
  hovered = NONE;
  causal: Causal = "lineage";
  hideIdle = false;
  drawMs = 0; // of the last drawing
  readonly hiddenClasses = new Set<FrameClass>();
  readonly opened = new Set<number>();
  private order: number[] = [];
  private overview!: Overview;
  private filter: PacketTest | null = null;
  private palette = new Palette();
  private frame = 0; // of requestAnimationFrame
  private glide = 0;
  private width = 800;

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly strip: HTMLCanvasElement,
    private readonly events: DiagramEvents,
  ) {
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement!);
  }

  /** Shows a trace. The order of lanes stays, so that two runs can be compared. */
  show(trace: Trace, marks: Marks, mode: Mode) {
    const first = !this.trace;
    this.trace = trace;
    this.marks = marks;
    this.axis = new Axis(trace, mode);
    this.overview = new Overview(trace);
    this.emphasis = new Emphasis(trace, marks);
    this.emphasis.filterBy(this.filter);
    if (first) {
      const told = [...this.emphasis.lineage].sort((a, b) => a - b).map((step) => trace.lane[step]);
      this.order = orderLanes(trace, told);
      const swapping = swappingLanes(trace, this.emphasis.packets).filter((lane) => canOpen(trace, lane));
      for (const lane of swapping.slice(0, OPENED_MAX)) this.opened.add(lane);
      this.hideIdle = trace.data.lanes.length > IDLE_SHOWN_MAX && told.length > 0;
    }
    this.selected = this.hovered = this.selectedPacket = NONE;
    this.resize();
  }

  // The window.

  full(): [number, number] {
    return this.axis.full();
  }

  /** Shows the coordinates from a to b, gliding there unless the user wants no motion. */
  showWindow(a: number, b: number, glide = true) {
    const [low, high] = this.full();
    const width = Math.min(Math.max(b - a, this.axis.mode === "time" ? 2000 : 3), high - low);
    const from = Math.max(low, Math.min(high - width, (a + b - width) / 2));
    const to: [number, number] = [from, from + width];
    cancelAnimationFrame(this.glide);
    if (!glide || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.window = to;
      this.redraw();
      return;
    }
    const begin = performance.now();
    const [a0, b0] = this.window;
    const tick = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - begin) / GLIDE_MS));
      const eased = 1 - (1 - t) ** 3;
      this.window = [a0 + (to[0] - a0) * eased, b0 + (to[1] - b0) * eased];
      this.draw();
      if (t < 1) this.glide = requestAnimationFrame(tick);
    };
    this.glide = requestAnimationFrame(tick);
  }

  fitAll(glide = true) {
    this.showWindow(...this.full(), glide);
  }

  /** The steps and a margin around them. */
  fitSteps(steps: number[], glide = true) {
    if (!steps.length) return this.fitAll(glide);
    const places = steps.map((step) => this.axis.ofStep(step));
    const a = Math.min(...places);
    const b = Math.max(...places);
    const margin = (b - a) * 0.06 + (this.axis.mode === "time" ? 1e6 : 3);
    this.showWindow(a - margin, b + margin, glide);
  }

  /** What the page is about: the violation and its lineage, without what began long before. */
  fitStory(glide = true) {
    const told = this.marks.story.map((mark) => mark.step).filter((step) => step >= 0);
    const broken = this.marks.violations.map((v) => v.step);
    this.fitSteps(told.length ? [...told, ...broken] : [...this.emphasis.lineage], glide);
  }

  /** Zooms by a factor around a place on the canvas, or the middle. */
  zoom(factor: number, x = (GUTTER + this.width) / 2, glide = true) {
    const [a, b] = this.window;
    const fixed = a + ((b - a) * (x - GUTTER)) / (this.width - MARGIN - GUTTER);
    this.showWindow(fixed - (fixed - a) / factor, fixed + (b - fixed) / factor, glide);
  }

  pan(pixels: number) {
    const [a, b] = this.window;
    const shift = (pixels * (b - a)) / (this.width - MARGIN - GUTTER);
    this.showWindow(a + shift, b + shift, false);
  }

  setMode(mode: Mode) {
    const times = this.window.map((c) => this.axis.timeAt(c));
    this.axis = new Axis(this.trace, mode);
    this.showWindow(this.axis.ofTime(times[0]), this.axis.ofTime(times[1]), false);
  }

  // What is shown, and how.

  setFilter(filter: PacketTest | null) {
    this.filter = filter;
    this.emphasis.filterBy(filter);
    this.resize();
  }

  setCausal(causal: Causal) {
    this.causal = causal;
    this.emphasis.select(this.selected, causal);
    this.redraw();
  }

  setHideIdle(hide: boolean) {
    this.hideIdle = hide;
    this.resize();
  }

  toggleLane(lane: number) {
    if (!this.opened.delete(lane)) this.opened.add(lane);
    this.resize();
  }

  toggleClass(name: FrameClass): boolean {
    const hidden = !this.hiddenClasses.delete(name);
    if (hidden) this.hiddenClasses.add(name);
    this.redraw();
    return !hidden;
  }

  select(step: number, packet: number = NONE) {
    this.selected = step;
    this.selectedPacket = packet >= 0 ? packet : step >= 0 ? this.trace.received[step] : NONE;
    this.emphasis.select(step, this.causal);
    if (step >= 0) this.reveal(step);
    this.events.selected(step, this.selectedPacket);
    this.redraw();
  }

  hover(step: number) {
    if (step === this.hovered) return;
    this.hovered = step;
    this.redraw();
  }

  private reveal(step: number) {
    if (this.layout.ofStep(step) < 0) this.setHideIdle(false);
    const [a, b] = this.window;
    const at = this.axis.ofStep(step);
    const margin = (b - a) * 0.06;
    if (at < a + margin || at > b - margin) {
      this.showWindow(at - (b - a) / 2, at + (b - a) / 2);
    }
  }

  private shownLanes(): number[] {
    if (!this.hideIdle) return this.order;
    const keep = new Set<number>();
    for (const step of this.emphasis.lineage) keep.add(this.trace.lane[step]);
    if (this.filter) {
      keep.clear();
      for (let packet = 0; packet < this.trace.packets; packet++) {
        if (!this.filter(packet)) continue;
        keep.add(this.trace.from(packet)).add(this.trace.to(packet));
      }
    }
    const kept = this.order.filter((lane) => keep.has(lane));
    return kept.length ? kept : this.order;
  }

  // Drawing.

  /** After the scheme has changed. */
  recolor() {
    this.palette = new Palette();
    this.redraw();
  }

  redraw() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  resize() {
    if (!this.trace) return;
    this.width = Math.max(320, this.canvas.parentElement!.clientWidth);
    this.layout = new Layout(this.trace, this.shownLanes(), this.opened, this.emphasis.packets);
    for (const [canvas, height] of [
      [this.canvas, this.layout.height],
      [this.strip, OVERVIEW_HEIGHT],
    ] as const) {
      canvas.width = this.width * devicePixelRatio;
      canvas.height = height * devicePixelRatio;
      canvas.style.width = `${this.width}px`;
      canvas.style.height = `${height}px`;
    }
    this.redraw();
  }

  draw() {
    const begin = performance.now();
    this.picture = this.drawTo(cleared(this.canvas), this.palette);
    const overview = cleared(this.strip);
    this.overview.draw(overview, this.palette, this.axis, this.marks, this.width, this.window);
    const passing = this.picture.packets.filter((packet) => this.emphasis.passes(packet));
    this.events.viewed(passing.length, this.isDense(this.picture));
    this.drawMs = performance.now() - begin;
  }

  /** The window as a picture of its own, in the colours of the page. */
  svg(): string {
    const painter = new SvgPainter();
    const palette = new Palette();
    this.drawTo(painter, palette);
    return painter.picture(this.width, this.layout.height, palette.of("card"));
  }

  private isDense(picture: Picture): boolean {
    return Math.max(picture.packets.length, picture.lastStep - picture.firstStep) > SINGLE_MAX;
  }

  private drawTo(painter: Painter, palette: Palette): Picture {
    const { trace, axis, layout, window } = this;
    const [t0, t1] = window.map((c) => axis.timeAt(c));
    const packets = trace.underWay(t0, t1).filter((packet) => !this.isHidden(packet));
    const picture: Picture = {
      painter, palette, trace, axis, layout, window, packets,
      emphasis: this.emphasis,
      marks: this.marks,
      x: linear(window, [GUTTER, this.width - MARGIN]),
      width: this.width,
      firstStep: Math.max(0, trace.firstAt(t0) - 1),
      lastStep: Math.min(trace.count, trace.firstAt(t1 + 1) + 1),
      selected: this.selected,
      selectedPacket: this.selectedPacket,
      hovered: this.hovered,
      labels: new LabelRoom(),
    };
    const badges = placeBadges(picture);
    drawLanes(picture);
    painter.within({ x: GUTTER, y: 0, w: this.width - GUTTER, h: layout.height }, () => {
      if (this.isDense(picture)) {
        drawDensity(picture);
      } else {
        drawPackets(picture);
        const loud = drawSteps(picture);
        drawStepLabels(picture, loud, "strong");
        drawPacketLabels(picture);
        drawStepLabels(picture, loud, "weak");
      }
    });
    drawNames(picture);
    drawMarks(picture, badges);
    return picture;
  }

  private isHidden(packet: number): boolean {
    return this.hiddenClasses.size > 0 && this.hiddenClasses.has(this.trace.classOf(packet));
  }
}

function cleared(canvas: HTMLCanvasElement): CanvasPainter {
  const context = canvas.getContext("2d")!;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  return new CanvasPainter(context);
}
