import type { Check } from "../check";
import { DATABASE } from "./database";
import type { Deployed } from "./deployed";
import { OPERATIONS } from "./operations";
import { PLAN } from "./plan";
import { REQUESTS } from "./requests";
import { SERVICES } from "./services";

/** All checks of `npm run verify`, in the order of its table. */
export const VERIFIED: readonly Check<Deployed>[] = [
  ...SERVICES,
  ...REQUESTS,
  ...DATABASE,
  ...OPERATIONS,
  ...PLAN,
];
