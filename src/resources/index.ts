import { ACCESS, ACCOUNT } from "./access";
import type * as accountClasses from "./account-classes";
import type * as classes from "./classes";
import { CONTAINERS } from "./containers";
import { DATABASE } from "./database";
import { EDGE } from "./edge";
import { FUNCTIONS } from "./functions";
import { KNOWN } from "./known";
import { NETWORK } from "./network";
import { OPERATIONS } from "./operations";
import { type KnownAttributes, type KnownRow, NO_ATTRIBUTES, type Row } from "./row";
import { STORAGE } from "./storage";

type TypeOf<Class> = Class extends { readonly tfResourceType: infer Type extends string } ? Type : never;

export type { Action, KnownRow, Row } from "./row";

/** The Terraform resource types of an environment's stack, from the classes that `classes.ts` exports. */
export type EnvironmentType = TypeOf<(typeof classes)[keyof typeof classes]>;

/** The Terraform resource types of both stacks: an environment's stack and the account's stack. */
export type ResourceType = EnvironmentType | TypeOf<(typeof accountClasses)[keyof typeof accountClasses]>;

const ROWS = {
  ...NETWORK,
  ...EDGE,
  ...CONTAINERS,
  ...DATABASE,
  ...STORAGE,
  ...OPERATIONS,
  ...FUNCTIONS,
  ...ACCESS,
  ...ACCOUNT,
};

/**
 * One row for each resource type of both stacks. If a type has no row, this line does not compile. A row belongs in the file of the type's
 * AWS service.
 */
export const RESOURCES: Readonly<Record<ResourceType, Row>> = ROWS;

const ALL: ReadonlyMap<string, KnownRow> = new Map(Object.entries({ ...KNOWN, ...RESOURCES }));

/** Returns the row of a resource type that a plan can contain, or `undefined` for an unknown type. */
export const knownRow = (type: string): KnownRow | undefined => ALL.get(type);

/**
 * Returns the attributes in a resource type's row. A review describes changes of these attributes. An unknown type has no such attributes.
 */
export const attributesOf = (type: string): KnownAttributes => knownRow(type)?.attributes ?? NO_ATTRIBUTES;

/** Returns all rows of {@link RESOURCES}, each with its resource type. */
export const rows = (): [type: ResourceType, row: Row][] => Object.entries(RESOURCES) as [ResourceType, Row][];

/** The TypeScript union of the literal types of all rows. */
export type WrittenRow = (typeof ROWS)[ResourceType];

type Claims<Entry> = Entry extends { readonly judged: { readonly by: readonly (infer Id)[] } } ? Id : never;

/** The ids of all policy rules in the field `judged.by` of the rows of {@link RESOURCES}. */
export type ClaimedRule = Claims<WrittenRow>;

type Asks<Entry> = Entry extends { readonly data: { readonly key: { readonly rule: infer Id } } } ? Id : never;

/**
 * The ids of all policy rules in the field `data.key` of the rows of {@link RESOURCES}. Each of these rules demands a KMS key for the data
 * of one resource type.
 */
export type KeyRule = Asks<WrittenRow>;
