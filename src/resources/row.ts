/** The facts about a resource type that a review needs. A type has these facts even if no stack of this project creates it. */
export interface KnownRow {
  /**
   * AWS's name of the type. It begins with the AWS service: `EC2 subnet`. If Terraform has several types for one AWS type, all of them have
   * the same AWS name.
   */
  readonly aws: string;
  /**
   * Facts about the data that is lost together with a resource. `false` if Terraform can create the resource again without a loss of data.
   */
  readonly data: Data | false;
  /** True if the resources of the type are there to guard, record or report something. For example, an alarm reports. */
  readonly guards: boolean;
  readonly attributes: KnownAttributes;
  readonly judged: Judged | "by no rule";
}

/** All facts about a Terraform resource type that a stack of this project creates. */
export interface Row extends KnownRow {
  readonly data: ({ readonly key: Exclude<Data["key"], string> } & Watched) | false;
  readonly judged: Judged;
  /** The forms that ARNs of this type have. The usual form comes first. The list is empty if AWS defines no ARN for the type. */
  readonly arns: readonly ArnForm[];
  readonly named: Named;
  readonly actions: Actions;
  /**
   * AWS's name of the interface endpoint by which every environment's tasks call the service.
   * @default - the tasks do not call the service
   */
  readonly endpoint?: string;
  readonly left: Left;
}

/**
 * An ARN with the placeholders `{region}`, `{account}` and `{name}`. A `*` stands for a part that AWS chooses.
 * https://docs.aws.amazon.com/service-authorization/
 */
export type ArnForm = `arn:aws:${string}`;

export interface Data {
  /**
   * The attribute that contains the KMS key for the data. The field has one of three forms:
   *
   * - A string: the attribute's name. This form is for a type that no stack of this project creates.
   * - {@link AskedKey}: the attribute's name, and the policy rule that demands the KMS key.
   * - `notBecause`: the reason why the type has no such attribute.
   */
  readonly key: string | AskedKey | { readonly notBecause: string };
}

/** A KMS key that a rule of the policy guard demands. src/policy/rules/keys.ts makes this rule from these fields. */
export interface AskedKey {
  readonly attribute: string;
  /** Id of the policy rule. Environments without a customer managed KMS key are exempt from all rules whose ids end in `-key`. */
  readonly rule: `${string}-key`;
  readonly controls: Controls;
}

/** The frameworks that publish controls. */
export type Framework = "aws" | "cdkNag" | "checkov" | "cis" | "pci";

/** Published controls by their ids, each with a short description in this project's words. */
export type Controls = Readonly<Partial<Record<Framework, Readonly<Record<string, string>>>>>;

export interface Watched {
  /** `by an alarm`: an alarm of the environment watches the type. `notBecause`: the reason why the type needs no alarm. */
  readonly watched: "by an alarm" | { readonly notBecause: string };
}

