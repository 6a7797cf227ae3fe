// Traces: links to steps of a run of which a file has only a window, and lanes in which messages swap.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Browser } from "./browser.mjs";
import { imstorm, pageOf, place, read } from "./results.mjs";

/** More steps than a file has without --full-trace. */
const LONG = `[users]
alice = ["phone"]
bob = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[traffic]]
in = "dm"
messages = 1500
every = "20ms"
`;

let browser, cut, full;
before(async () => {
  writeFileSync(place("long.toml"), LONG);
  cut = pageOf("cut", place("long.toml"));
  full = pageOf("full", place("long.toml"), "--full-trace");
  browser = await Browser.start();
});
after(() => browser?.stop());

const selected = (page) =>
  page.evaluate(() => {
    const { diagram, trace } = imstorm.view;
    const at = diagram.selected;
    return at < 0 ? null : { number: trace.numberOf(at), at: trace.at[at], lane: trace.lane[at], input: trace.input(at) };
  });

test("a link leads to the same step, however much of the run is in the file", async () => {
  const [from, count] = read("cut.json").trace.kept.at(-1);
  const number = from + Math.floor(count / 2);
  assert.ok(from > 0, "the window does not begin with the run");
  const found = [];
  for (const file of [cut, full]) {
    const page = await browser.open(file, `#e${number}`);
    found.push(await selected(page));
    assert.equal(new URL(page.url()).hash, `#e${number}`);
    assert.deepEqual(page.problems, []);
    await page.close();
  }
  assert.equal(found[0].number, number);
  assert.deepEqual(found[0], found[1]);
});

test("a page says what it has not, and which link leads there", async () => {
  const { kept, left_out } = read("cut.json").trace;
  const page = await browser.open(cut, "#e3");
  const said = await page.locator("#missing").textContent();
  assert.ok(said.startsWith("Step 3, to which the link leads, is not in this file."), said);
  assert.ok(said.includes(`${kept.at(-1)[0].toLocaleString("en")} before them`), said);
  assert.match(said, /--full-trace/);
  assert.equal(await selected(page), null);
  assert.ok(left_out > 0);
  await page.close();
  const whole = await browser.open(full, "#e3");
  assert.equal(await whole.locator("#missing").isVisible(), false);
  assert.equal((await selected(whole)).number, 3);
  await whole.close();
});

test("two pages of one run hold all of its steps, and a window of them", () => {
  assert.equal(read("full.json").trace.left_out, 0);
  assert.equal(read("cut.json").trace.steps.at.length, 20_000);
});

for (const [what, part] of [["one-thread", "thread"], ["one-socket", "socket"]]) {
  test(`where messages swap the lane is open, and shows its ${part}s: ${what}`, async () => {
    const page = await browser.open(pageOf(what, `scenarios/article/${what}-without.toml`));
    const seen = await page.evaluate(() => {
      const { diagram, trace } = imstorm.view;
      const { layout, emphasis } = diagram;
      const { received, from, to, socket } = trace.data.packets;
      const rows = layout.rows.filter((row) => row.part !== "lane");
      // Packets of the story that came from one process and left in another order than they were served.
      const told = [...emphasis.packets].filter((packet) => received[packet] >= 0);
      const pairs = told.flatMap((p) => told.map((q) => [p, q]));
      const swapped = pairs.filter(
        ([p, q]) => from[p] === from[q] && to[p] === to[q] && p < q && received[p] > received[q],
      );
      const [p, q] = swapped.find(([p]) => diagram.opened.has(to[p])) ?? [];
      return {
        rows: rows.map((row) => row.part),
        labels: new Set(rows.map((row) => `${row.lane} ${row.label}`)).size,
        opened: [...diagram.opened],
        lane: p === undefined ? null : to[p],
        thread: p === undefined ? [] : [p, q].map((packet) => layout.ofStep(received[packet])),
        socket: p === undefined ? [] : [p, q].map((packet) => layout.ofEnd(packet, "to")),
        sockets: p === undefined ? [] : [socket[p], socket[q]],
      };
    });
    assert.ok(seen.opened.includes(seen.lane), JSON.stringify(seen));
    assert.ok(seen.rows.includes(part));
    assert.equal(seen.labels, seen.rows.length, "no row is there twice");
    assert.ok(seen.rows.length <= 16, `${seen.rows.length} rows: only the sockets that matter`);
    assert.notEqual(seen[part][0], seen[part][1], `both are on one ${part}`);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}

test("of several steps at one instant a packet leaves the one that sent it", async () => {
  const page = await browser.open(place("one-thread.html"));
  const ends = await page.evaluate(() => {
    const { diagram, trace } = imstorm.view;
    const { axis, layout, picture } = diagram;
    const begin = /<path d="M(\S+) (\S+)L/g;
    const lines = [...diagram.svg().matchAll(begin)].map(([, x, y]) => [Number(x), Number(y)]);
    const sentAtOnce = [...diagram.emphasis.packets].filter((packet) => {
      const sent = trace.sentBy(packet);
      return sent >= 0 && trace.left[packet] === trace.at[sent] && axis.ofStep(sent) !== axis.ofTime(trace.left[packet]);
    });
    return sentAtOnce.map((packet) => {
      const x = picture.x(axis.ofStep(trace.sentBy(packet)));
      const y = layout.ofEnd(packet, "from");
      return lines.some(([a, b]) => Math.abs(a - x) < 0.2 && Math.abs(b - y) < 0.2);
    });
  });
  assert.ok(ends.length > 0, "no such packet: the check is empty");
  assert.ok(ends.every(Boolean), ends.join());
  await page.close();
});

test("the exports of a window work too", () => {
  imstorm("report", place("cut.json"), "--perfetto", place("cut.perfetto"), "--mermaid", place("cut.mermaid"));
});
