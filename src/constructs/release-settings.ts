import type { Construct } from "constructs";
import type { ReleaseSettings } from "../settings/release";
import { literal } from "./literal";
import { output } from "./output";

/** Name of the output; a review reads its change. */
export const RELEASE_SETTINGS = "release_settings";

/**
 * How releases move traffic, as an output: no resource of AWS holds these settings, and a plan shows all changes of outputs.
 * https://developer.hashicorp.com/terraform/language/values/outputs
 */
export function releaseSettings(scope: Construct, settings: ReleaseSettings): void {
  output(
    scope,
    RELEASE_SETTINGS,
    {
      ...settings,
      alarms: settings.alarms.map(literal),
      smokeTests: settings.smokeTests.map(literal),
    },
    "How releases move traffic: steps, alarms, judged requests, smoke tests",
  );
}
