// Compiles the WebAssembly examples: AssemblyScript by asc, text by binaryen. Does nothing when nothing
// changed: a stamp beside the output holds a hash of all that goes in.
//
//   node build/build.mjs <output folder> <output folder of the tests>

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const base = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [output, testOutput] = process.argv.slice(2).map((folder) => path.resolve(folder));
if (!testOutput) fail("usage: build.mjs <output folder> <output folder of the tests>");
process.chdir(base);
const NODE_MAJOR_MIN = 20;
if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN) {
  fail(`node ${process.versions.node} is too old: the examples need node ${NODE_MAJOR_MIN} or later`);
}

const targets = [
  { source: "vanity/assembly/main.ts", to: path.join(output, "vanity.wasm") },
  { source: "chess/assembly/main.ts", to: path.join(output, "chess.wasm") },
  { source: "mandelbrot/assembly/main.ts", to: path.join(output, "mandelbrot.wasm") },
  { source: "noop/noop.wat", to: path.join(output, "noop.wasm") },
  { source: "saving/saving.wat", to: path.join(output, "saving.wasm") },
  { source: "noop/check.wat", to: path.join(output, "noop-check.wasm") },
  ...filesUnder("misbehaving").map((source) => ({
    source,
    to: path.join(output, "misbehaving", path.parse(source).name + ".wasm"),
  })),
  { source: "src/test/assembly/proving.ts", to: path.join(testOutput, "proving.wasm") },
];

const inputs = [
  "package-lock.json",
  "asconfig.json",
  "build/build.mjs",
  ...["vanity/assembly", "chess/assembly", "mandelbrot/assembly", "noop", "saving", "misbehaving", "src/test/assembly"].flatMap(filesUnder),
].filter((file) => !file.endsWith(".yaml"));
const stamp = path.join(output, "..", "..", "examples.stamp");
const wanted = hashOf(inputs);

if (isFresh()) process.exit(0);
installTools();
for (const { source, to } of targets) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (source.endsWith(".wat")) await assemble(source, to);
  else await compile(source, to);
  console.log(`${source}: ${fs.statSync(to).size} bytes`);
}
fs.writeFileSync(stamp, wanted);

function isFresh() {
  return (
    targets.every(({ to }) => fs.existsSync(to)) &&
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, "utf8") === wanted
  );
}

/** npm ci, unless what is installed is what the lock file wants. */
function installTools() {
  const lock = hashOf(["package-lock.json"]);
  const mark = path.join(base, "node_modules", ".gridbourse-lock");
  if (fs.existsSync(mark) && fs.readFileSync(mark, "utf8") === lock) return;
  const done = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: base,
    stdio: "inherit",
  });
  if (done.error || done.status !== 0) {
    fail("npm ci failed: the examples need npm and its registry once, to fetch their compiler");
  }
  fs.writeFileSync(mark, lock);
}

async function compile(source, to) {
  const asc = await import(pathToFileURL(path.join(base, "node_modules/assemblyscript/dist/asc.js")));
  const argv = [source, "--config", "asconfig.json", "--outFile", path.relative(base, to)];
  const { error, stderr } = await asc.main(argv);
  if (error) fail(`${source}: ${error.message}\n${stderr}`);
}

async function assemble(source, to) {
  const { default: binaryen } = await import(
    pathToFileURL(path.join(base, "node_modules/binaryen/index.js"))
  );
  const module = binaryen.parseText(fs.readFileSync(path.join(base, source), "utf8"));
  module.setFeatures(binaryen.Features.BulkMemory | binaryen.Features.BulkMemoryOpt);
  if (!module.validate()) fail(`${source}: not a valid module`);
  fs.writeFileSync(to, module.emitBinary());
  module.dispose();
}

function filesUnder(folder) {
  return fs
    .readdirSync(path.join(base, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(base, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(file + "\0").update(fs.readFileSync(path.join(base, file))).update("\0");
  }
  return hash.digest("hex");
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
