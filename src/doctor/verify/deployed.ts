import type { LookingClients } from "../../aws/looking-clients";
import type { OpenEnvironment } from "../../deploy/open-environment";

/** A deployed environment, with the clients that read it. */
export interface Deployed {
  readonly environment: OpenEnvironment;
  readonly aws: LookingClients;
}
