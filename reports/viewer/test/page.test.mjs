// The page of a broken run, used as a person would: above the fold, filter, cause, keyboard, zoom,
// twin, deep link, theme, print.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, settled } from "./browser.mjs";
import { BROKEN, pageOf, read } from "./results.mjs";

let browser, file, page, result;
before(async () => {
  file = pageOf("broken", ...BROKEN);
  result = read("broken.json");
  browser = await Browser.start();
  page = await browser.open(file);
});
after(() => browser?.stop());

const text = (selector) => page.locator(selector).textContent();
const packetsInView = async () => Number((await text("#count")).split(" ")[0].replaceAll(",", ""));
const diagramWindow = () => page.evaluate(() => imstorm.view.diagram.window);

/** Where a step stands on the screen. */
const placeOf = (step) =>
  page.evaluate((step) => {
    const { picture, canvas } = imstorm.view.diagram;
    const box = canvas.getBoundingClientRect();
    return {
      x: box.x + picture.x(picture.axis.ofStep(step)),
      y: box.y + picture.layout.ofStep(step),
    };
  }, step);

test("verdict, headline, command, chips and diagram are above the fold", async () => {
  assert.equal(await text("#verdict"), "BROKEN");
  assert.equal(await text("#headline"), result.headline);
  assert.equal(await text("#replay"), result.run.replay);
  for (const id of ["#verdict", "#headline", "#replay", "#chips", "#plot", "#panel"]) {
    const box = await page.locator(id).boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 900, `${id} ends at ${box.y + box.height}`);
  }
});

test("chips are the laws, broken first", async () => {
  const chips = await page.locator("#chips .chip").evaluateAll((all) => all.map((c) => c.className));
  const broken = result.invariants.filter((law) => law.verdict === "broken").length;
  assert.ok(broken > 0);
  assert.deepEqual(chips.slice(0, broken), Array(broken).fill("chip broken"));
  assert.equal(chips.length, result.invariants.length);
});

test("every line of the story stands on a step of the trace that says it", async () => {
  const story = await page.evaluate(() => {
    const { trace, diagram } = imstorm.view;
    // The loss of a packet is told where it was sent, at the time of the loss.
    const losses = (step) => [...trace.sentPackets(step)].map((packet) => trace.ended[packet]);
    return diagram.marks.story.map(({ step, at, text }) => ({
      step, at, text, times: step < 0 ? [] : [trace.at[step], ...losses(step)],
    }));
  });
  assert.ok(story.length >= 4);
  assert.equal(story.length, await page.locator(".story li").count());
  for (const line of story) {
    assert.ok(line.step >= 0, `no step for: ${line.text}`);
    assert.ok(line.times.includes(line.at), line.text);
  }
});

test("the filter narrows the diagram and the message list", async () => {
  await page.click("#zoom-all");
  await settled(page);
  const all = await packetsInView();
  assert.equal(all, result.trace.packets.left.length);
  const body = result.trace.strings[result.trace.packets.body.find((index) => index >= 0)];
  await page.fill("#filter", body);
  await settled(page);
  const about = result.trace.packets.body.filter((i) => result.trace.strings[i] === body).length;
  assert.equal(await packetsInView(), about);
  assert.match(await text("#messages-count"), new RegExp(`^\\(${about} packets? matching`));
  await page.fill("#filter", `${body} fate:bad`);
  await settled(page);
  assert.ok((await packetsInView()) < about);
  await page.fill("#filter", "lane:gateway-2 -kind:ping");
  await settled(page);
  assert.ok((await packetsInView()) > 0);
  await page.fill("#filter", "");
  await settled(page);
  assert.equal(await packetsInView(), all);
});

test("a click on a step shows why it happened", async () => {
  await page.click("#violation");
  await settled(page);
  await page.keyboard.press("Escape");
  const step = await page.evaluate(() => imstorm.view.diagram.marks.story[0].step);
  const place = await placeOf(step);
  await page.mouse.click(place.x, place.y);
  await settled(page);
  assert.match(await text("#panel"), /Why this happened/);
  assert.match(await text("#live"), /sends/);
  assert.match(page.url(), new RegExp(`#e${step}$`));
});

test("a line of the story selects its step", async () => {
  await page.focus("#plot");
  await page.keyboard.press("Escape");
  await page.click(".story li:nth-child(2) button");
  await settled(page);
  assert.equal(
    await page.evaluate(() => imstorm.view.diagram.selected),
    await page.evaluate(() => imstorm.view.diagram.marks.story[1].step),
  );
});

test("the keyboard goes to the violation, its cause, along and across lanes", async () => {
  await page.focus("#plot");
  await page.keyboard.press("v");
  await settled(page);
  const violation = result.trace.violations[0].step;
  const selected = () => page.evaluate(() => imstorm.view.diagram.selected);
  assert.equal(await selected(), violation);
  await page.keyboard.press("c");
  assert.equal(await selected(), result.trace.steps.cause[violation]);
  await page.keyboard.press("e");
  assert.equal(result.trace.steps.cause[await selected()], result.trace.steps.cause[violation]);
  const lane = await page.evaluate(() => imstorm.view.trace.lane[imstorm.view.diagram.selected]);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => imstorm.view.trace.lane[imstorm.view.diagram.selected]), lane);
  await page.keyboard.press("ArrowUp");
  assert.notEqual(await page.evaluate(() => imstorm.view.trace.lane[imstorm.view.diagram.selected]), lane);
  await page.keyboard.press("Escape");
  assert.equal(await selected(), -1);
  assert.match(await text("#panel"), /What happened/);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "filter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.ok(await page.locator("#help").isVisible());
  await page.keyboard.press("Escape");
});

