const { readFileSync } = require("node:fs");

/** The environment variables that the process needs. All variables of a task: docs/images.md. */
const REQUIRED = [
  "API_KEY", // a secret: the setting application.secrets
  "AWS_REGION",
  "COLOR",
  "DATABASE_CA_FILE", // the Dockerfile sets it
  "DATABASE_HOST",
  "DATABASE_NAME",
  "DATABASE_PORT",
  "DATABASE_READER_HOST",
  "DATABASE_USER",
  "PORT",
];

/** @throws Error that names all missing variables. The message contains no values, because one of them is a secret. */
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
