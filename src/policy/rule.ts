import type { Controls } from "../resources/row";
import {
  type Attributes,
  at,
  attributesOf,
  type Resource,
  type SynthesizedDocument,
  show,
  Unreadable,
} from "./document";

/** The finding of a rule about one Terraform address. */
export interface Finding {
  readonly address: string;
  /** The deviation from the rule, as a text with the names of Terraform's arguments. `undefined` if the resource complies. */
  readonly problem: string | undefined;
}

/** A policy rule that every environment has to meet. A deviation from the rule needs an exemption in exemptions.ts. */
export interface Rule {
  /** The id in kebab-case. The id never changes, because exemptions and documents refer to the rule by its id. */
  readonly id: string;
  /** The rule, in one sentence. */
  readonly sentence: string;
  /** The published controls that the rule helps to meet. */
  readonly controls: Controls;
  /** What a person has to do about a violation. If a change of a setting is enough, the text begins with that setting. */
  readonly fix: string;
  /**
   * Checks every resource that the rule concerns, and returns a finding for each of these resources. If there is no such resource, the list
   * is empty, and the rule is not applicable.
   */
  readonly check: (document: SynthesizedDocument) => readonly Finding[];
}

/** A function that returns the problem of one resource, or `undefined` if the resource complies. */
export type Judge = (
  attributes: Attributes,
  resource: Resource,
  document: SynthesizedDocument,
) => string | undefined;

/** The beginning of the problem of a resource that a rule cannot judge. No exemption covers such a problem. */
export const CANNOT_BE_READ = "cannot be read: ";

/**
 * Returns the findings about one address. If synth cannot read something that the findings depend on, the only finding is a problem that
 * says so.
 */
export function findingsAt(address: string, find: () => readonly Finding[]): readonly Finding[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof Unreadable)
      return [{ address, problem: `${CANNOT_BE_READ}${error.message} (use a value that synth can read)` }];
    throw error;
  }
}

/**
 * Returns a check that judges every resource of one or several types. If the check cannot read a resource, it reports this
 * as a problem of the resource.
 *
 * @param concerned a function that selects the resources that the rule concerns.
 * @default - all resources of the types
 */
export const each =
  (
    types: string | readonly string[],
    judge: Judge,
    concerned: (attributes: Attributes, document: SynthesizedDocument) => boolean = () => true,
  ): Rule["check"] =>
  (document) =>
    document.resources(...[types].flat()).flatMap((resource) =>
      findingsAt(resource.address, () => {
        const attributes = attributesOf(resource);
        return concerned(attributes, document)
          ? [{ address: resource.address, problem: judge(attributes, resource, document) }]
          : [];
      }),
    );

/** Forbids all resources of these types. */
export const none = (types: readonly string[], problem: string): Rule["check"] => each(types, () => problem);

/** Demands that an argument has one of the allowed values. If `undefined` is one of them, the argument may also be missing. */
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
 * Demands that at least one resource of another type refers to the judged resource.
 *
 * @param judge a further demand on the referring resources; at least one referring resource has to meet this demand.
 * @default - no further demand
 */
export const hasA =
  (type: string, attribute: string, judge: Judge = () => undefined): Judge =>
  (_attributes, resource, document) => {
    const problems = document
      .referring(type, attribute, resource)
      .map((found) => judge(found.attributes, found, document));
    if (problems.length === 0) return `no ${type} refers to this resource`;
    return problems.includes(undefined) ? undefined : problems.join("; ");
  };

/** Demands that an argument is a number of at least `least`. */
export const atLeast =
  (path: string, least: number): Judge =>
  (attributes) => {
    const value = at(attributes, path);
    return typeof value === "number" && value >= least ? undefined : `${path} is ${show(value)}`;
  };
