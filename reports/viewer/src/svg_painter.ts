import { FONT, type Box, type BoxStyle, type Painter, type Stroke, type TextStyle } from "./painter";

const LETTER = 0.55; // mean width of a letter, in its height

export class SvgPainter implements Painter {
  private readonly out: string[] = [];
  private readonly definitions = new Map<string, string>();

  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke) {
    this.out.push(`<path d="M${r(x1)} ${r(y1)}L${r(x2)} ${r(y2)}" fill="none"${strokeOf(stroke)}/>`);
  }

  polygon(corners: number[], fill: string | null, stroke?: Stroke, alpha = 1) {
    const points = corners.map(r).join(" ");
    this.out.push(`<polygon points="${points}"${fillOf(fill, alpha)}${strokeOf(stroke)}/>`);
  }

  rectangle(box: Box, fill: string | null, style: BoxStyle = {}) {
    const round = style.radius ? ` rx="${style.radius}"` : "";
    this.out.push(
      `<rect ${placeOf(box)}${round}${fillOf(fill, style.alpha ?? 1)}${strokeOf(style.stroke)}/>`,
    );
  }

  circle(x: number, y: number, radius: number, fill: string | null, stroke?: Stroke, alpha = 1) {
    const place = `cx="${r(x)}" cy="${r(y)}" r="${radius}"`;
    this.out.push(`<circle ${place}${fillOf(fill, alpha)}${strokeOf(stroke)}/>`);
  }

  text(x: number, y: number, text: string, style: TextStyle) {
    const halo = style.halo
      ? ` stroke="${style.halo}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"`
      : "";
    const weight = style.weight ? ` font-weight="${style.weight}"` : "";
    const faint = (style.alpha ?? 1) < 1 ? ` opacity="${style.alpha}"` : "";
    this.out.push(
      `<text x="${r(x)}" y="${r(y)}" font-size="${style.size ?? 11}"${weight} fill="${style.color}"` +
        ` text-anchor="${style.anchor ?? "start"}" dominant-baseline="central"${faint}${halo}>` +
        `${escaped(text)}</text>`,
    );
  }

  hatch(box: Box, color: string, alpha: number) {
    const id = `hatch${color.replace(/\W/g, "")}`;
    this.definitions.set(
      id,
      `<pattern id="${id}" width="7" height="7" patternUnits="userSpaceOnUse"` +
        ` patternTransform="rotate(45)"><path d="M0 0V7" stroke="${color}" stroke-width="1.4"/></pattern>`,
    );
    this.out.push(`<rect ${placeOf(box)} fill="url(#${id})" fill-opacity="${alpha}"/>`);
  }

  within(box: Box, draw: () => void) {
    const id = `clip${this.definitions.size}`;
    this.definitions.set(id, `<clipPath id="${id}"><rect ${placeOf(box)}/></clipPath>`);
    this.out.push(`<g clip-path="url(#${id})">`);
    draw();
    this.out.push("</g>");
  }

  widthOf(text: string, size: number) {
    return text.length * size * LETTER;
  }

  /** The whole picture, a file of its own. */
  picture(width: number, height: number, background: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${r(width)} ${r(height)}"` +
      ` width="${r(width)}" height="${r(height)}" font-family="${escaped(FONT)}">` +
      `<defs>${[...this.definitions.values()].join("")}</defs>` +
      `<rect width="100%" height="100%" fill="${background}"/>${this.out.join("\n")}</svg>`
    );
  }
}

/** Tenths of a pixel are enough. */
function r(value: number): number {
  return Math.round(value * 10) / 10;
}

function placeOf({ x, y, w, h }: Box): string {
  return `x="${r(x)}" y="${r(y)}" width="${r(Math.max(0, w))}" height="${r(Math.max(0, h))}"`;
}

function fillOf(fill: string | null, alpha: number): string {
  return ` fill="${fill ?? "none"}"${alpha < 1 ? ` fill-opacity="${alpha}"` : ""}`;
}

function strokeOf(stroke?: Stroke): string {
  if (!stroke) return "";
  const dash = stroke.dash?.length ? ` stroke-dasharray="${stroke.dash.join(" ")}"` : "";
  const faint = (stroke.alpha ?? 1) < 1 ? ` stroke-opacity="${stroke.alpha}"` : "";
  return ` stroke="${stroke.color}" stroke-width="${stroke.width ?? 1}"${dash}${faint}`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (letter) => entities[letter]);
}