/** Attributes of a type, grouped by the effect of their changes. A review describes these changes in words. */
export interface KnownAttributes {
  /**
   * Each key is the path of an attribute. The key's entry contains the attribute value that makes a resource public or gives somebody
   * access.
   */
  readonly opens: Readonly<Record<string, Opening>>;
  /** Paths of attributes that grant permissions or access. A review warns about each new value of such an attribute, except `false`. */
  readonly admits: readonly RegExp[];
  /** Each key is the path of an attribute that protects something. The key's entry is the attribute value that protects least. */
  readonly weak: Readonly<Record<string, boolean | string>>;
  /** Paths of attributes that protect something. A reviewer has to see each removal and each change. */
  readonly parts: readonly RegExp[];
  /** Attributes that are numbers and protect something. {@link Limit.weaker} says whether a higher or a lower number protects less. */
  readonly limits: readonly Limit[];
  /** Paths of attributes that grant access, or that make AWS delete data. A reviewer has to see each value that is added to them. */
  readonly loosens: readonly RegExp[];
  /**
   * Attributes that limit which events or metrics a resource reports. If a plan adds such an attribute to a resource, or changes its value,
   * the review says that the resource may report less. But if the attribute is a list with items, and the plan adds an item to
   * this list, the review does not report the new item.
   */
  readonly narrows: readonly string[];
  /** Attributes that grant permissions. */
  readonly rights: readonly Right[];
  /** Each key is the path of an attribute. The key's entry describes the effect that users notice if the attribute changes. */
  readonly interrupts: Readonly<Record<string, Interruption>>;
  /**
   * Each key is the path of an attribute that is a number. The key's entry describes the effect that users notice if the number becomes
   * lower.
   */
  readonly lessens: Readonly<Record<string, Interruption>>;
  /**
   * The effect on users if Terraform destroys a resource. A replacement that destroys the old resource first has this effect too.
   * `undefined`: users notice nothing.
   */
  readonly gone: Gone | undefined;
  /**
   * Each key is the path of an attribute whose changes take effect only after a reboot. The key's entry is a text. It says what changes
   * at the reboot, such as the limit of connections, and contains the path of the runbook.
   */
  readonly reboots: Readonly<Record<string, string>>;
  /**
   * Paths of attributes that decide where requests go. If the list is empty, the type never routes requests.
   */
  readonly routes: readonly RegExp[];
  /**
   * Matches the path of the attribute that contains the retention time. The retention time is a number of days, hours or seconds, or the
   * date on which AWS deletes the data. If a change shortens the retention time, AWS deletes older data immediately. `undefined`: the type
   * has no such attribute.
   */
  readonly retention: RegExp | undefined;
  /**
   * Paths of attributes that protect nothing, or whose changes another section of the review reports. A review reports a changed attribute
   * as not judged in two cases: the attribute is in no list of the row, or the attribute is in the list `routes` and in no other list.
   */
  readonly plain: readonly RegExp[];
}

/** A number that protects something, such as an alarm's threshold. */
export interface Limit {
  readonly path: RegExp;
  /**
   * `higher`: a higher number protects less. `lower`: a lower number protects less. `by comparison_operator`: the number is an alarm's
   * threshold, and the alarm's comparison operator decides whether a higher or a lower threshold protects less.
   */
  readonly weaker: "higher" | "lower" | "by comparison_operator";
}

/** The effect of a change on users, and the advice. A review joins the two texts into one sentence. */
export interface Interruption {
  /** The effect that users notice. */
  readonly happens: string;
  /** The advice for the person who deploys. */
  readonly advice: string;
}

export interface Gone extends Interruption {
  /**
   * The resource type that contains this type, such as the VPC of a subnet. If a plan destroys both types, only the containing type gets a
   * warning.
   * @default - no type contains this type
   */
  readonly within?: string;
  /**
   * The attribute with the id of the resource that owns this resource. If the plan destroys the owner too, only the owner gets a warning.
   * @default - no resource owns this resource
   */
  readonly of?: string;
}

export interface Opening {
  readonly value: boolean | string;
  /**
   * True if new resources usually have this value. For example, a load balancer is usually public. A review then does not report the value
   * of a new resource, but only a change from another value to this value.
   */
  readonly isUsual: boolean;
}

/** An attribute that grants permissions, as an IAM policy document or as a plain value. */
export type Right =
  | {
      /** The attribute that contains the IAM policy document. */
      readonly document: string;
      /** Words such as `bucket `. A review writes these words before the name of the resource to which the policy document belongs. */
      readonly of: string;
      /**
       * The attribute that identifies the resource to which the policy document belongs. A review shows the attribute's value as the
       * resource's name. For a bucket policy, the attribute is `bucket`.
       */
      readonly named: string;
    }
  | {
      readonly value: string;
      readonly named: string;
      /**
       * `true`: every new resource of the type has the attribute, so a review reports only changes of the attribute. A pattern: if the
       * attribute of a new resource matches the pattern, a review does not report the attribute. If the attribute changes to a value that
       * matches, a review shows the change without a warning.
       */
      readonly isUsual: boolean | RegExp;
      /**
       * The change that deserves a warning. `lost`: the attribute limits permissions, so its loss is dangerous. `gained`: the attribute
       * grants permissions, so a new value is dangerous if the plan does not show these permissions.
       * @default - no warning
       */
      readonly warns?: "lost" | "gained";
    };

