// The exports, read by real parsers: Mermaid's own, Chromium's for SVG, and for Perfetto the trace
// engine of Chrome's DevTools, which reads the same format. It knows flows only as Chrome itself writes
// them: of those our own rules are checked. ShiViz is in no registry: its default expression is here as
// its manual has it, and the clocks must be what its manual asks of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { TraceModel } from "@paulirish/trace_engine";
import { Browser } from "./browser.mjs";
import { BROKEN, imstorm, pageOf, place, read } from "./results.mjs";

// The trace engine uses it, and Debian's Node.js 18 has not got it.
URL.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null);

const mermaid = readFileSync(new URL("../node_modules/mermaid/dist/mermaid.min.js", import.meta.url), "utf8");
let browser, page;
before(async () => {
  pageOf("broken", ...BROKEN);
  pageOf("holds", "scenarios/first-message.toml");
  for (const name of ["broken", "holds"]) {
    const forms = ["mermaid", "perfetto", "shiviz", "svg"];
    imstorm("report", place(`${name}.json`), ...forms.flatMap((form) => [`--${form}`, place(`${name}.${form}`)]));
  }
  browser = await Browser.start();
  page = await browser.context.newPage();
  await page.addScriptTag({ content: mermaid });
});
after(() => browser?.stop());

const text = (name) => readFileSync(place(name), "utf8");

async function mermaidSays(diagram) {
  return page.evaluate(async (diagram) => {
    try {
      return (await window.mermaid.parse(diagram)).diagramType;
    } catch (error) {
      return String(error.message ?? error);
    }
  }, diagram);
}

for (const name of ["broken", "holds"]) {
  test(`Mermaid reads the sequence diagram: ${name}`, async () => {
    assert.equal(await mermaidSays(text(`${name}.mermaid`)), "sequence");
    assert.match(text(`${name}.mermaid`), /->>/);
  });

  test(`the SVG is well-formed: ${name}`, async () => {
    const root = await page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
      return parsed.querySelector("parsererror")?.textContent ?? parsed.documentElement.tagName;
    }, text(`${name}.svg`));
    assert.equal(root, "svg");
  });

  test(`the Perfetto trace has each step, and flows that begin and end: ${name}`, () => {
    const { trace } = read(`${name}.json`);
    const { traceEvents } = JSON.parse(text(`${name}.perfetto`));
    const of = (ph) => traceEvents.filter((event) => event.ph === ph);
    assert.equal(of("X").length, trace.steps.at.length + trace.bands.length);
    assert.deepEqual(of("s").map((e) => e.id), of("f").map((e) => e.id));
    const begun = new Map(of("s").map((event) => [event.id, event]));
    for (const end of of("f")) assert.ok(begun.get(end.id).ts <= end.ts);
  });

  test(`DevTools reads the Perfetto trace, and finds each step on its lane and thread: ${name}`, async () => {
    const { trace } = read(`${name}.json`);
    const { traceEvents } = JSON.parse(text(`${name}.perfetto`));
    const model = TraceModel.Model.createWithAllHandlers();
    await model.parse(traceEvents, {});
    const { Renderer } = model.parsedTrace(0).data;
    const found = [...Renderer.processes.values()].flatMap((process) =>
      [...process.threads.values()].flatMap((thread) => thread.entries.map(({ pid, tid, ts }) => `${pid} ${tid} ${ts}`)),
    );
    const steps = trace.steps.at.map((at, i) => `${10 + trace.steps.lane[i]} ${trace.steps.worker[i] + 1} ${at / 1000}`);
    const bands = trace.bands.map(({ from }, i) => `1 ${i} ${from / 1000}`);
    assert.deepEqual(found.sort(), [...steps, ...bands].sort());
    const threads = [...Renderer.processes.values()].flatMap((process) => [...process.threads.values()]);
    assert.ok(threads.every((thread) => thread.name), "every thread has a name");
  });

  test(`the ShiViz log has clocks that follow the packets: ${name}`, () => {
    const expression = /(?<event>.*)\n(?<host>\S*) (?<clock>\{.*\})/g;
    const own = new Map();
    let events = 0;
    for (const { groups } of text(`${name}.shiviz`).matchAll(expression)) {
      const clock = JSON.parse(groups.clock);
      const before = own.get(groups.host) ?? 0;
      assert.equal(clock[groups.host], before + 1);
      own.set(groups.host, before + 1);
      events++;
    }
    assert.equal(events * 2, text(`${name}.shiviz`).trimEnd().split("\n").length);
  });
}

test("Mermaid reads hostile names too", async () => {
  const result = read("broken.json");
  const evil = ['a;b:c#d%%{}', "end", 'x"<b>&', "->> y", "note over"];
  result.trace.lanes.forEach((lane, i) => (lane.name = evil[i % evil.length]));
  result.trace.strings = result.trace.strings.map((_, i) => evil[i % evil.length]);
  const { writeFileSync } = await import("node:fs");
  writeFileSync(place("evil.json"), JSON.stringify(result));
  imstorm("report", place("evil.json"), "--mermaid", place("evil.mermaid"));
  assert.equal(await mermaidSays(text("evil.mermaid")), "sequence");
});
