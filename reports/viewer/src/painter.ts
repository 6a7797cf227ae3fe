// What the diagram draws with. One drawing, two painters: a canvas on the screen, SVG for paper.

export interface Stroke {
  color: string;
  width?: number;
  dash?: number[];
  alpha?: number;
}

export interface TextStyle {
  color: string;
  size?: number;
  weight?: number;
  anchor?: "start" | "middle" | "end";
  halo?: string; // a colour around the letters, so that they read over lines
  alpha?: number;
}

export interface Painter {
  line(x1: number, y1: number, x2: number, y2: number, stroke: Stroke): void;
  /** Corners as x, y, x, y, ...; filled, outlined or both. */
  polygon(corners: number[], fill: string | null, stroke?: Stroke, alpha?: number): void;
  rectangle(box: Box, fill: string | null, options?: BoxStyle): void;
  circle(x: number, y: number, radius: number, fill: string | null, stroke?: Stroke, alpha?: number): void;
  text(x: number, y: number, text: string, style: TextStyle): void;
  hatch(box: Box, color: string, alpha: number): void;
  /** Draws inside the box only. */
  within(box: Box, draw: () => void): void;
  widthOf(text: string, size: number): number;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface BoxStyle {
  alpha?: number;
  radius?: number;
  stroke?: Stroke;
}

export const FONT =
  "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";
