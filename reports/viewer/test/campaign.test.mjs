// The page of a campaign with several findings: the list of them, what was tried, what may be left,
// and the counterexample of each.
import assert from "node:assert/strict";
import { copyFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import { seriousOn } from "./axe.mjs";
import { Browser, settled } from "./browser.mjs";
import { imstorm, place, read } from "./results.mjs";

let browser, file, page, result;
before(async () => {
  // Cases are kept beside the scenario.
  copyFileSync(new URL("../../../scenarios/lossy-edge.toml", import.meta.url), place("campaign.toml"));
  const unsound = ["--set", "dedup.window=none", "--set", "deliver.mode=push"];
  const files = ["--html", place("campaign.html"), "--json", place("campaign.json"), "--out-dir", place("out")];
  imstorm("fuzz", place("campaign.toml"), ...unsound, "--runs", "60", "--keep-going", "--progress", "none", ...files);
  file = place("campaign.html");
  result = read("campaign.json");
  browser = await Browser.start();
  page = await browser.open(file);
});
after(() => browser?.stop());

const text = (selector) => page.locator(selector).textContent();

test("verdict, headline and most of the diagram are above the fold", async () => {
  assert.equal(await text("#verdict"), "BROKEN");
  for (const id of ["#verdict", "#headline", "#replay", "#chips", "#which"]) {
    const box = await page.locator(id).boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 900, `${id} ends at ${box.y + box.height}`);
  }
  const plot = await page.locator("#plot").boundingBox();
  assert.ok(plot.y < 450, `the diagram begins at ${plot.y}`);
  const findings = await page.locator("#findings").boundingBox();
  assert.ok(findings.y > plot.y, "the list of findings comes after it");
});

test("headline, diagram and first finding are one", async () => {
  const [first] = result.findings;
  assert.equal(first.follows, 0);
  assert.equal(await text("#headline"), first.headline);
  assert.equal(first.headline, first.counterexample.headline);
  assert.equal(first.counterexample.findings[0].invariant, first.invariant);
  assert.match(await text("#which"), /^Finding #1 as a case/);
  assert.match(await text("#findings tbody tr >> nth=0"), /shown above/);
});

test("what follows from a finding has no case of its own", () => {
  for (const finding of result.findings) {
    if (finding.follows) assert.equal(finding.case, "");
  }
});

test("every finding has its signature, its relation, its runs, its size and what repeats it", async () => {
  assert.ok(result.findings.length >= 2, `${result.findings.length} findings`);
  const rows = await page.locator("#findings tbody tr").allTextContents();
  assert.equal(rows.length, result.findings.length);
  result.findings.forEach((finding, i) => {
    const relation = finding.follows ? `follows from #${finding.follows}` : "independent";
    const size = `${finding.decisions_before.toLocaleString("en")} → ${finding.decisions} fault`;
    const run = `run ${(finding.first_run + 1).toLocaleString("en")}, seed ${finding.run_seed}`;
    for (const part of [`#${i + 1}`, finding.signature, finding.headline, relation, run, finding.strategy, finding.replay]) {
      assert.ok(rows[i].includes(part), `${part} in ${rows[i]}`);
    }
    if (finding.decisions < finding.decisions_before) assert.ok(rows[i].includes(size), size);
  });
});

test("it says what was tried and what may be left", async () => {
  const { campaign } = result;
  const said = await text("#campaign");
  assert.match(said, /Chance that the next run shows something new/);
  assert.ok(said.includes(`${campaign.lone_runs} of ${campaign.independent_runs} independent runs`), said);
  assert.ok(said.includes(`${campaign.effective_faults.toLocaleString("en")} of them changed something`));
  const used = Object.entries(campaign.strategies).filter(([, runs]) => runs > 0);
  assert.equal(await page.locator("#campaign tbody tr").count(), used.length);
});

test("the first finding's case is shown, with how it became small", async () => {
  const [first] = result.findings.filter((finding) => finding.counterexample);
  assert.ok((await text("#which")).includes(first.case));
  const shown = await page.evaluate(() => imstorm.view.trace.count);
  assert.equal(shown, first.counterexample.trace.steps.at.length);
  const curve = await text("#shrinking");
  const from = first.shrinking[0], to = first.shrinking.at(-1);
  assert.ok(curve.includes(`${from.faults} → ${to.faults} fault`), curve);
  const drawn = await page.locator("#shrinking path.line").evaluateAll((all) => all.map((line) => line.getAttribute("d")));
  assert.equal(drawn.length, 2);
  // Each curve has a corner for each step, and they are of different things.
  assert.ok(drawn.every((d) => d.split("L").length === 2 * first.shrinking.length - 1));
  const apart = first.shrinking.some((step) => step.faults !== step.messages);
  assert.equal(drawn[0] !== drawn[1], apart);
});

test("the case of another finding is a click away, and a link to its steps leads back", async () => {
  const others = result.findings.filter((finding) => finding.counterexample).slice(1);
  if (!others.length) return;
  const number = result.findings.indexOf(others[0]) + 1;
  const other = await browser.open(file);
  await Promise.all([other.waitForNavigation(), other.click(`#which button >> text=see #${number},`)]);
  await other.waitForSelector("html[data-ready='1']");
  assert.ok((await other.locator("#which").textContent()).includes(others[0].case));
  await other.locator(".story li button:enabled").first().click();
  assert.match(other.url(), new RegExp(`#f${number}-e\\d+$`));
  assert.deepEqual(other.problems, []);
  await other.close();
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing serious: campaign, ${scheme}`, async () => {
    assert.deepEqual(await seriousOn(page, scheme), []);
  });
}

test("a narrow page has no sideways scroll", async () => {
  const narrow = await browser.open(file);
  await narrow.setViewportSize({ width: 430, height: 932 });
  await settled(narrow);
  assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await narrow.close();
});

test("nothing went wrong, and nothing was asked of a network", () => {
  console.log(`a page of ${result.findings.length} findings: ${statSync(file).size} bytes`);
  assert.deepEqual(page.problems, []);
  assert.deepEqual(page.asked, []);
});
