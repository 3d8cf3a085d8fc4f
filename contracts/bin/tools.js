// Where npm put the tools of this machine's platform: the packages' own start scripts are not installed.
'use strict';
const fs = require('fs');
const path = require('path');

const scope = path.join(path.dirname(__dirname), 'node_modules', '@foundry-rs');

function binary(tool) {
  const platform = fs.readdirSync(scope).find((name) => name.startsWith(`${tool}-`));
  if (!platform) {
    console.error(`contracts: ${tool} has no build for ${process.platform} ${process.arch}`);
    process.exit(1);
  }
  return path.join(scope, platform, 'bin', tool);
}

exports.forge = () => binary('forge');
exports.anvil = () => binary('anvil');
