/** What a review has to know of a resource type, also of one that no stack of this project makes. */
export interface KnownRow {
  /** AWS's name of it, the service first: `EC2 subnet`. Types that AWS takes for one have one name. */
  readonly aws: string;
  /** What is lost with it; `false` only where Terraform makes all of it again. */
  readonly data: Data | false;
  /** Whether it guards, records or reports something as long as it is there. */
  readonly guards: boolean;
  readonly attributes: KnownAttributes;
  readonly judged: Judged | "by no rule";
}

/** All that anybody else needs to know of a Terraform resource type of a stack. */
export interface Row extends KnownRow {
  readonly data: ({ readonly key: Exclude<Data["key"], string> } & Watched) | false;
  readonly judged: Judged;
  /** The forms of its ARN, the one that it is known by first; none where AWS has none for it. */
  readonly arns: readonly ArnForm[];
  readonly named: Named;
  readonly actions: Actions;
  /** The interface endpoint by which every environment's tasks call it, as AWS names it. @default - they do not */
  readonly endpoint?: string;
  readonly left: Left;
}

/** With `{region}`, `{account}` and `{name}`; `*` is what AWS makes up. https://docs.aws.amazon.com/service-authorization/ */
export type ArnForm = `arn:aws:${string}`;

export interface Data {
  /** The attribute that names the key which encrypts it; where a stack makes the type, with the rule that asks for it. */
  readonly key: string | AskedKey | { readonly notBecause: string };
}

/** A key that the policy asks for: the rule is made from this. */
export interface AskedKey {
  readonly attribute: string;
  /** Id of the rule. All that end so are exempt where an environment has no key of its own: `src/policy/exemptions.ts`. */
  readonly rule: `${string}-key`;
  readonly controls: Controls;
}

/** Where published controls come from. */
export type Framework = "aws" | "cdkNag" | "checkov" | "cis" | "pci";

/** Published controls by their ids, each with what it asks for in few words of ours. */
export type Controls = Readonly<Partial<Record<Framework, Readonly<Record<string, string>>>>>;

export interface Watched {
  /** Whether an alarm of the environment is on it; else why nobody has to be woken. */
  readonly watched: "by an alarm" | { readonly notBecause: string };
}

/** Attributes whose change a reviewer has to see in words. */
export interface KnownAttributes {
  /** Each path of a value with the one that puts something before the public, or lets somebody into it. */
  readonly opens: Readonly<Record<string, Opening>>;
  /** Paths of values that give rights or a way in and that nothing else here reads: each is worth a look, also where it is new. */
  readonly admits: readonly RegExp[];
  /** Each path of a value with the value that protects least. */
  readonly weak: Readonly<Record<string, boolean | string>>;
  /** Paths of values that protect: a review names each that goes or changes. */
  readonly parts: readonly RegExp[];
  /** Numbers, each with the direction in which it protects less. */
  readonly limits: readonly Limit[];
  /** Paths of values that let more through or delete something: one where there was none is worth a look. */
  readonly loosens: readonly RegExp[];
  /** Attributes that restrict what it hears of: one where there was none is worth a look. */
  readonly narrows: readonly string[];
  /** What says who may do what. */
  readonly rights: readonly Right[];
  /** Each path of a value with what its change does to those who use the environment, also where nothing is lost. */
  readonly interrupts: Readonly<Record<string, Interruption>>;
  /** Each path of a number with what less of it does to them. */
  readonly lessens: Readonly<Record<string, Interruption>>;
  /** What it does to them when one goes, or is replaced and goes first. Nothing: they do not notice. */
  readonly gone: Gone | undefined;
  /** Each path of a value with what of its change waits for a reboot, and where it is said how. */
  readonly reboots: Readonly<Record<string, string>>;
  /** Paths of what decides where requests go, besides weights. None: requests do not go by it, whatever becomes of it. */
  readonly routes: readonly RegExp[];
  /** Path of the time for which data is kept, in days, hours or seconds; a shorter one deletes at once what is older. */
  readonly retention: RegExp | undefined;
  /**
   * Paths of values that protect nothing, or of which a section of the review speaks for itself. Of a value that changes and
   * that no list of its row names, a review says that it is not judged.
   */
  readonly plain: readonly RegExp[];
}

