import { attributesOf } from "../resources";
import type { Right } from "../resources/row";
import { shorten } from "../terminal/printable";
import type { Configuration } from "./configuration";
import { escalates } from "./escalation";
import { changesOf, type Group, grantsOf, isDoubtful, isForeign, isWide, summed } from "./grants";
import { inlinePolicies } from "./inline-policies";
import { type Finding, note, type ReviewInput, type Section, warning } from "./section";
import { actionOf, attribute, type Json, type ResourceChange } from "./terraform-plan";
import { data, joined, type Text, text } from "./text";

type Document = Extract<Right, { document: string }>;
type Plain = Extract<Right, { value: string }>;

const rightsOf = ({ type }: ResourceChange): readonly Right[] => attributesOf(type).rights;

/** Its policy limits what passes it and lets nobody in: AWS's default names everybody. */
const ENDPOINT = "endpoint ";

/** A role, key, bucket or topic, and what is said of it. */
interface Owned {
  readonly owner: string;
  readonly finding: Finding;
}

/** What each role, key, bucket and topic lets whom do, that it did not before; and what no longer. */
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
    // Whoever may become a role stands beside what that role may do.
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
    const sentence = text`what ${whose} allows ${isUnknown ? "is known only after the apply" : "cannot be read"}`;
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
  const { gained, lost, kept } = changesOf(before, after);
  const said = [
    ...summed(gained).map((group) => {
      const letsIn = trust ? isNews(group) : of !== ENDPOINT && isForeign(group, accountId);
      // Whose policy names principals is on what it belongs to: there `*` is that one key or bucket.
      const isMuch = (it: string) => isWide(it) || (group.by === "" && escalates(it, group.on));
      const alarming = !group.deny && (group.actions.some(isMuch) || letsIn);
      return { group, verb: "gains" as const, alarming };
    }),
    ...summed(kept).map((group) => ({ group, verb: "keeps" as const, alarming: false })),
    ...summed(lost).map((group) => ({ group, verb: "loses" as const, alarming: group.deny && !allEnds })),
  ];
  return said.map(({ group, verb, alarming }) => ({
    owner,
    finding: {
      severity: alarming ? "warning" : "note",
      address,
      sentence: trust && !group.deny ? trustSentence(group, owner, verb) : sentenceOf(group, whose, verb),
      cells: [whose, text`${verb}${group.deny ? " the refusal of" : ""}`, ...cellsOf(group)],
    },
  }));
}

type Verb = "gains" | "keeps" | "loses";

/** Rights on what is replaced go over to its successor: said once, and not as so many losses and gains. */
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
    note(text`rights on ${successors} go over to what takes their place: those of ${owners}`, {
      cells: [owners, text`keeps`, text`the same`, text`what takes the place of ${successors}`, text``],
    }),
  ];
}

/** Whether the plan does not say yet what becomes of what there was; of something new, the configuration has what is not AWS's default. */
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

/** Whether a managed policy is one that the plan holds, or makes: then its own row says what it allows. */
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

const listed = (actions: readonly string[], separator: string) =>
  joined(
    actions.map((it) => text`${data(it)}`),
    separator,
  );

/** A value with words before it; nothing where there is no value. */
const after = (words: string, value: string, length: number): Text =>
  value === "" ? text`` : text`${words}${data(shorten(value, length))}`;

const cellsOf = ({ actions, by, on, when }: Group): Text[] => [
  text`${listed(actions, " ")}${after(" by ", by, 200)}`,
  after("", on, 300),
  after("", when, 300),
];

function sentenceOf({ deny, actions, by, on, when }: Group, whose: Text, verb: Verb): Text {
  const refuses = { gains: "refuses", keeps: "still refuses", loses: "no longer refuses" };
  const does = deny ? refuses[verb] : verb;
  const where = text`${after(" by ", by, 200)}${after(" on ", on, 300)}${after(" when ", when, 300)}`;
  return text`${whose} ${does} ${listed(actions, ", ")}${where}`;
}

/** Of a role's trust: who may become it. */
function trustSentence({ actions, by, when }: Group, role: string, verb: Verb): Text {
  const may = { gains: "may call", keeps: "may still call", loses: "may no longer call" }[verb];
  const condition = when === "" ? text`, under no condition` : after(" when ", when, 300);
  return text`${data(shorten(by, 200))} ${may} ${listed(actions, ", ")} for ${data(role)}${condition}`;
}
