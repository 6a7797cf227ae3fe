// What the address says behind #: "run1" of the results of this file, "f2" of its findings, "e540" of
// the steps of the run; joined by "-". A step has the number that it has in the run, however much of
// the run is in the file.

export interface Place {
  run?: number; // from 0
  finding?: number; // from 1
  step?: number;
}

const WORDS = { run: "run", finding: "f", step: "e" } as const;

export function placeOf(hash: string): Place {
  const place: Place = {};
  for (const part of hash.replace(/^#/, "").split("-")) {
    for (const [name, word] of Object.entries(WORDS) as [keyof Place, string][]) {
      const number = new RegExp(`^${word}(\\d+)$`).exec(part)?.[1];
      if (number !== undefined) place[name] = Number(number);
    }
  }
  return place;
}

export function hashOf(place: Place): string {
  const parts = (Object.entries(WORDS) as [keyof Place, string][])
    .filter(([name]) => place[name] !== undefined)
    .map(([name, word]) => `${word}${place[name]}`);
  return parts.length ? `#${parts.join("-")}` : "";
}

/** Shows another result or finding; the page is made anew. */
export function goTo(place: Place) {
  // Without anything behind it the address would not be another one.
  location.hash = hashOf(place) || "#all";
  location.reload();
}
