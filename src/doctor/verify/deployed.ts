import type { LookingClients } from "../../aws/looking-clients";
import type { OpenEnvironment } from "../../deploy/open-environment";

/** An environment that was deployed, and what looks at it. */
export interface Deployed {
  readonly environment: OpenEnvironment;
  readonly aws: LookingClients;
}
