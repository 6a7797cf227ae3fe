// A headless Chromium with a profile of its own, and pages that are checked for what they ask.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export class Browser {
  static async start() {
    const browser = new Browser();
    browser.profile = mkdtempSync(join(tmpdir(), "imstorm-chromium-"));
    browser.context = await chromium.launchPersistentContext(browser.profile, {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      colorScheme: "light",
      viewport: { width: 1440, height: 900 },
      args: FLAGS,
    });
    return browser;
  }

  async stop() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }

  /** A page of a file; `page.problems` are its errors, `page.asked` what it asked a network for. */
  async open(file, hash = "") {
    const page = await this.context.newPage();
    page.problems = [];
    page.asked = [];
    page.on("pageerror", (error) => page.problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") page.problems.push(message.text());
    });
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) page.asked.push(request.url());
    });
    await page.goto(`file://${file}${hash}`);
    if (file.endsWith(".html") && !file.endsWith("index.html")) {
      await page.waitForSelector("html[data-ready]");
    }
    return page;
  }
}

/** Long enough for a glide of the diagram and for the filter's pause. */
export const settled = (page) => page.waitForTimeout(450);
