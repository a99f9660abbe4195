const { run } = require("jest");

/** `npm run test:unit`: all unit tests together; or the files and options after `--`, each file by itself. */
const words = process.argv.slice(2);
run(["--selectProjects", words.length === 0 ? "together" : "unit", "--maxWorkers=100%", ...words]);
