import type { Construct } from "constructs";
import type { ReleaseSettings } from "../settings/release";
import { literal } from "./literal";
import { output } from "./output";

/** Name of the Terraform output with the release settings. A review of a plan shows changes of this output. */
export const RELEASE_SETTINGS = "release_settings";

/**
 * Adds a Terraform output with the settings of releases. No AWS resource holds these settings, so without the output a plan would not show
 * their changes.
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
    "Settings of releases: steps, further alarms, minimum number of requests, smoke tests",
  );
}