/** A number that protects. */
export interface Limit {
  readonly path: RegExp;
  /** The direction in which it protects less; of an alarm's threshold, its comparison decides. */
  readonly weaker: "higher" | "lower" | "by comparison_operator";
}

/** Two clauses of a sentence. */
export interface Interruption {
  /** What users notice. */
  readonly happens: string;
  /** What whoever deploys does about it. */
  readonly advice: string;
}

export interface Gone extends Interruption {
  /** A type of which one that goes as well says it all. @default - none */
  readonly within?: string;
  /** Attribute with the id of what it belongs to: nobody uses it any more where that goes as well. @default - none */
  readonly of?: string;
}

export interface Opening {
  readonly value: boolean | string;
  /** Whether one that is made with that value is as expected: a new load balancer is there for the public. */
  readonly isUsual: boolean;
}

/** An IAM document, or a plain value, that says who may do what. */
export type Right =
  | {
      readonly document: string;
      /** Words before the name of what it belongs to. */
      readonly of: string;
      /** The attribute that names what it belongs to. */
      readonly named: string;
    }
  | {
      readonly value: string;
      readonly named: string;
      /** Whether each has it from the beginning, so that only its change is news; or which values are as expected. */
      readonly isUsual: boolean | RegExp;
      /** What makes it worth a warning: that it limits, so that its loss is one; that it gives what no plan shows. @default - neither */
      readonly warns?: "lost" | "gained";
    };

/** The policy rules that look at it, by id, or why none has to. */
export type Judged = { readonly by: readonly [string, ...string[]] } | { readonly notBecause: string };

/** How it is told whose it is. */
export type Named =
  /** By a name of its own, in this attribute: every name that one of the environment can have, whatever its settings. */
  | { readonly by: "name"; readonly attribute: string; readonly names: Names }
  /** By the name of what it belongs to. */
  | { readonly by: "owner"; readonly names: Names }
  /** By its tags: AWS makes up its id. */
  | { readonly by: "tags" }
  /** It is a part of something else, and nothing by itself. */
  | { readonly by: "part" };

export type Names = (suffix: string, accountId: string) => readonly string[];

/** Actions of IAM, with their service. */
export interface Actions {
  /** What planning calls. */
  readonly read: readonly Action[];
  /** What making and changing it call besides. */
  readonly make: readonly Action[];
  readonly remove: readonly Action[];
  /** What roles of the environment do with it. */
  readonly use: readonly Action[];
  /**
   * `by name`: the account's roles and the permissions boundary get those of its own service on the ARNs of all its names
   * (and may use the environment's key by way of that service), and there is nothing to write. `by statement`: statements in `src/account/` say on what, because the ARN is not known
   * beforehand or conditions narrow it; a test holds them against these actions. `to nobody`: only an administrator makes it,
   * by the account's stack.
   */
  readonly granted: "by name" | "by statement" | "to nobody";
}

export type Action = `${string}:${string}`;

/** What the sweep does about one that is left behind by a destroy. */
export type Left =
  | {
      /** Actions that list all of the account. */
      readonly lists: readonly Action[];
      /** Whether a sweep removes it: never what the application writes its data to, or keeps other data from being read. Logs go. */
      readonly swept: boolean;
      /** How a person removes it: a command, or in words. */
      readonly byHand: (item: Leftover) => string;
      /** Why it may be there after a destroy that went well. @default - a destroy that ended half-way */
      readonly why?: string;
    }
  | GoesWith;

/** It goes with what it belongs to, which has a row of its own. */
export interface GoesWith {
  readonly goesWith: string;
}

/** As the inventory tells of it; the id is quoted for a shell. */
export interface Leftover {
  readonly id: string;
  readonly name?: string | undefined;
  readonly state?: string | undefined;
}

/** Attributes of which none has to be said in words. */
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
