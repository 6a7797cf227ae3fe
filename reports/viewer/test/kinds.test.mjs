// A page for each verdict, several results in one page, a gallery; what they say is what the result
// says; hostile names stay text; axe finds nothing serious; big traces stay fluent.
import assert from "node:assert/strict";
import { statSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { seriousOn } from "./axe.mjs";
import { Browser, settled } from "./browser.mjs";
import { BROKEN, folder, imstorm, pageOf, pageOfResult, place, read } from "./results.mjs";

const kinds = ["broken", "holds", "undecided", "vacuous"];
let browser;

/** So little happens that some laws could not have been broken. */
const QUIET = `title = "One message, no fault"
[users]
alice = ["phone"]
bob = ["phone"]
[conversations]
dm = ["alice", "bob"]
[[send]]
from = "alice.phone"
to = "dm"
at = "1s"
`;

before(async () => {
  pageOf("broken", ...BROKEN);
  pageOf("holds", "scenarios/lossy-edge.toml");
  pageOf("undecided", "scenarios/lossy-edge.toml", "--set", "limits.events_max=3000");
  writeFileSync(place("quiet.toml"), QUIET);
  pageOf("vacuous", place("quiet.toml"));
  browser = await Browser.start();
});
after(() => browser?.stop());

/** Tables of the page against the result. */
async function checkFacts(page, result) {
  const rows = (id) => page.locator(`#${id} > .body > .scroll > table > tbody > tr`);
  assert.equal(await page.locator("#invariants tbody tr").count(), result.invariants.length);
  assert.equal(await rows("coverage").count(), result.faults.filter((f) => f.injected > 0).length);
  const series = result.latency.series.filter((s) => s.count > 0);
  assert.ok((await page.locator("#latency tbody tr").count()) >= series.length);
  const { matrix } = result;
  assert.equal(await page.locator(".matrix tbody tr").count(), matrix.devices.length);
  const cells = { twice: 0, never: 0 };
  for (const times of matrix.consumed.flat()) {
    if (times > 1) cells.twice++;
    if (times === 0) cells.never++;
  }
  for (const kind of ["twice", "never"]) {
    assert.equal(await page.locator(`.matrix td.${kind}`).count(), cells[kind], kind);
  }
  assert.equal(await page.locator("#messages tbody tr").count(), Math.min(300, result.trace.packets.left.length));
}

for (const kind of kinds) {
  test(`a page of a result that is ${kind}`, async () => {
    const page = await browser.open(place(`${kind}.html`));
    const result = read(`${kind}.json`);
    assert.equal(await page.locator("#verdict").textContent(), kind.toUpperCase());
    assert.ok((await page.locator("#headline").textContent()).length > 5);
    for (const id of ["invariants", "coverage", "latency", "cost", "topology", "run", "devices", "messages"]) {
      assert.ok(await page.locator(`#${id}`).isVisible(), `${id} is shown`);
    }
    const order = await page.locator("main > section").evaluateAll((all) => all.map((s) => s.id));
    const first = order.indexOf("coverage") < order.indexOf("counterexample");
    assert.equal(first, kind !== "broken", "where nothing broke, coverage is the evidence");
    await checkFacts(page, result);
    assert.deepEqual(page.problems, []);
    assert.deepEqual(page.asked, []);
    await page.close();
  });

  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing serious: ${kind}, ${scheme}`, async () => {
      const page = await browser.open(place(`${kind}.html`));
      if (kind === "broken") await page.click("#violation");
      assert.deepEqual(await seriousOn(page, scheme), []);
      await page.close();
    });
  }
}

test("a narrow page has no sideways scroll", async () => {
  const page = await browser.open(place("broken.html"));
  await page.setViewportSize({ width: 430, height: 932 });
  await settled(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.close();
});

test("hostile names stay text", async () => {
  const result = read("broken.json");
  const evil = '</script><img src=x onerror="window.pwned=1"><script>window.pwned=2</script>\u2028<!--';
  result.headline = result.run.title = result.run.replay = evil;
  result.findings[0].headline = result.invariants[0].promise = result.invariants[0].because = evil;
  for (const line of [...result.trace.story, ...result.invariants[0].story]) line.text = evil;
  result.trace.strings = result.trace.strings.map((text) => `${text}${evil}`);
  for (const lane of result.trace.lanes) lane.name = evil;
  for (const band of result.trace.bands) band.sentence = evil;
  result.matrix.devices[0] = result.matrix.messages[0].name = evil;
  result.run.config = { [evil]: evil };
  const page = await browser.open(pageOfResult("hostile", result));
  await page.click("#violation");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await settled(page);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.locator("#headline").textContent(), evil);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("several results are one page with a choice", async () => {
  const page = await browser.open(pageOfResult("several", [read("holds.json"), read("broken.json")]));
  assert.equal(await page.locator("#verdict").textContent(), "BROKEN");
  assert.equal(await page.locator("#runs option").count(), 2);
  await Promise.all([page.waitForNavigation(), page.selectOption("#runs", "0")]);
  await page.waitForSelector("html[data-ready]");
  assert.equal(await page.locator("#verdict").textContent(), "HOLDS");
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("a gallery links the page of each result, the worst first", async () => {
  imstorm("report", folder);
  const page = await browser.open(place("index.html"));
  const verdicts = await page.locator(".pill").allTextContents();
  assert.equal(verdicts[0], "broken");
  assert.ok(verdicts.includes("holds"));
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("ul")).listStyleType), "none");
  await page.click("li:first-child a");
  await page.waitForSelector("html[data-ready]");
  assert.equal(await page.locator("#verdict").textContent(), "BROKEN");
  assert.deepEqual(page.problems, []);
  await page.close();
});

/** The same trace over and over, until it has about that many steps. */
function repeated(result, steps) {
  const big = structuredClone(result);
  delete big.twin;
  delete big.trace.kept;
  const { trace } = big;
  const one = structuredClone(trace);
  const length = one.steps.at.at(-1) + 1_000_000_000;
  const rounds = Math.ceil(steps / one.steps.at.length);
  for (let round = 1; round < rounds; round++) {
    const shifts = { cause: one.steps.at.length, sent: one.steps.at.length, received: one.steps.at.length,
      by: one.steps.at.length, packet: one.packets.left.length };
    for (const table of ["steps", "packets"]) {
      for (const [name, column] of Object.entries(one[table])) {
        const times = ["at", "left", "ended"].includes(name);
        const shift = round * (times ? length : (shifts[name] ?? 0));
        for (const value of column) trace[table][name].push(value < 0 && !times ? value : value + shift);
      }
    }
  }
  return big;
}

test("90,000 steps stay fluent", async () => {
  const big = repeated(read("broken.json"), 90_000);
  const count = big.trace.steps.at.length;
  const page = await browser.open(pageOfResult("big", big));
  await settled(page);
  const medians = await page.evaluate(() => {
    const { diagram } = imstorm.view;
    const median = () => {
      const times = Array.from({ length: 31 }, () => {
        diagram.draw();
        return diagram.drawMs;
      });
      return times.sort((a, b) => a - b)[15];
    };
    const window = median();
    diagram.fitAll(false);
    return { window, all: median() };
  });
  console.log(`redraw at ${count} steps: ${medians.window.toFixed(1)} ms, all of it ${medians.all.toFixed(1)} ms`);
  assert.ok(medians.window <= 16, `the default window takes ${medians.window} ms`);
  assert.match(await page.locator("#count").textContent(), /density/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test("budgets: the page of a small run", () => {
  const { events } = read("broken.json").run;
  assert.ok(events <= 1000, `${events} events`);
  const bytes = statSync(place("broken.html")).size;
  console.log(`a page of ${events} events: ${bytes} bytes`);
  assert.ok(bytes <= 250_000, `${bytes} bytes`);
});
