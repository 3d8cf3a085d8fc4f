// Installs iExec's client for the tests that drive an installation with it, when its lock file changed.
//
//   node install.mjs

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const stamp = path.join(here, "node_modules", ".installed");
const wanted = createHash("sha256").update(fs.readFileSync(path.join(here, "package-lock.json"))).digest("hex");

if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== wanted) {
  const run = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: here,
    stdio: "inherit",
  });
  if (run.status !== 0) process.exit(1);
  fs.writeFileSync(stamp, wanted);
}
