// A chip for each law, in two rows at most.
import { byId, h } from "./dom";
import type { Outcome } from "./result";

export interface Chip {
  verdict: Outcome;
  symbol: string;
  text: string;
  spoken: string; // what the symbol says
  title: string;
  act(): void;
}

export function showChips(chips: Chip[]) {
  const list = byId("chips");
  for (const { verdict, symbol, text, spoken, title, act } of chips) {
    const chip = h(
      "button",
      { type: "button", class: `chip ${verdict}`, title },
      h("span", { "aria-hidden": "true" }, `${symbol} `),
      text,
      h("span", { class: "sr" }, `: ${spoken}`),
    );
    chip.addEventListener("click", act);
    list.append(h("li", {}, chip));
  }
  fold(list);
  addEventListener("resize", () => fold(list));
}

/** The last one says how many more there are. */
function fold(chips: HTMLElement) {
  chips.querySelector(".more")?.remove();
  const items = [...chips.children] as HTMLElement[];
  for (const item of items) item.hidden = false;
  const rows = [...new Set(items.map((item) => item.offsetTop))].sort((a, b) => a - b);
  if (rows.length <= 2) return;
  const more = h("a", { class: "chip", href: "#invariants" });
  const last = h("li", { class: "more" }, more);
  chips.append(last);
  for (let folded = 1; folded < items.length; folded++) {
    items[items.length - folded].hidden = true;
    more.textContent = `and ${folded} more`;
    if (last.offsetTop <= rows[1]) return;
  }
}
