// From values to places, and where the marks of an axis stand.

export type Scale = (value: number) => number;

export function linear(from: [number, number], to: [number, number]): Scale {
  const factor = (to[1] - to[0]) / (from[1] - from[0] || 1);
  return (value) => to[0] + (value - from[0]) * factor;
}

/** REQUIRES: values above 0. */
export function logarithmic(from: [number, number], to: [number, number]): Scale {
  const inner = linear([Math.log(from[0]), Math.log(from[1])], to);
  return (value) => inner(Math.log(value));
}

/** Round values of a step of 1, 2 or 5 times a power of ten: about `count` of them. */
export function ticks(a: number, b: number, count: number): { values: number[]; step: number } {
  const raw = Math.max((b - a) / Math.max(1, count), Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw)!;
  const values: number[] = [];
  for (let i = Math.ceil(a / step); i * step <= b; i++) values.push(i * step);
  return { values, step };
}

/** 1, 2 and 5 times powers of ten from a to b. */
export function decades(a: number, b: number): number[] {
  const values: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(a)); power <= b; power *= 10) {
    for (const m of [1, 2, 5]) if (m * power >= a && m * power <= b) values.push(m * power);
  }
  return values;
}