test("Ctrl and the wheel zoom, dragging pans, the plain wheel scrolls the page", async () => {
  await page.click("#violation");
  await settled(page);
  const [a0, b0] = await diagramWindow();
  const box = await page.locator("#plot").boundingBox();
  await page.mouse.move(box.x + 600, box.y + 200);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -240);
  await page.keyboard.up("Control");
  await settled(page);
  const [a1, b1] = await diagramWindow();
  assert.ok(b1 - a1 < b0 - a0);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y + 200, { steps: 4 });
  await page.mouse.up();
  await settled(page);
  const [a2, b2] = await diagramWindow();
  assert.ok(a2 > a1);
  assert.ok(Math.abs(b2 - a2 - (b1 - a1)) < 1e-6 * (b1 - a1));
  await page.mouse.wheel(0, 300);
  await settled(page);
  assert.ok((await page.evaluate(() => scrollY)) > 0);
  assert.deepEqual(await diagramWindow(), [a2, b2]);
  await page.evaluate(() => scrollTo(0, 0));
});

test("time and order show the same steps", async () => {
  for (const mode of ["order", "time"]) {
    await page.click(`#scale [data-value=${mode}]`);
    await page.click("#zoom-all");
    await settled(page);
    assert.equal(await packetsInView(), result.trace.packets.left.length, mode);
  }
  await page.click("#scale [data-value=order]");
});

test("a lane opens into its threads and sockets", async () => {
  const rows = () => page.evaluate(() => imstorm.view.diagram.layout.rows.map((row) => row.part));
  assert.ok((await rows()).every((part) => part === "lane"));
  const place = await page.evaluate(() => {
    const { layout, canvas } = imstorm.view.diagram;
    const box = canvas.getBoundingClientRect();
    const { lanes, packets } = imstorm.view.trace.data;
    const used = packets.from.find((lane, i) => packets.socket[i] > 0 && lanes[lane].workers > 0);
    const lane = used ?? lanes.findIndex(({ workers }) => workers > 0);
    return { x: box.x + 60, y: box.y + layout.ofLane(lane), sockets: used !== undefined };
  });
  await page.mouse.click(place.x, place.y);
  await settled(page);
  const parts = await rows();
  assert.ok(parts.includes("thread"));
  assert.equal(parts.includes("socket"), place.sockets);
  await page.mouse.click(place.x, place.y);
});

test("a link to a step selects it", async () => {
  const linked = await browser.open(file, "#e12");
  assert.equal(await linked.evaluate(() => imstorm.view.diagram.selected), 12);
  assert.match(await linked.locator("#panel").textContent(), /Why this happened/);
  await linked.close();
});

test("one click shows the passing twin, and where the two part", async () => {
  const { twin } = result;
  assert.ok(twin, "the run has a twin");
  assert.equal(await page.locator("#twin").isVisible(), true);
  await page.click("#twin");
  await settled(page);
  assert.match(await text("#banner"), /The passing twin/);
  assert.ok((await text("#banner")).includes(twin.without));
  const shown = await page.evaluate(() => {
    const { trace, marks } = imstorm.view.diagram;
    return { count: trace.count, violations: marks.violations.length, parting: marks.parting };
  });
  assert.deepEqual(shown, { count: twin.trace.steps.at.length, violations: 0, parting: twin.parts_at });
  for (const column of ["at", "lane", "input"]) {
    const until = (trace) => trace.steps[column].slice(0, twin.parts_at);
    assert.deepEqual(until(twin.trace), until(result.trace), column);
  }
  await page.click("#twin");
  await settled(page);
  assert.equal(await page.evaluate(() => imstorm.view.diagram.trace.count), result.trace.steps.at.length);
});

test("findings say which follow from which, and each has its story", async () => {
  assert.equal(await page.locator("#findings tbody tr").count(), result.findings.length);
  assert.match(await text("#findings"), /independent/);
  if (result.findings.length < 2) return;
  await page.click(".bugs li:nth-child(2) button");
  await settled(page);
  assert.ok((await page.locator(".bugs [aria-pressed=true]").textContent()).startsWith(result.findings[1].invariant));
  await page.click(".bugs li:nth-child(1) button");
});

test("the scheme switches", async () => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await background();
  await page.click("#scheme");
  assert.notEqual(await background(), before);
  await page.click("#scheme");
  assert.equal(await background(), before);
});

test("the scheme of the system is followed until the button is used", async () => {
  const other = await browser.open(file);
  const theme = () => other.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), "light");
  await other.emulateMedia({ colorScheme: "dark" });
  await settled(other);
  assert.equal(await theme(), "dark");
  await other.click("#scheme");
  for (const colorScheme of ["light", "dark"]) {
    await other.emulateMedia({ colorScheme });
    await settled(other);
  }
  assert.equal(await theme(), "light");
  await other.close();
});

test("it prints, with the diagram as SVG", async () => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await page.click("#scheme");
  assert.equal(await theme(), "dark");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.ok((await page.locator("#paper svg text").count()) > 10);
  assert.equal(await theme(), "light", "paper is");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await theme(), "dark");
  await page.click("#scheme");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > 20_000);
});

test("the picture of the window is SVG that a parser reads", async () => {
  const root = await page.evaluate(() => {
    const svg = new DOMParser().parseFromString(imstorm.view.diagram.svg(), "image/svg+xml");
    return svg.querySelector("parsererror")?.textContent ?? svg.documentElement.tagName;
  });
  assert.equal(root, "svg");
});

test("copying the command says so", async () => {
  await page.click("#copy");
  assert.equal(await text("#copy"), "Copied");
});

test("nothing went wrong, and nothing was asked of a network", () => {
  assert.deepEqual(page.problems, []);
  assert.deepEqual(page.asked, []);
});
