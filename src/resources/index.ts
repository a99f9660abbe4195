import { ACCESS, ACCOUNT } from "./access";
import type * as accountClasses from "./account-classes";
import type * as classes from "./classes";
import { CONTAINERS } from "./containers";
import { DATABASE } from "./database";
import { EDGE } from "./edge";
import { KNOWN } from "./known";
import { MADE_BY_AWS } from "./made-by-aws";
import { NETWORK } from "./network";
import { OPERATIONS } from "./operations";
import type { GoesWith, KnownRow, Left, Row } from "./row";
import { STORAGE } from "./storage";

type TypeOf<Class> = Class extends { readonly tfResourceType: infer Type extends string } ? Type : never;

export type { Action, KnownRow, Row } from "./row";

/** The Terraform types of an environment: those of the classes that `classes.ts` names. */
export type EnvironmentType = TypeOf<(typeof classes)[keyof typeof classes]>;

/** The Terraform types of both stacks. */
export type ResourceType = EnvironmentType | TypeOf<(typeof accountClasses)[keyof typeof accountClasses]>;

const ROWS = {
  ...NETWORK,
  ...EDGE,
  ...CONTAINERS,
  ...DATABASE,
  ...STORAGE,
  ...OPERATIONS,
  ...ACCESS,
  ...ACCOUNT,
};

/** One row for each type of both stacks. Does not compile without one for each: write it in the file of its service. */
export const RESOURCES: Readonly<Record<ResourceType, Row>> = ROWS;

const ALL: ReadonlyMap<string, KnownRow> = new Map(Object.entries({ ...KNOWN, ...RESOURCES }));

/** What is known of a type that a plan holds; nothing where nobody has thought about it. */
export const knownRow = (type: string): KnownRow | undefined => ALL.get(type);

/** Every row of this project's stacks, with its type. */
export const rows = (): [type: ResourceType, row: Row][] => Object.entries(RESOURCES) as [ResourceType, Row][];

type Rows = (typeof ROWS)[ResourceType];
type MadeByAwsRow = (typeof MADE_BY_AWS)[number];
type Listed<Entry> = Entry extends {
  readonly aws: infer Name;
  readonly left: { readonly lists: readonly [string, ...string[]] };
}
  ? Name
  : never;

/** AWS's name of each type that the inventory lists: the reader of each is in `src/inventory/`. */
export type ListedType = Listed<Rows | MadeByAwsRow>;

type Swept<Entry> = Entry extends { readonly aws: infer Name; readonly left: { readonly swept: true } } ? Name : never;

/** AWS's name of each type that a sweep removes: the call for each is in `src/sweep/remove.ts`. */
export type SweptType = Swept<Rows | MadeByAwsRow>;

type Claims<Entry> = Entry extends { readonly judged: { readonly by: readonly (infer Id)[] } } ? Id : never;

/** Every policy rule that some row names. */
export type ClaimedRule = Claims<Rows>;

/** What the inventory and the sweep have to know of a type that is listed by itself. */
export type Inventoried = Pick<Row, "arns" | "aws" | "named"> & { readonly left: Exclude<Left, GoesWith> };

/** Of every type that is listed by itself. Several with one name are removed in one way, so that their order says nothing. */
export const INVENTORIED: readonly Inventoried[] = [...Object.values(RESOURCES), ...MADE_BY_AWS].flatMap(({ aws, arns, named, left }) =>
  "goesWith" in left ? [] : [{ aws, arns, named, left }],
);
