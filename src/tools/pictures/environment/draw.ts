import { App, Testing } from "cdktf";
import type { EnvironmentConfig } from "../../../settings/schema";
import { EnvironmentStack } from "../../../stack";
import { environmentPicture, type Theme } from "./picture";

/** Synthesizes an environment and draws it. @throws PolicyError if a policy rule refuses the environment */
export const pictureOf = (config: EnvironmentConfig, theme: Theme): string =>
  environmentPicture(JSON.parse(Testing.synth(new EnvironmentStack(new App(), config), true)), theme);
