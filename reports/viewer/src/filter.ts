// The filter's grammar: words that all must fit; a leading "-" turns one around.
//   m7            the message that a packet carries or is about, or the beginning of its kind
//   kind:ack      its kind begins so
//   lane:gw from:gw to:gw    its ends begin so
//   fate:lost     delivered, lost, unheard, dropped, copy, late, bad (any but a plain delivery)
import type { Trace } from "./trace";

export type PacketTest = (packet: number) => boolean;

/** Null if there is nothing to filter by. */
export function filterOf(trace: Trace, text: string): PacketTest | null {
  const tests = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "-")
    .map((word) => testOf(trace, word));
  return tests.length ? (packet) => tests.every((test) => test(packet)) : null;
}

function testOf(trace: Trace, word: string): PacketTest {
  if (word.startsWith("-")) {
    const inner = testOf(trace, word.slice(1));
    return (packet) => !inner(packet);
  }
  const parts = /^(kind|lane|from|to|fate|body):(.*)$/.exec(word);
  if (!parts) return plainTest(trace, word);
  const [, field, value] = parts;
  const lane = (index: number) => trace.laneName(index).toLowerCase().startsWith(value);
  switch (field) {
    case "kind":
      return (packet) => trace.kind(packet).toLowerCase().startsWith(value);
    case "body":
      return (packet) => trace.body(packet).toLowerCase() === value;
    case "from":
      return (packet) => lane(trace.from(packet));
    case "to":
      return (packet) => lane(trace.to(packet));
    case "lane":
      return (packet) => lane(trace.from(packet)) || lane(trace.to(packet));
    default:
      return (packet) => fatesOf(trace, packet).some((fate) => fate.startsWith(value));
  }
}

function plainTest(trace: Trace, word: string): PacketTest {
  return (packet) =>
    trace.body(packet).toLowerCase() === word ||
    (word.length > 1 && trace.kind(packet).toLowerCase().startsWith(word)) ||
    (word.length > 3 &&
      [trace.from(packet), trace.to(packet)].some((lane) =>
        trace.laneName(lane).toLowerCase().includes(word),
      ));
}

function fatesOf(trace: Trace, packet: number): string[] {
  const { late } = trace.data.packets;
  const words = [trace.fate(packet)];
  if (trace.isCopy(packet)) words.push("copy");
  if (late[packet]) words.push("late");
  if (trace.isLost(packet) || words.length > 1) words.push("bad");
  return words;
}
