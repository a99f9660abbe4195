import type { Controls } from "../resources/row";
import { type Attributes, at, type Resource, type SynthesizedDocument, show } from "./document";

/** A rule's finding about one address; without a problem, the address keeps the rule. */
export interface Finding {
  readonly address: string;
  /** The value that breaks the rule, in the words of Terraform's arguments. */
  readonly problem: string | undefined;
}

/** A rule that every environment keeps, except where an exemption is written. */
export interface Rule {
  /** Kebab-case; never changes, because exemptions and people name it. */
  readonly id: string;
  /** The rule, in one sentence. */
  readonly sentence: string;
  /** The published controls that the rule serves. */
  readonly controls: Controls;
  /** What to do about a violation, with the setting to change first. */
  readonly fix: string;
  /** Checks every address that the rule concerns; without any finding the rule is not applicable. */
  readonly check: (document: SynthesizedDocument) => readonly Finding[];
}

/** The problem of one resource, if it has one. */
export type Judge = (
  attributes: Attributes,
  resource: Resource,
  document: SynthesizedDocument,
) => string | undefined;

/**
 * Judges every resource of one or several types.
 *
 * @param concerned which of the resources the rule concerns.
 * @default - all
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

/** Demands one of some values of an argument. */
export const is =
  (path: string, ...allowed: readonly unknown[]): Judge =>
  (attributes) => {
    const value = at(attributes, path);
    return allowed.includes(value) ? undefined : `${path} is ${show(value)}`;
  };

/** Demands that an argument is given. */
export const isSet =
  (path: string): Judge =>
  (attributes) => {
    const value = at(attributes, path);
    return value === undefined || value === "" ? `${path} is not set` : undefined;
  };

/** Demands that another resource names this one. */
export const hasA =
  (type: string, attribute: string, judge: Judge = () => undefined): Judge =>
  (_attributes, resource, document) => {
    const problems = document
      .referring(type, attribute, resource)
      .map((found) => judge(found.attributes, found, document));
    if (problems.length === 0) return `no ${type} names it`;
    return problems.includes(undefined) ? undefined : problems.join("; ");
  };

/** Demands a number of at least this. */
export const atLeast =
  (path: string, least: number): Judge =>
  (attributes) => {
    const value = at(attributes, path);
    return typeof value === "number" && value >= least ? undefined : `${path} is ${show(value)}`;
  };
