import type { ClaimedRule, KeyRule } from "../../resources";
import type { Rule } from "../rule";
import { ACCESS } from "./access";
import { CONTAINERS } from "./containers";
import { DATABASE } from "./database";
import { DATABASE_OPERATIONS } from "./database-operations";
import { FUNCTIONS } from "./functions";
import { INVENTORY } from "./inventory";
import { DATA_KEYS, KEYS } from "./keys";
import { LOAD_BALANCER } from "./load-balancer";
import { LOGS } from "./logs";
import { MESSAGES } from "./messages";
import { NETWORK } from "./network";
import { SECURITY_GROUPS } from "./security-groups";
import { SERVICES } from "./services";
import { STORAGE } from "./storage";
import { WAF } from "./waf";

const ALL = [
  ...NETWORK,
  ...SECURITY_GROUPS,
  ...LOAD_BALANCER,
  ...WAF,
  ...SERVICES,
  ...CONTAINERS,
  ...FUNCTIONS,
  ...DATABASE,
  ...DATABASE_OPERATIONS,
  ...KEYS,
  ...STORAGE,
  ...MESSAGES,
  ...LOGS,
  ...ACCESS,
  ...INVENTORY,
] as const;

type RuleId = (typeof ALL)[number]["id"] | KeyRule;

/** All rules, in the order in which the evidence lists them. */
export const RULES: readonly Rule[] = [...ALL, ...DATA_KEYS];

/** This type does not compile if a row of src/resources/ contains the id of a rule that does not exist. */
export type JudgedByRulesThatExist = Exists<ClaimedRule>;
type Exists<Id extends RuleId> = Id;
