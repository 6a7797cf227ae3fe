// The page of a comparison: both designs at a glance, its figures, and the way to a run of each.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { after, before, test } from "node:test";
import { seriousOn } from "./axe.mjs";
import { Browser, settled } from "./browser.mjs";
import { imstorm, pageOfResult, place, read } from "./results.mjs";

let browser, file, page, result;
before(async () => {
  const files = ["--html", place("compared.html"), "--json", place("compared.json")];
  imstorm("compare", "scenarios/logic-crash.toml", "--with", "dedup.identity=per-try", ...files);
  file = place("compared.html");
  result = read("compared.json");
  browser = await Browser.start();
  page = await browser.open(file);
});
after(() => browser?.stop());

const text = (selector) => page.locator(selector).textContent();

test("verdicts, what came of it, the command and both sides are above the fold", async () => {
  assert.equal(await text("#verdict"), "A ✓ B ✕");
  assert.equal(await page.locator("#verdict").getAttribute("aria-label"), "A holds, B broken");
  assert.equal(await text("#headline"), "B breaks exactly-once, no-phantom and no-silent-drop, which A keeps");
  assert.equal(await text("#replay"), result.replay);
  const sides = await page.locator(".side").allTextContents();
  assert.equal(sides.length, 2);
  for (const [side, label] of [[sides[0], result.labels.a], [sides[1], result.labels.b]]) assert.ok(side.includes(label));
  for (const id of ["#verdict", "#headline", "#replay", "#chips", ".side >> nth=1", ".group >> nth=0"]) {
    const box = await page.locator(id).boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 900, `${id} ends at ${box.y + box.height}`);
  }
});

test("the law about which they differ comes first", async () => {
  assert.match(await page.locator("#chips .chip").first().textContent(), /A ✓ B ✕.*Exactly once: A holds, B broken/);
  assert.equal(await page.locator("#invariants tbody tr").count(), Math.max(result.a.invariants.length, result.b.invariants.length));
  assert.match(await page.locator("#invariants tbody tr").first().textContent(), /Exactly once.*✓ holds.*✕ broken/);
});

test("every setting that differs and every figure is there as the result has it", async () => {
  const rows = await page.locator(".groups tbody tr").evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent)),
  );
  const settings = Object.entries(result.settings).map(([name, { a, b }]) => [name, a, b, ""]);
  const figures = result.figures.map(({ name, a, b, change }) => [name, a, b, change === "=" ? "same" : change]);
  assert.deepEqual(rows, [...settings, ...figures]);
});

test("times of both are drawn", async () => {
  const keys = await page.locator("#latency tbody tr td:first-child").allTextContents();
  assert.deepEqual(keys.slice(0, 2), ["sent to consumed, A", "sent to consumed, B"]);
  assert.equal(await page.locator("#latency path.line").count(), 2);
  const samples = await page.locator("#latency tbody tr td:nth-child(2)").allTextContents();
  const consumed = ({ latency }) => latency.series.find((series) => series.name === "sent to consumed").count;
  assert.notEqual(consumed(result.a), consumed(result.b));
  assert.deepEqual(samples.slice(0, 2).map(Number), [consumed(result.a), consumed(result.b)]);
});

test("a run of each is a click away, and so is the way back", async () => {
  const other = await browser.open(file);
  await Promise.all([other.waitForNavigation(), other.click(".side >> nth=1 >> button")]);
  await other.waitForSelector("html[data-ready='1']");
  assert.equal(await other.locator("#verdict").textContent(), "BROKEN");
  assert.equal(await other.locator("#headline").textContent(), result.shown.b.headline);
  assert.ok(await other.locator("#plot").isVisible());
  const settings = Object.entries(result.b.run.config);
  assert.equal(await other.locator("#run details tbody tr").count(), settings.length);
  assert.ok(settings.length > 100);
  await other.click(".story li:nth-child(1) button");
  assert.match(other.url(), /#run1-e\d+$/);
  const [step] = /e\d+$/.exec(other.url());
  await other.reload();
  await other.waitForSelector("html[data-ready='1']");
  assert.equal(`e${await other.evaluate(() => imstorm.view.trace.numberOf(imstorm.view.diagram.selected))}`, step);
  await Promise.all([other.waitForNavigation(), other.selectOption("#runs", "0")]);
  await other.waitForSelector("html[data-ready='1']");
  assert.equal(await other.locator("#headline").textContent(), result.headline);
  assert.deepEqual(other.problems, []);
  await other.close();
});

test("faults are those of each", async () => {
  const other = structuredClone(result);
  const [kind] = other.a.faults.filter((fault) => fault.injected > 0);
  const mine = other.b.faults.find((fault) => fault.kind === kind.kind);
  Object.assign(kind, { injected: 11, effective: 7 });
  Object.assign(mine, { injected: 13, effective: 5 });
  const shown = await browser.open(pageOfResult("faults", other));
  const rows = await shown.locator("#coverage tbody tr").allTextContents();
  assert.ok(rows.includes(`${kind.kind}117135`), rows.join());
  await shown.close();
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing serious: compared, ${scheme}`, async () => {
    assert.deepEqual(await seriousOn(page, scheme), []);
  });
}

test("it is narrow where the page is", async () => {
  const narrow = await browser.open(file);
  await narrow.setViewportSize({ width: 430, height: 932 });
  await settled(narrow);
  assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await narrow.close();
});

test("hostile names stay text", async () => {
  const evil = '</script><img src=x onerror="window.pwned=1"><script>window.pwned=2</script>';
  const bad = structuredClone(result);
  bad.headline = bad.replay = bad.labels.a = bad.labels.b = evil;
  bad.settings = { [evil]: { a: evil, b: evil } };
  bad.figures[0] = { group: evil, name: evil, a: evil, b: evil, change: evil };
  bad.a.invariants[0].promise = bad.b.invariants[0].because = bad.a.headline = evil;
  const shown = await browser.open(pageOfResult("bad", bad));
  assert.equal(await shown.evaluate(() => window.pwned), undefined);
  assert.equal(await shown.locator("main img").count(), 0);
  assert.equal(await shown.locator("#headline").textContent(), evil);
  assert.deepEqual(shown.problems, []);
  await shown.close();
});

test("it keeps its budget, and asks for nothing", () => {
  const bytes = statSync(file).size;
  console.log(`a page of two designs: ${bytes} bytes`);
  assert.ok(bytes <= 250_000, `${bytes} bytes`);
  assert.deepEqual(page.problems, []);
  assert.deepEqual(page.asked, []);
});
