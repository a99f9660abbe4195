import { App } from "cdktf";
import { loadEnvironment } from "./src/settings/load";
import { EnvironmentStack } from "./src/stack";
import { RefusedError } from "./src/terminal/refused";

try {
  const { config, file } = loadEnvironment({
    suffix: process.env.ENVIRONMENT_SUFFIX ?? "dev",
    stateBucket: process.env.STATE_BUCKET,
    directory: "environments",
  });
  if (file === undefined) {
    console.error(
      `no environments/${config.suffix}.json: "${config.suffix}" gets the defaults of the ephemeral profile`,
    );
  }
  const app = new App({ stackTraces: false });
  new EnvironmentStack(app, config);
  app.synth();
} catch (error) {
  if (!(error instanceof RefusedError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
