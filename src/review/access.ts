import { attributesOf } from "../resources";
import type { Right } from "../resources/row";
import { allowsMore, cellsOf, listed, sentenceOf, trustSentence, type Verb } from "./access-words";
import type { Configuration } from "./configuration";
import { escalates } from "./escalation";
import { changesOf, type Group, grantsOf, isWide, summed } from "./grants";
import { inlinePolicies } from "./inline-policies";
import { isDoubtful, isForeign } from "./outsiders";
import { type Finding, note, type ReviewInput, type Section, warning } from "./section";
import { actionOf, attribute, type Json, type ResourceChange } from "./terraform-plan";
import { data, text } from "./text";

type Document = Extract<Right, { document: string }>;
type Plain = Extract<Right, { value: string }>;

const rightsOf = ({ type }: ResourceChange): readonly Right[] => attributesOf(type).rights;

/**
 * The text that a row of `src/resources/` puts before the name of a VPC endpoint. The review recognizes the policy of a VPC endpoint by
 * this text. If such a policy allows another account or everybody, the review does not warn about these principals. The policy gives them
 * no access: it only limits the calls through the endpoint. AWS's default policy of an endpoint allows every principal.
 */
const ENDPOINT = "endpoint ";

/** A finding, with the name of the role, KMS key, bucket or topic whose policy the finding is about. */
interface Owned {
  readonly owner: string;
  readonly finding: Finding;
}

/**
 * Returns the section about access. For each role, KMS key, bucket and topic, the section lists the permissions that the plan adds to the
 * policies of this resource, or removes from them.
 */
export function accessSection(input: ReviewInput): Section {
  const found = input.changes
    .filter((it) => !["none", "forget"].includes(actionOf(it)))
    .flatMap((it) => [it, ...inlinePolicies(it, input.configuration)])
    .flatMap((change) =>
      rightsOf(change).flatMap((right) =>
        "document" in right ? policyFindings(change, right, input) : attributeFindings(change, right, input),
      ),
    );
  const following = successorsFinding(input);
  return {
    title: "Access",
    columns: ["who", "", "may", "on", "when"],
    // The findings are sorted by owner, so that a role's trust policy is next to the role's other rights.
    findings: [
      ...found.sort((a, b) => a.owner.localeCompare(b.owner)).map(({ finding }) => finding),
      ...following,
    ],
  };
}

function policyFindings(
  change: ResourceChange,
  { document: name, of, named }: Document,
  { ends: allEnds, configuration, accountId }: ReviewInput,
): Owned[] {
  const { address } = change;
  const ends = actionOf(change) === "destroy";
  const owner = ownerOf(change, named, configuration);
  const whose = text`${of}${data(owner)}`;
  const today = attribute(change.change.before, name);
  const before = grantsOf(today);
  const { value } = configuration.plannedAsToday(change, name);
  const isUnknown = attribute(change.change.after_unknown, name) !== undefined;
  const after = ends
    ? []
    : isLeftOpen(change, name) && value === undefined
      ? undefined
      : value === today
        ? before
        : grantsOf(value);
  if (after === undefined || before === undefined) {
    const sentence = text`the policy of ${whose} ${isUnknown ? "is known only after the apply" : "cannot be read"}`;
    const cells = [
      whose,
      text`changes`,
      text`${isUnknown ? "(known after apply)" : "(cannot be read)"}`,
      text``,
      text``,
    ];
    return [{ owner, finding: warning(sentence, { address, cells }) }];
  }
  const trust = name === "assume_role_policy";
  const isNews = (it: Group) => change.change.before !== null || isDoubtful(it, accountId);
  const { gained, lost, kept, conditioned } = changesOf(before, after);
  const gives = (group: Group) => {
    const letsIn = trust ? isNews(group) : of !== ENDPOINT && isForeign(group, accountId);
    // If a policy lists principals, it belongs to one resource, such as a KMS key or a bucket. In such a policy, `*` means only that
    // resource.
    const isMuch = (it: string) => isWide(it) || (group.by === "" && escalates(it, group.on));
    return group.actions.some(isMuch) || letsIn;
  };
  const said: { group: Group; verb: Verb; alarming: boolean }[] = [
    ...summed(gained).map((group) => ({
      group,
      verb: "gains" as const,
      alarming: !group.deny && gives(group),
    })),
    ...summed(conditioned).map((group) => ({
      group,
      verb: "keeps" as const,
      alarming: allowsMore(group) && (group.deny || group.changed?.drops === true || gives(group)),
    })),
    ...summed(kept).map((group) => ({ group, verb: "keeps" as const, alarming: false })),
    ...summed(lost).map((group) => ({ group, verb: "loses" as const, alarming: group.deny && !allEnds })),
  ];
  return said.map(({ group, verb, alarming }) => ({
    owner,
    finding: {
      severity: alarming ? "warning" : "note",
      address,
      sentence: trust && !group.deny ? trustSentence(group, owner, verb) : sentenceOf(group, whose, verb),
      cells: [whose, ...cellsOf(group, verb)],
    },
  }));
}

