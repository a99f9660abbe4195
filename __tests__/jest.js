const { run } = require("jest");

/**
 * Runs Jest with the words of a script of package.json, and with the words that npm adds to them. If these choose tests, such as a path or
 * `--onlyChanged`, each unit test file runs by itself, because the files of `together` have other paths.
 */
const words = process.argv.slice(2);
const added = words.slice(words.findIndex((word) => word.startsWith("--maxWorkers=")) + 1);
const chooses = added.some((word) => !/^--(json|outputFile=|silent|ci)/.test(word));
// Switches a warning of the AWS SDK off: see src/register.js
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
run(words.map((word) => (chooses && word === "together" ? "unit" : word)));
