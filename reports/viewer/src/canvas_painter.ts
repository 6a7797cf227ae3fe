import { FONT, type Box, type BoxStyle, type Painter, type Stroke, type TextStyle } from "./painter";

const HATCH = 7; // px between two lines

export class CanvasPainter implements Painter {
  constructor(private readonly context: CanvasRenderingContext2D) {}

  private stroke(stroke: Stroke) {
    const c = this.context;
    c.strokeStyle = stroke.color;
    c.lineWidth = stroke.width ?? 1;
    c.globalAlpha = stroke.alpha ?? 1;
    c.setLineDash(stroke.dash ?? []);
    c.stroke();
  }

  private fill(color: string, alpha: number) {
    this.context.fillStyle = color;
    this.context.globalAlpha = alpha;
    this.context.fill();
  }

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke) {
    const c = this.context;
    c.beginPath();
    c.moveTo(x1, y1);
    c.lineTo(x2, y2);
    this.stroke(stroke);
  }

  polygon(corners: number[], fill: string | null, stroke?: Stroke, alpha = 1) {
    const c = this.context;
    c.beginPath();
    c.moveTo(corners[0], corners[1]);
    for (let i = 2; i < corners.length; i += 2) c.lineTo(corners[i], corners[i + 1]);
    c.closePath();
    if (fill) this.fill(fill, alpha);
    if (stroke) this.stroke(stroke);
  }

  rectangle({ x, y, w, h }: Box, fill: string | null, style: BoxStyle = {}) {
    const c = this.context;
    c.beginPath();
    c.roundRect(x, y, w, h, style.radius ?? 0);
    if (fill) this.fill(fill, style.alpha ?? 1);
    if (style.stroke) this.stroke(style.stroke);
  }

  circle(x: number, y: number, radius: number, fill: string | null, stroke?: Stroke, alpha = 1) {
    const c = this.context;
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    if (fill) this.fill(fill, alpha);
    if (stroke) this.stroke(stroke);
  }

  text(x: number, y: number, text: string, style: TextStyle) {
    const c = this.context;
    c.font = `${style.weight ?? 400} ${style.size ?? 11}px ${FONT}`;
    const anchor = style.anchor ?? "start";
    c.textAlign = anchor === "middle" ? "center" : anchor;
    c.textBaseline = "middle";
    c.globalAlpha = style.alpha ?? 1;
    if (style.halo) {
      c.strokeStyle = style.halo;
      c.lineWidth = 3.5;
      c.lineJoin = "round";
      c.setLineDash([]);
      c.strokeText(text, x, y);
    }
    c.fillStyle = style.color;
    c.fillText(text, x, y);
  }

  hatch(box: Box, color: string, alpha: number) {
    const c = this.context;
    this.within(box, () => {
      c.beginPath();
      const first = Math.floor((box.x - box.h) / HATCH) * HATCH;
      for (let x = first; x < box.x + box.w; x += HATCH) {
        c.moveTo(x, box.y + box.h);
        c.lineTo(x + box.h, box.y);
      }
      this.stroke({ color, alpha });
    });
  }

  within({ x, y, w, h }: Box, draw: () => void) {
    this.context.save();
    this.context.beginPath();
    this.context.rect(x, y, w, h);
    this.context.clip();
    draw();
    this.context.restore();
  }

  widthOf(text: string, size: number) {
    this.context.font = `400 ${size}px ${FONT}`;
    return this.context.measureText(text).width;
  }
}
