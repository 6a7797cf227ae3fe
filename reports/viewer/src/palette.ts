// The colours of the page for what is painted by hand, read once for each scheme.

export class Palette {
  private readonly known = new Map<string, string>();
  private readonly style = getComputedStyle(document.documentElement);

  /** The value of the custom property --name. */
  of(name: string): string {
    let color = this.known.get(name);
    if (color === undefined) {
      color = this.style.getPropertyValue(`--${name}`).trim() || "#888";
      this.known.set(name, color);
    }
    return color;
  }
}

/** Bands of faults in three tones: somebody is down, something is cut off, something is worse. */
export function toneOf(faultKind: string): string {
  if (/crash|kill|wipe|pause/.test(faultKind)) return "f-crash";
  if (/partition|break|half-open|offline/.test(faultKind)) return "f-cut";
  return "f-net";
}
