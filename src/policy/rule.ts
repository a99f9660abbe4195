import type { Controls } from "../resources/row";
import { type Attributes, at, type Resource, type SynthesizedDocument, show } from "./document";

/** What a rule says of one address; without a problem, the rule is met there. */
export interface Finding {
  readonly address: string;
  /** What was found instead, in the words of Terraform's arguments. */
  readonly problem: string | undefined;
}

/** One thing that every environment keeps, unless an exemption is written for it. */
export interface Rule {
  /** Kebab-case; never changes, because exemptions and people name it. */
  readonly id: string;
  /** What holds, in one sentence. */
  readonly sentence: string;
  /** The published controls that it serves. */
  readonly controls: Controls;
  /** What to do about a violation, the setting to change first. */
  readonly fix: string;
  /** Looks at every address that the rule is about; no finding at all: it is not applicable. */
  readonly check: (document: SynthesizedDocument) => readonly Finding[];
}

/** What is wrong with one resource, or nothing. */
export type Judge = (
  attributes: Attributes,
  resource: Resource,
  document: SynthesizedDocument,
) => string | undefined;

/**
 * Judges every resource of one type, or of several.
 *
 * @param concerned which of them the rule is about. Default: all
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

/** Types of resources that there should be none of. */
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