/**
 * Returns one finding for all rights on resources that the plan replaces. After the replacement, these rights apply to the new resources.
 * Without this finding, the section would list each such right twice: as lost on the old resource, and as gained on the new resource.
 */
function successorsFinding({ changes, configuration }: ReviewInput): Finding[] {
  const following = changes
    .filter((it) => ["replace", "update"].includes(actionOf(it)))
    .flatMap((change) =>
      rightsOf(change).flatMap((right) => {
        if (!("document" in right)) return [];
        const { replaced } = configuration.plannedAsToday(change, right.document);
        return replaced.length === 0
          ? []
          : [{ owner: ownerOf(change, right.named, configuration), replaced }];
      }),
    );
  if (following.length === 0) return [];
  const owners = listed([...new Set(following.map(({ owner }) => owner))].sort(), ", ");
  const successors = listed([...new Set(following.flatMap(({ replaced }) => replaced))].sort(), ", ");
  return [
    note(text`after the replacement of ${successors}, the rights of ${owners} apply to the new resources`, {
      cells: [owners, text`keeps`, text`the same`, text`the replacements of ${successors}`, text``],
    }),
  ];
}

/**
 * Returns whether an attribute of an existing resource gets a value that is known only after the apply. Returns false for a new resource.
 * The review takes the values of a new resource from the configuration. A value that is not in the configuration is AWS's default.
 */
const isLeftOpen = ({ change: { before, after, after_unknown } }: ResourceChange, name: string) =>
  before !== null && after !== null && attribute(after_unknown, name) === true;

function attributeFindings(
  change: ResourceChange,
  { value: name, named, isUsual, warns }: Plain,
  { changes, configuration }: ReviewInput,
): Owned[] {
  const [before, after] = [attribute(change.change.before, name), configuration.planned(change, name)];
  if ((before ?? null) === (after ?? null)) return [];
  const isExpected = typeof isUsual === "boolean" ? isUsual : isUsual.test(String(after));
  if (change.change.before === null && isExpected) return [];
  const owner = ownerOf(change, named, configuration);
  if (after === undefined && isLeftOpen(change, name)) {
    const sentence = text`${name} of ${data(owner)} is known only after the apply`;
    const cells = [text`${data(owner)}`, text`changes`, text`${name}`, text`(known after apply)`, text``];
    return [{ owner, finding: warning(sentence, { address: change.address, cells }) }];
  }
  const finding = (verb: "gains" | "loses", value: string, isWarning: boolean): Finding => ({
    severity: isWarning ? "warning" : "note",
    address: change.address,
    [verb === "loses" ? "before" : "after"]: value,
    sentence: text`${data(owner)} ${verb} ${name} ${data(value)}`,
    cells: [text`${data(owner)}`, text`${verb}`, text`${name}`, text`${data(value)}`, text``],
  });
  const limits = warns === "lost" && actionOf(change) !== "destroy";
  const isShown = (value: Json) => isOwnPolicy(value, changes);
  return [
    ...(before ? [{ owner, finding: finding("loses", String(before), limits) }] : []),
    ...(after
      ? [
          {
            owner,
            finding: finding("gains", String(after), warns === "gained" && !isExpected && !isShown(after)),
          },
        ]
      : []),
  ];
}

/**
 * Returns whether the managed policy `policy` is a resource of the plan. If it is a resource of the plan, other rows of the section show
 * what the policy allows.
 */
const isOwnPolicy = (policy: Json, changes: readonly ResourceChange[]): boolean =>
  String(policy).startsWith("${aws_iam_policy.") ||
  changes.some(
    ({ type, change }) =>
      type === "aws_iam_policy" &&
      [change.before, change.after].some((it) => attribute(it, "arn") === policy),
  );

function ownerOf(change: ResourceChange, named: string, configuration: Configuration): string {
  const value = attribute(change.change.before, named) ?? configuration.planned(change, named);
  const reference = configuration.referenced(change.address, named);
  const name = reference && configuration.attributes(reference).name;
  if (typeof name === "string") return name;
  return typeof value === "string" && !value.includes("${") ? value : change.address;
}
