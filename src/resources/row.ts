/** The data about a resource type that a review needs, also for types that no stack of this project creates. */
export interface KnownRow {
  /** AWS's name of the type, the service first: `EC2 subnet`. Terraform types of the same AWS resource have the same name. */
  readonly aws: string;
  /** The data that is lost with a resource. `false` only if Terraform can create the resource again without a loss. */
  readonly data: Data | false;
  /** Whether a resource guards, records or reports something while it exists. */
  readonly guards: boolean;
  readonly attributes: KnownAttributes;
  readonly judged: Judged | "by no rule";
}

/** The complete data about a Terraform resource type of a stack. */
export interface Row extends KnownRow {
  readonly data: ({ readonly key: Exclude<Data["key"], string> } & Watched) | false;
  readonly judged: Judged;
  /** The forms of the type's ARN, the usual form first; empty if AWS defines no ARN. */
  readonly arns: readonly ArnForm[];
  readonly named: Named;
  readonly actions: Actions;
  /** AWS's name of the interface endpoint by which every environment's tasks call the service. @default - the tasks do not call it */
  readonly endpoint?: string;
  readonly left: Left;
}

/**
 * An ARN with `{region}`, `{account}` and `{name}`; `*` stands for parts that AWS chooses.
 * https://docs.aws.amazon.com/service-authorization/
 */
export type ArnForm = `arn:aws:${string}`;

export interface Data {
  /** The attribute with the key that encrypts the data; for a type of a stack, also the policy rule that demands the key. */
  readonly key: string | AskedKey | { readonly notBecause: string };
}

/** A key that the policy demands; the policy rule is made from these fields. */
export interface AskedKey {
  readonly attribute: string;
  /** Id of the rule. Environments without a customer managed key are exempt from all rules whose ids end in `-key`. */
  readonly rule: `${string}-key`;
  readonly controls: Controls;
}

/** The publishers of controls. */
export type Framework = "aws" | "cdkNag" | "checkov" | "cis" | "pci";

/** Published controls by their ids, each with a short description in this project's words. */
export type Controls = Readonly<Partial<Record<Framework, Readonly<Record<string, string>>>>>;

export interface Watched {
  /** Whether an alarm of the environment watches the type. `notBecause` says why the type needs no alarm. */
  readonly watched: "by an alarm" | { readonly notBecause: string };
}

/** Attributes of a type, by the effect of a change. A review describes such changes in words. */
export interface KnownAttributes {
  /** Paths of values, each with the value that exposes a resource to the public, or gives somebody access. */
  readonly opens: Readonly<Record<string, Opening>>;
  /**
   * Paths of values that grant permissions or access, and that no other list covers. A reviewer has to see each change.
   */
  readonly admits: readonly RegExp[];
  /** Paths of values, each with the value that protects least. */
  readonly weak: Readonly<Record<string, boolean | string>>;
  /** Paths of values that protect. A reviewer has to see each removal and each change. */
  readonly parts: readonly RegExp[];
  /** Paths of numbers, each with the direction in which the number protects less. */
  readonly limits: readonly Limit[];
  /** Paths of values that allow more, or that delete something. A reviewer has to see each new value. */
  readonly loosens: readonly RegExp[];
  /** Attributes that filter the events or metrics of a resource. A reviewer has to see each new attribute. */
  readonly narrows: readonly string[];
  /** Attributes that grant permissions. */
  readonly rights: readonly Right[];
  /** Paths of values, each with the effect of any change on users of the environment. */
  readonly interrupts: Readonly<Record<string, Interruption>>;
  /** Paths of numbers, each with the effect of a lower number on users. */
  readonly lessens: Readonly<Record<string, Interruption>>;
  /**
   * The effect on users when a resource is destroyed, or is replaced and the old resource is destroyed first. `undefined`: users notice
   * nothing.
   */
  readonly gone: Gone | undefined;
  /** Paths of values whose change takes effect only after a reboot, each with the effect and the runbook. */
  readonly reboots: Readonly<Record<string, string>>;
  /** Paths of values, besides weights, that decide where requests go. Empty: the type never routes requests. */
  readonly routes: readonly RegExp[];
  /** Path of the retention time, in days, hours or seconds. When the retention becomes shorter, AWS deletes older data immediately. */
  readonly retention: RegExp | undefined;
  /**
   * Paths of values that protect nothing, or that another section of the review covers. If a changed value is in no list of its row,
   * the review reports the change as not judged.
   */
  readonly plain: readonly RegExp[];
}

/** A number that protects. */
export interface Limit {
  readonly path: RegExp;
  /** The direction in which the number protects less; for an alarm's threshold, the alarm's comparison operator decides. */
  readonly weaker: "higher" | "lower" | "by comparison_operator";
}

