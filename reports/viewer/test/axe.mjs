// What axe-core finds on a page that is serious, in the scheme that is asked for.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { settled } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function seriousOn(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(axe);
  await settled(page);
  const found = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "best-practice"] }));
  const serious = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
  return serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message}`)}`);
}
