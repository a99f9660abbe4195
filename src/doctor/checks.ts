import { ACCOUNT_ROLES } from "./account-roles";
import type { Check } from "./check";
import { DOMAIN } from "./domain";
import { FUTURE } from "./future";
import { IDENTITY } from "./identity";
import { IMAGES } from "./images";
import { MACHINE } from "./machine";
import { QUOTAS } from "./quotas";
import { RIGHTS } from "./rights";
import { STATE } from "./state";
import type { Subject } from "./subject";
import { TRAIL } from "./trail";
import { ZONES } from "./zones";

/** All checks of `npm run doctor`, in the order of its table. */
export const CHECKS: readonly Check<Subject>[] = [
  ...MACHINE,
  ...IDENTITY,
  ...STATE,
  ...RIGHTS,
  ...ACCOUNT_ROLES,
  ...QUOTAS,
  ...ZONES,
  ...DOMAIN,
  ...IMAGES,
  ...TRAIL,
  ...FUTURE,
];
