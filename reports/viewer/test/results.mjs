// Results of real runs for the browser tests, by the program that CMake built (IMSTORM).
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const program = process.env.IMSTORM ?? join(root, "build/release/imstorm");
export const folder = mkdtempSync(join(tmpdir(), "imstorm-pages-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

export const place = (name) => join(folder, name);

/** Runs the program; any exit code is fine, since broken runs are what pages are for. */
export function imstorm(...args) {
  try {
    return execFileSync(program, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    if (error.status === null || error.status >= 64) throw new Error(`${error.stderr}`);
    return error.stdout;
  }
}

/** The page of a run, and its result beside it. */
export function pageOf(name, scenario, ...options) {
  imstorm("run", scenario, "--html", place(`${name}.html`), "--json", place(`${name}.json`), ...options);
  return place(`${name}.html`);
}

export const read = (name) => JSON.parse(readFileSync(place(name), "utf8"));

/** The page of a result that was changed by hand. */
export function pageOfResult(name, result) {
  writeFileSync(place(`${name}.json`), JSON.stringify(result));
  imstorm("report", place(`${name}.json`), "--html", place(`${name}.html`));
  return place(`${name}.html`);
}

/** A message is delivered twice: the acknowledgement is lost, and every try has a new identity. */
export const BROKEN = ["scenarios/logic-crash.toml", "--set", "dedup.identity=per-try"];
