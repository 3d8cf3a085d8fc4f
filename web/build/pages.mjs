// Builds the pages that the WAR carries: the console, and the page of the REST interface.
// Does nothing for a page when nothing changed: a stamp holds a hash of all that goes in.
//
//   node build/pages.mjs

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const web = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const stamps = path.join(web, "target", "pages");
const NODE_MAJOR_MIN = 20;
if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN) {
  fail(`node ${process.versions.node} is too old: the pages need node ${NODE_MAJOR_MIN} or later`);
}
fs.mkdirSync(stamps, { recursive: true });

const NOT_SOURCES = new Set(["node_modules", "dist", "test", "mock"]);
const console_ = path.join(web, "src", "main", "console");
const apidocs = path.join(web, "src", "main", "apidocs");

page("console", console_, path.join(console_, "dist"), () => npm(console_, "run", "build"));
page("apidocs", apidocs, path.join(apidocs, "dist"), bundleApidocs);

collect();

/** Everything static in one folder, as the WAR has it. */
function collect() {
  const root = path.join(web, "target", "pages", "root");
  fs.rmSync(root, { recursive: true, force: true });
  fs.mkdirSync(root, { recursive: true });
  for (const [from, to] of [
    [path.join(console_, "dist"), root],
    [path.join(apidocs, "dist"), path.join(root, "apidocs")],
    [path.join(web, "..", "ejb", "src", "main", "resources", "schemas"), path.join(root, "schemas")],
  ]) {
    if (fs.existsSync(from)) fs.cpSync(from, to, { recursive: true, preserveTimestamps: true });
  }
}

function page(name, folder, output, build) {
  if (!fs.existsSync(path.join(folder, "package.json"))) return;
  const stamp = path.join(stamps, `${name}.stamp`);
  const wanted = hashOf(folder);
  if (
    fs.existsSync(path.join(output, "index.html")) &&
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, "utf8") === wanted
  ) {
    return;
  }
  install(folder);
  build();
  fs.writeFileSync(stamp, wanted);
  console.log(`built ${name}`);
}

/** The parts of Swagger UI that the page uses, beside the page. */
function bundleApidocs() {
  const output = path.join(apidocs, "dist");
  fs.rmSync(output, { recursive: true, force: true });
  fs.mkdirSync(output);
  const library = path.join(apidocs, "node_modules", "swagger-ui-dist");
  for (const file of ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png", "LICENSE"]) {
    fs.copyFileSync(path.join(library, file), path.join(output, file));
  }
  for (const file of ["index.html", "start.js"]) {
    fs.copyFileSync(path.join(apidocs, file), path.join(output, file));
  }
}

/** npm ci, unless what is installed is what the lock file wants. */
function install(folder) {
  const lock = fs.readFileSync(path.join(folder, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).digest("hex");
  const stamp = path.join(folder, "node_modules", ".gridbourse-lock");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
  fs.writeFileSync(stamp, wanted);
}

function npm(folder, ...words) {
  const { status, error } = spawnSync("npm", words, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  if (error) fail(`npm cannot be started (${error.message}); install node with npm`);
  if (status !== 0) fail(`npm ${words.join(" ")} in ${folder} ended with ${status}`);
}

function hashOf(folder) {
  const hash = createHash("sha256");
  for (const file of filesUnder(folder)) {
    hash.update(path.relative(folder, file)).update("\0").update(fs.readFileSync(file));
  }
  return hash.update(fs.readFileSync(fileURLToPath(import.meta.url))).digest("hex");
}

function filesUnder(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_SOURCES.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(file) : [file];
    });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
