import { REGION } from "../../naming/region";
import { ACCOUNT_ID } from "../emulator";
import { applicationChanges } from "./application-changes";
import { edgeChanges, httpsChanges } from "./edge-changes";
import { foundationChanges, ownKeyChanges, PRODUCTION_NEEDS } from "./foundation-changes";
import type { Outside } from "./outside";
import type { ChangedEnvironment } from "./setting-change";
import { teamChanges } from "./team-changes";

const ECR = `${ACCOUNT_ID}.dkr.ecr.${REGION}.amazonaws.com/team/application`;

/**
 * Returns the environments that the rehearsal deploys. Each environment has a list of changes. The rehearsal starts at the beginning of the
 * list. If a change is refused, the settings get back the values that they had before the change. If a change is applied, the settings keep
 * the new values for the later changes.
 */
export function changedEnvironments(outside: Outside): ChangedEnvironment[] {
  return [
    {
      name: "ephemeral",
      settings: { profile: "ephemeral" },
      // The changes that are deployed alone come last. If a run ends early, most changes have then been rehearsed.
      changes: [
        ...foundationChanges(outside),
        ...httpsChanges(outside),
        ...applicationChanges(outside),
        ...edgeChanges(),
        ...teamChanges(outside),
      ].sort((a, b) => Number(a.alone ?? false) - Number(b.alone ?? false)),
    },
    {
      name: "own-key",
      settings: {
        profile: "ephemeral",
        accountId: ACCOUNT_ID,
        database: { kmsKeyArn: outside.kmsKeyArns[0] },
        application: { blue: { image: `${ECR}:1` }, green: { image: `${ECR}:2` } },
        ...PRODUCTION_NEEDS(outside),
      },
      changes: ownKeyChanges(outside),
    },
  ];
}
