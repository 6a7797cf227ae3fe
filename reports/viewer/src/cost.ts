// What the protocol cost, beside the same run without faults.
import { cell, h, scrolling, show, table } from "./dom";
import { grouped } from "./figures";
import type { Baseline, Cost } from "./result";

export function showCost(cost: Cost, baseline: Baseline | undefined) {
  if (!cost.packets) return;
  const base = baseline?.cost;
  const total = (name: string, here: number | string, there?: number | string) =>
    h("tr", {}, h("th", { scope: "row" }, name), number(here), ...(base ? [number(there ?? 0), change(here, there ?? 0)] : []));
  const rows = [
    total("round trips of devices for each message", cost.round_trips_per_message, base?.round_trips_per_message),
    total("packets of devices for each delivery", cost.client_packets_per_delivery, base?.client_packets_per_delivery),
    total("messages delivered", cost.deliveries, base?.deliveries),
    total("packets", cost.packets, base?.packets),
    total("bytes", cost.bytes, base?.bytes),
  ];
  const heads: (string | [string])[] = ["", ["this run"]];
  if (base) heads.push([baseline!.what], ["change"]);
  show("cost", scrolling(table(heads, rows), "Cost"));
  const kinds = kindsOf(cost, base);
  const frames = kinds.map((kind) => total(kind, cost.by_kind[kind] ?? 0, base?.by_kind[kind] ?? 0));
  const all = scrolling(table(heads, frames), "Packets by kind");
  show("cost", h("details", {}, h("summary", {}, `Packets by kind (${kinds.length})`), all));
}

/** Kinds that occur, the most frequent first. */
function kindsOf(cost: Cost, base: Cost | undefined): string[] {
  const count = (kind: string) => cost.by_kind[kind] ?? 0;
  const names = new Set([...Object.keys(cost.by_kind), ...Object.keys(base?.by_kind ?? {})]);
  const used = [...names].filter((kind) => count(kind) || base?.by_kind[kind]);
  return used.sort((a, b) => count(b) - count(a));
}

function number(value: number | string): HTMLElement {
  return typeof value === "number" ? cell(value) : cell(value, { class: "n" });
}

function change(here: number | string, there: number | string): HTMLElement {
  const a = Number(String(here).replaceAll(",", ""));
  const b = Number(String(there).replaceAll(",", ""));
  if (a === b) return cell("same", { class: "n dim" });
  if (b === 0) return cell(`+${grouped(a)}`, { class: "n up" });
  const share = Math.round((a / b - 1) * 100);
  return cell(`${share > 0 ? "+" : ""}${share}%`, { class: `n ${share > 0 ? "up" : "down"}` });
}
