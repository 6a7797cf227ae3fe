// Numbers and times as people read them; the same forms as reports/figures.h.

export function grouped(n: number): string {
  return n.toLocaleString("en");
}

export function counted(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** "812", "50.0 k", "212.6 M". */
export function short(n: number): string {
  if (n < 10_000) return grouped(n);
  if (n < 1e6) return `${(n / 1e3).toFixed(1)} k`;
  return `${(n / 1e6).toFixed(1)} M`;
}

/** A length of time in ns to three digits. */
export function lengthOf(ns: number): string {
  const three = (value: number, unit: string) =>
    `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${unit}`;
  if (ns < 1e3) return `${ns.toFixed(0)} ns`;
  if (ns < 1e6) return three(ns / 1e3, "us");
  if (ns < 1e9) return three(ns / 1e6, "ms");
  if (ns < 60e9) return three(ns / 1e9, "s");
  const seconds = Math.floor(ns / 1e9);
  const two = (n: number) => String(n).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  return `${grouped(Math.floor(seconds / 3600))}h ${two(Math.floor(seconds / 60) % 60)}m`;
}

/** Virtual time as a clock shows it: "00:12.500000", from one hour on "1:00:12.500000". */
export function clockOf(ns: number): string {
  return clock(ns, 6);
}

/** The same with as many digits as a step of `step` ns needs. */
export function clockFor(ns: number, step: number): string {
  const digits = step >= 1e9 ? 0 : Math.min(6, Math.ceil(9 - Math.log10(step)));
  return clock(ns, digits);
}

function clock(ns: number, digits: number): string {
  const unit = 10 ** digits;
  const total = Math.floor(Math.abs(ns) / (1e9 / unit));
  const seconds = Math.floor(total / unit);
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const fraction = digits ? `.${String(total % unit).padStart(digits, "0")}` : "";
  const text = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
  return `${ns < 0 ? "-" : ""}${hours ? `${hours}:` : ""}${text}`;
}
