// Device by message: how long each took, twice, never.
import { h, scrolling, show } from "./dom";
import { counted, lengthOf } from "./figures";
import type { Matrix } from "./result";

const NOT_FOR_IT = -1;

export function showDevices(matrix: Matrix) {
  const heads = matrix.messages.map((message) =>
    h("th", { scope: "col", class: "n", title: `${message.sender} to ${message.conversation}` }, message.name),
  );
  const rows = matrix.devices.map((device, row) =>
    h("tr", {}, h("th", { scope: "row" }, device), ...matrix.messages.map((_, column) => cellOf(matrix, row, column))),
  );
  const table = h(
    "table",
    { class: "data matrix" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "sent → consumed"), ...heads)),
    h("tbody", {}, ...rows),
  );
  show("devices", scrolling(table, "Devices and messages"), legend());
  const cut = [
    matrix.left_out_devices ? counted(matrix.left_out_devices, "device") : "",
    matrix.left_out_messages ? counted(matrix.left_out_messages, "message") : "",
  ].filter(Boolean);
  if (cut.length) show("devices", h("p", { class: "cap" }, `Left out: ${cut.join(" and ")}.`));
}

function cellOf(matrix: Matrix, row: number, column: number): HTMLElement {
  const times = matrix.consumed[row][column];
  const after = matrix.after[row][column];
  if (times === NOT_FOR_IT) return h("td", { class: "n none" }, "·");
  if (times === 0) return h("td", { class: "n never", title: "never consumed" }, "never");
  if (times > 1) return h("td", { class: "n twice", title: `consumed ${times} times` }, `${times}×`);
  if (matrix.messages[column].sender === matrix.devices[row]) {
    return h("td", { class: "n own" }, lengthOf(after));
  }
  return h("td", { class: `n ${speed(after)}` }, lengthOf(after));
}

/** Green within a second, amber beyond: below that people do not notice. */
function speed(ns: number): string {
  return ns < 250e6 ? "quick" : ns < 1e9 ? "good" : "slow";
}

function legend(): HTMLElement {
  const item = (kind: string, text: string) => h("span", {}, h("i", { class: `swatch ${kind}` }), text);
  return h(
    "p",
    { class: "cap keys" },
    item("quick", "within 250 ms"),
    item("good", "within 1 s"),
    item("slow", "later"),
    item("twice", "more than once"),
    item("never", "never"),
    item("own", "its own message"),
  );
}
