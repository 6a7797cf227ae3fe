// Every packet as a line: the diagram as text.
import { byId, cell, h } from "./dom";
import { clockOf, counted, grouped, lengthOf } from "./figures";
import type { SpaceTime } from "./space_time";

const ROWS_MAX = 300;

export function showMessageList(view: SpaceTime) {
  const section = byId("messages");
  section.hidden = false;
  const fill = () => {
    const packets = view.filtered();
    const filtered = packets.length < view.trace.packets;
    const shown = packets.slice(0, ROWS_MAX);
    const count = filtered
      ? `${counted(packets.length, "packet")} matching the filter`
      : counted(packets.length, "packet");
    const cut = packets.length > ROWS_MAX ? `, the first ${grouped(ROWS_MAX)} shown` : "";
    byId("messages-count").textContent = `(${count}${cut})`;
    section.querySelector("tbody")!.replaceChildren(...shown.map((packet) => row(view, packet)));
  };
  view.onFilter = fill;
  fill();
}

function row(view: SpaceTime, packet: number): HTMLElement {
  const { trace } = view;
  const fate = [trace.fate(packet)];
  if (trace.isCopy(packet)) fate.push("copy");
  if (trace.data.packets.late[packet]) fate.push("held back");
  const bad = trace.isLost(packet) || fate.length > 1;
  const time = h("button", { type: "button", class: "link" }, clockOf(trace.left[packet]));
  const received = trace.data.packets.received[packet];
  time.addEventListener("click", () => {
    view.goTo(received >= 0 ? received : trace.sentBy(packet), packet);
  });
  return h(
    "tr",
    {},
    h("td", {}, time),
    cell(trace.laneName(trace.from(packet))),
    cell(trace.laneName(trace.to(packet))),
    cell(trace.kind(packet)),
    cell(trace.body(packet)),
    cell(trace.detail(packet)),
    cell(lengthOf(trace.ended[packet] - trace.left[packet]), { class: "n" }),
    cell(fate.join(", "), bad ? { class: "fate" } : {}),
  );
}
