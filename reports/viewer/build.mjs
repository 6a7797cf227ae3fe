// Builds dist/viewer.html: the whole page, with <!--DATA--> where the C++ puts a result.
// `node build.mjs --check` builds nothing and fails if the committed file is another one.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "dist/viewer.html");

async function bundle(entry, options = {}) {
  const built = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: "ascii",
    legalComments: "none",
    ...options,
  });
  return built.outputFiles[0].text.trim();
}

/** The word of a Content-Security-Policy that allows exactly this text. */
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const script = (await bundle("src/main.ts", { format: "iife", target: "es2022" })).replace(
  /<\/script/gi,
  "<\\/script",
);
const style = await bundle("src/style.css");
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "img-src blob: data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const page = readFileSync(join(here, "src/page.html"), "utf8")
  .replace("<!--POLICY-->", () => policy)
  .replace("<!--STYLE-->", () => style)
  .replace("<!--SCRIPT-->", () => script);

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== page) {
    console.error("dist/viewer.html is not what its sources build; run: node build.mjs");
    process.exit(1);
  }
  console.log(`dist/viewer.html is what its sources build, ${page.length} bytes`);
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, page);
  console.log(`dist/viewer.html: ${page.length} bytes (script ${script.length}, style ${style.length})`);
}
