// Who talks to whom, how much, and where it was cut.
import { h, s, show } from "./dom";
import { counted, grouped } from "./figures";
import type { Trace } from "./trace";

const COLUMNS = ["device", "gateway", "logic", "id-service", "store"];
const WIDTH = 860;
const ROW = 34; // px between nodes, at least
const DEVICES_MAX = 24; // more are one node: their names would not be read

interface Link {
  a: number;
  b: number;
  packets: number;
  lost: number;
  cut: string; // the fault that cut it
}

interface Node {
  name: string;
  role: string;
}

export function showTopology(trace: Trace) {
  const { nodes, nodeOf } = nodesOf(trace);
  const links = linksOf(trace, nodeOf);
  const used = COLUMNS.filter((role) => nodes.some((node) => node.role === role));
  const columns = used.map((role) => nodes.flatMap((node, i) => (node.role === role ? [i] : [])));
  const height = Math.max(200, Math.max(...columns.map((column) => column.length)) * ROW + 40);
  const places: [number, number][] = [];
  columns.forEach((column, c) => {
    column.forEach((node, row) => {
      const x = 150 + (c * (WIDTH - 260)) / Math.max(1, columns.length - 1);
      places[node] = [x, 30 + ((row + 0.5) / column.length) * (height - 50)];
    });
  });
  const picture = s("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": summary(nodes, links) });
  const most = Math.max(1, ...links.map((link) => link.packets));
  for (const link of links) picture.append(...drawLink(link, nodes, places, most));
  nodes.forEach((node, i) => places[i] && picture.append(drawNode(node, places[i], node.role === used[0])));
  show("topology", picture, h("p", { class: "cap" }, `${summary(nodes, links)} Wider is more traffic.`));
}

function nodesOf(trace: Trace): { nodes: Node[]; nodeOf: number[] } {
  const { lanes } = trace.data;
  const devices = lanes.filter((lane) => lane.role === "device").length;
  const nodes: Node[] = [];
  let crowd = -1;
  const nodeOf = lanes.map((lane) => {
    if (lane.role !== "device" || devices <= DEVICES_MAX) {
      return nodes.push({ name: lane.name, role: COLUMNS.includes(lane.role) ? lane.role : "logic" }) - 1;
    }
    if (crowd < 0) crowd = nodes.push({ name: counted(devices, "device"), role: "device" }) - 1;
    return crowd;
  });
  return { nodes, nodeOf };
}

function linksOf(trace: Trace, nodeOf: number[]): Link[] {
  const links = new Map<string, Link>();
  const { bands, packets } = trace.data;
  for (let packet = 0; packet < trace.packets; packet++) {
    const ends = [nodeOf[trace.from(packet)], nodeOf[trace.to(packet)]].sort((a, b) => a - b);
    const key = ends.join(" ");
    const link = links.get(key) ?? { a: ends[0], b: ends[1], packets: 0, lost: 0, cut: "" };
    link.packets++;
    if (trace.isLost(packet)) link.lost++;
    const fault = packets.fault[packet];
    if (fault >= 0 && trace.isLost(packet)) link.cut = bands[fault]?.sentence ?? "";
    links.set(key, link);
  }
  return [...links.values()];
}

function drawLink(link: Link, nodes: Node[], places: [number, number][], most: number): SVGElement[] {
  const [[x1, y1], [x2, y2]] = [places[link.a], places[link.b]];
  const bend = Math.abs(x1 - x2) < 2 ? x1 + 60 : (x1 + x2) / 2;
  const text = `${nodes[link.a].name} – ${nodes[link.b].name}: ${counted(link.packets, "packet")}, ${grouped(link.lost)} lost`;
  const path = s(
    "path",
    {
      d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`,
      class: `edge${link.lost ? " lossy" : ""}${link.cut ? " cut" : ""}`,
      "stroke-width": (1 + 6 * Math.sqrt(link.packets / most)).toFixed(1),
    },
    s("title", {}, link.cut ? `${text} (${link.cut})` : text),
  );
  if (!link.lost) return [path];
  const place = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 5, "text-anchor": "middle", class: "bad" };
  return [path, s("text", place, `${grouped(link.lost)} lost`)];
}

function drawNode(node: Node, [x, y]: [number, number], first: boolean): SVGElement {
  const shape = {
    device: () => s("circle", { r: 6.5 }),
    gateway: () => s("path", { d: "M0 -8L8 0L0 8L-8 0Z" }),
    store: () => s("path", { d: "M-7 -6H7V-1H-7ZM-7 1H7V6H-7Z" }),
  }[node.role] ?? (() => s("rect", { x: -6, y: -6, width: 12, height: 12, rx: 2 }));
  const label = first
    ? { x: -14, y: 4, "text-anchor": "end" }
    : { x: 0, y: -13, "text-anchor": "middle" };
  return s(
    "g",
    { transform: `translate(${x} ${y})`, class: `node ${node.role}` },
    shape(),
    s("text", { ...label, class: "name" }, node.name),
  );
}

function summary(nodes: Node[], links: Link[]): string {
  const lossy = links.filter((link) => link.lost).length;
  const all = links.reduce((sum, link) => sum + link.packets, 0);
  return `${counted(nodes.length, "node")}, ${counted(all, "packet")} on ${counted(links.length, "link")}, ${grouped(lossy)} of them lost some.`;
}
