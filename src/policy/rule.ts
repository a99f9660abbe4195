import type { Controls } from "../resources/row";
import { type Attributes, at, type Resource, type SynthesizedDocument, show } from "./document";

/** A rule's finding about one Terraform address. If the finding has no problem, the address complies with the rule. */
export interface Finding {
  readonly address: string;
  /** The deviation from the rule, with the names of Terraform's arguments. */
  readonly problem: string | undefined;
}

/** A rule for every environment. A deviation needs an exemption in exemptions.ts. */
export interface Rule {
  /** Kebab-case; never changes, because exemptions and people name it. */
  readonly id: string;
  /** The rule, in one sentence. */
  readonly sentence: string;
  /** The published controls that the rule serves. */
  readonly controls: Controls;
  /** The remedy for a violation. If a setting can mend the violation, the text begins with that setting. */
  readonly fix: string;
  /** Checks every address that the rule concerns; without any finding the rule is not applicable. */
  readonly check: (document: SynthesizedDocument) => readonly Finding[];
}

/** Returns the problem of one resource, or `undefined` if the resource complies. */
export type Judge = (
  attributes: Attributes,
  resource: Resource,
  document: SynthesizedDocument,
) => string | undefined;

/**
 * Judges every resource of one or several types.
 *
 * @param concerned selects the resources that the rule concerns. @default - all resources of the types
 */
export const each =
  (
    types: string | readonly string[],
    judge: Judge,
    concerned: (attributes: Attributes, document: SynthesizedDocument) => boolean = () => true,
  ): Rule["check"] =>
  (document) =>
    document
      .resources(...[types].flat())
      .filter(({ attributes }) => concerned(attributes, document))
      .map((resource) => ({
        address: resource.address,
        problem: judge(resource.attributes, resource, document),
      }));

/** Forbids resources of some types. */
export const none = (types: readonly string[], problem: string): Rule["check"] => each(types, () => problem);

/** Demands that an argument has one of the allowed values. The value `undefined` allows that the argument is missing. */
export const is =
  (path: string, ...allowed: readonly unknown[]): Judge =>
  (attributes) => {
    const value = at(attributes, path);
    return allowed.includes(value) ? undefined : `${path} is ${show(value)}`;
  };

/** Demands that an argument is set and not empty. */
export const isSet =
  (path: string): Judge =>
  (attributes) => {
    const value = at(attributes, path);
    return value === undefined || value === "" ? `${path} is not set` : undefined;
  };

/**
 * Demands that a resource of another type refers to the judged resource.
 *
 * @param judge judges the referring resources; one of them has to comply. @default - every referring resource complies
 */
export const hasA =
  (type: string, attribute: string, judge: Judge = () => undefined): Judge =>
  (_attributes, resource, document) => {
    const problems = document
      .referring(type, attribute, resource)
      .map((found) => judge(found.attributes, found, document));
    if (problems.length === 0) return `no ${type} names it`;
    return problems.includes(undefined) ? undefined : problems.join("; ");
  };

/** Demands that an argument is a number of at least `least`. */
export const atLeast =
  (path: string, least: number): Judge =>
  (attributes) => {
    const value = at(attributes, path);
    return typeof value === "number" && value >= least ? undefined : `${path} is ${show(value)}`;
  };