/** An effect and an advice. A review joins the two clauses into one sentence. */
export interface Interruption {
  /** What users notice. */
  readonly happens: string;
  /** The advice for the person who deploys. */
  readonly advice: string;
}

export interface Gone extends Interruption {
  /** The type of the containing resource. If the plan destroys that resource too, only that resource gets a warning. @default - none */
  readonly within?: string;
  /**
   * Attribute with the id of the owning resource. If the plan destroys the owner too, only the owner gets a warning. @default - no
   * attribute
   */
  readonly of?: string;
}

export interface Opening {
  readonly value: boolean | string;
  /** Whether a reviewer expects that value in a new resource, for example in a public load balancer. */
  readonly isUsual: boolean;
}

/** An attribute that grants permissions, as an IAM policy document or as a plain value. */
export type Right =
  | {
      readonly document: string;
      /** The words that a review writes before the name of the owning resource, such as `bucket `. */
      readonly of: string;
      /** The attribute that names the owning resource. */
      readonly named: string;
    }
  | {
      readonly value: string;
      readonly named: string;
      /**
       * `true`: every resource of the type has the attribute from its creation, so a review reports only changes. A pattern: a review
       * expects values that match the pattern.
       */
      readonly isUsual: boolean | RegExp;
      /**
       * The change that deserves a warning. `lost`: the attribute limits permissions, so its loss is dangerous. `gained`: the attribute
       * grants permissions that no plan shows. @default - no warning
       */
      readonly warns?: "lost" | "gained";
    };

/** Ids of the policy rules that judge the type, or the reason why the type needs no rule. */
export type Judged = { readonly by: readonly [string, ...string[]] } | { readonly notBecause: string };

/** How to find out which environment a resource belongs to. */
export type Named =
  /** By the resource's own name in `attribute`. `names`: every name that such resources of an environment can have, with any settings. */
  | { readonly by: "name"; readonly attribute: string; readonly names: Names }
  /** By the name of the owning resource. */
  | { readonly by: "owner"; readonly names: Names }
  /** By the resource's tags, because AWS chooses its id. */
  | { readonly by: "tags" }
  /** Not by itself: the resource is a part of another resource. */
  | { readonly by: "part" };

export type Names = (suffix: string, accountId: string) => readonly string[];

/** IAM actions, each with its service prefix. */
export interface Actions {
  /** Actions that Terraform calls to plan. */
  readonly read: readonly Action[];
  /** Further actions that Terraform calls to create and to change a resource. */
  readonly make: readonly Action[];
  readonly remove: readonly Action[];
  /** Actions that roles of the environment call on the type. */
  readonly use: readonly Action[];
  /**
   * How the account's roles and the permissions boundary allow these actions. `by name`: they allow the actions of the type's own service
   * on the ARNs of every name of the type, and KMS actions in `use` on the environment's key, through that service. `by statement`:
   * statements in `src/account/` name the resources, because the ARN is not known beforehand, or because the statement has conditions. A
   * test compares these statements with the actions. `to nobody`: only an administrator creates the type, with the account's stack.
   */
  readonly granted: "by name" | "by statement" | "to nobody";
}

export type Action = `${string}:${string}`;

/** What the sweep does with a resource that a destroy has left behind. */
export type Left =
  | {
      /** Actions that list all resources of the type in the account. */
      readonly lists: readonly Action[];
      /**
       * Whether a sweep deletes the resource. A sweep never deletes the application's data, or a resource without which other
       * data cannot be read; it does delete logs.
       */
      readonly swept: boolean;
      /** How a person deletes the resource: a command, or words. */
      readonly byHand: (item: Leftover) => string;
      /** Why the resource may exist after a successful destroy. @default - a destroy that ended half-way */
      readonly why?: string;
    }
  | GoesWith;

/** The resource is deleted with its owner, which has a row of its own. */
export interface GoesWith {
  readonly goesWith: string;
}

/** A resource as the inventory lists it; the id is quoted for a shell. */
export interface Leftover {
  readonly id: string;
  readonly name?: string | undefined;
  readonly state?: string | undefined;
}

/** Empty lists, for a type of which a review describes no changes. A row replaces the lists that its type needs. */
export const NO_ATTRIBUTES = {
  opens: {},
  admits: [],
  weak: {},
  parts: [],
  limits: [],
  loosens: [],
  narrows: [],
  rights: [],
  interrupts: {},
  lessens: {},
  gone: undefined,
  reboots: {},
  routes: [],
  retention: undefined,
  plain: [],
} as const;