/** Ids of the policy rules that judge the type, or the reason why the type needs no rule. */
export type Judged = { readonly by: readonly [string, ...string[]] } | { readonly notBecause: string };

/** The way to find the environment to which a resource belongs. */
export type Named =
  /**
   * The resource's own name shows to which environment the resource belongs. The field `attribute` is the Terraform attribute whose value
   * is this name.
   */
  | { readonly by: "name"; readonly attribute: string; readonly names: Names }
  /** The resource has an owner, which is another resource. The owner's name shows to which environment the resource belongs. */
  | { readonly by: "owner"; readonly names: Names }
  /**
   * The resource's tags show to which environment the resource belongs. The resource's id does not show the environment, because AWS
   * chooses the id.
   */
  | { readonly by: "tags" }
  /** The resource is a part of another resource. Both belong to the same environment. */
  | { readonly by: "part" };

/**
 * Returns all names that can occur in the ARNs of the type's resources in one environment. The settings decide which of these names exist.
 */
export type Names = (suffix: string, accountId: string) => readonly string[];

/** IAM actions, each with its service prefix. */
export interface Actions {
  /** Actions that Terraform calls when it plans. */
  readonly read: readonly Action[];
  /** Actions that Terraform calls to create and to change a resource, in addition to the actions in `read`. */
  readonly make: readonly Action[];
  readonly remove: readonly Action[];
  /** Actions that roles of the environment call on resources of the type. */
  readonly use: readonly Action[];
  /**
   * The way in which the account's roles and the permissions boundary allow the actions in the four lists `read`, `make`, `remove` and
   * `use`.
   * - `by name`: the actions of the type's own AWS service are allowed on the ARNs of the type's resources. These ARNs contain the
   *   resources' names. KMS actions in the list `use` are allowed on the environment's KMS key, through the type's own AWS service.
   * - `by statement`: statements in `src/account/` allow the actions, because the ARNs are not known beforehand, or because conditions are
   *   needed. A test compares these statements with the actions.
   * - `to nobody`: this row allows the actions to no role. Only an administrator can create a resource of the type, with the account's
   *   stack.
   */
  readonly granted: "by name" | "by statement" | "to nobody";
}

export type Action = `${string}:${string}`;

/** The way in which a sweep (`npm run sweep`) treats a resource that a destroy has left behind. */
export type Left =
  | {
      /** Actions that list all resources of the type in the account. */
      readonly lists: readonly Action[];
      /**
       * True if a sweep deletes the resource. A sweep deletes logs. It never deletes the application's data, or a resource that is needed
       * to read data, such as a KMS key.
       */
      readonly swept: boolean;
      /** Returns the way in which a person deletes the resource: a shell command, or a description. */
      readonly byHand: (item: Leftover) => string;
      /**
       * The reason why the resource may exist after a destroy.
       * @default - destroy failed half-way, or somebody created the resource by hand
       */
      readonly why?: string;
    }
  | GoesWith;

/** The resource cannot exist without its owner. The owner has a row of its own, or it is the account's stack. */
export interface GoesWith {
  readonly goesWith: string;
}

/** A resource that the inventory lists. The id is quoted for a shell. */
export interface Leftover {
  readonly id: string;
  readonly name?: string | undefined;
  readonly state?: string | undefined;
}

/**
 * The default values of {@link KnownAttributes}: every list is empty. The row of a resource type sets its own values for the lists that the
 * type needs. If all lists of a row are empty, a review does not judge changes of the type's attributes.
 */
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
