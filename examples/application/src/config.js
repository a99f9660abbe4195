const { readFileSync } = require("node:fs");

/** Everything that the process is told: its environment variables, as docs/your-application.md lists them. */
const REQUIRED = [
  "API_KEY", // a secret: application.secrets of the environment's file
  "AWS_REGION",
  "COLOR",
  "DATABASE_CA_FILE", // the image sets it
  "DATABASE_HOST",
  "DATABASE_NAME",
  "DATABASE_PORT",
  "DATABASE_READER_HOST",
  "DATABASE_USER",
  "PORT",
];

/** @throws Error that names every missing variable at once, and no value */
function readConfig(environment) {
  const missing = REQUIRED.filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`not set: ${missing.join(", ")}`);
  return {
    apiKey: environment.API_KEY,
    color: environment.COLOR,
    port: Number(environment.PORT),
    database: {
      region: environment.AWS_REGION,
      writerHost: environment.DATABASE_HOST,
      readerHost: environment.DATABASE_READER_HOST,
      port: Number(environment.DATABASE_PORT),
      name: environment.DATABASE_NAME,
      user: environment.DATABASE_USER,
      certificates: readFileSync(environment.DATABASE_CA_FILE, "utf8"),
    },
  };
}

module.exports = { readConfig };
