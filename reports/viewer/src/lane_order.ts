// In which order lanes stand: devices by user, those of the story on top, the servers in the middle,
// and neighbours by traffic, so that arrows are short.
import type { Trace } from "./trace";

const SERVERS = ["gateway", "logic", "id-service", "store"];
const ROUNDS_MAX = 60;

/** Lanes that move together: a user's devices, or one server. */
interface Unit {
  lanes: number[];
  device: boolean;
}

/** `first`: lanes that should be near the top, the most wanted first. */
export function orderLanes(trace: Trace, first: number[]): number[] {
  const units = unitsOf(trace);
  const rank = (unit: Unit) => {
    const places = unit.lanes.map((lane) => first.indexOf(lane)).filter((i) => i >= 0);
    return places.length ? Math.min(...places) : Infinity;
  };
  const devices = units.filter((unit) => unit.device).sort((a, b) => before(rank(a), rank(b)));
  const servers = units.filter((unit) => !unit.device);
  const half = Math.ceil(devices.length / 2);
  const order = [...devices.slice(0, half), ...servers, ...devices.slice(half)];
  improve(order, trafficOf(trace));
  return order.flatMap((unit) => unit.lanes);
}

function before(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function unitsOf(trace: Trace): Unit[] {
  const users = new Map<string, Unit>();
  const servers: { unit: Unit; role: number }[] = [];
  trace.data.lanes.forEach((lane, index) => {
    if (lane.role === "device") {
      const user = lane.user || lane.name.split(".")[0];
      const unit = users.get(user) ?? { lanes: [], device: true };
      unit.lanes.push(index);
      users.set(user, unit);
    } else {
      servers.push({ unit: { lanes: [index], device: false }, role: SERVERS.indexOf(lane.role) });
    }
  });
  servers.sort((a, b) => a.role - b.role);
  return [...users.values(), ...servers.map((server) => server.unit)];
}

function trafficOf(trace: Trace): Map<number, Map<number, number>> {
  const traffic = new Map<number, Map<number, number>>();
  const add = (a: number, b: number) => {
    const row = traffic.get(a) ?? new Map<number, number>();
    row.set(b, (row.get(b) ?? 0) + 1);
    traffic.set(a, row);
  };
  for (let packet = 0; packet < trace.packets; packet++) {
    add(trace.from(packet), trace.to(packet));
    add(trace.to(packet), trace.from(packet));
  }
  return traffic;
}

/** Swaps neighbours of one kind while that makes the arrows shorter. */
function improve(order: Unit[], traffic: Map<number, Map<number, number>>) {
  if (order.length > 64) return;
  const length = () => {
    const place = new Map<number, number>();
    order.flatMap((unit) => unit.lanes).forEach((lane, i) => place.set(lane, i));
    let sum = 0;
    for (const [a, row] of traffic) {
      for (const [b, n] of row) sum += n * Math.abs(place.get(a)! - place.get(b)!);
    }
    return sum;
  };
  let best = length();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const start = best;
    for (let i = 0; i + 1 < order.length; i++) {
      if (order[i].device !== order[i + 1].device) continue;
      [order[i], order[i + 1]] = [order[i + 1], order[i]];
      const now = length();
      if (now < best) best = now;
      else [order[i], order[i + 1]] = [order[i + 1], order[i]];
    }
    if (best === start) break;
  }
}
