import { at } from "../../../src/policy/document";
import type { Attributes } from "../../support/synthesized";

/** The Terraform JSON of an environment, to be changed in place. */
export class Editing {
  public constructor(public readonly document: Attributes) {}

  public get(address: string): Attributes {
    const [type = "", name = ""] = address.split(".");
    const found = this.document.resource[type]?.[name];
    if (found === undefined) throw new Error(`nothing to change at ${address}`);
    return found;
  }

  /** Changes arguments; `undefined` takes one out. */
  public set(address: string, attributes: Attributes): void {
    const resource = this.get(address);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === undefined) delete resource[key];
      else resource[key] = value;
    }
  }

  public add(address: string, attributes: Attributes): void {
    const [type = "", name = ""] = address.split(".");
    this.document.resource[type] = { ...this.document.resource[type], [name]: attributes };
  }

  public remove(address: string): void {
    this.get(address);
    const [type = "", name = ""] = address.split(".");
    delete this.document.resource[type][name];
  }

  /** Changes one statement of a policy; `undefined` takes a key out. */
  public statement(address: string, sid: string, change: Attributes, attribute = "policy"): void {
    this.json(address, attribute, (policy) => {
      const found = policy.Statement.find(({ Sid }: Attributes) => Sid === sid);
      if (found === undefined) throw new Error(`no statement ${sid} in ${address}`);
      Object.assign(found, change);
    });
  }

  /** Takes a statement out of a policy. */
  public withoutStatement(address: string, sid: string): void {
    this.json(address, "policy", (policy) => {
      policy.Statement = policy.Statement.filter(({ Sid }: Attributes) => Sid !== sid);
    });
  }

  /** Changes the one container of a task definition. */
  public container(address: string, change: Attributes): void {
    this.json(address, "container_definitions", ([container]) => Object.assign(container, change));
  }

  /** Changes the value of a parameter of a parameter group. */
  public parameter(address: string, name: string, value: string): void {
    const parameters: Attributes[] = this.get(address).parameter;
    const found = parameters.find((each) => at(each, "name") === name);
    if (found === undefined) throw new Error(`no parameter ${name} in ${address}`);
    found.value = value;
  }

  // biome-ignore lint/suspicious/noExplicitAny: parsed JSON, whose shape is what the tests are about
  private json(address: string, attribute: string, change: (value: any) => void): void {
    const resource = this.get(address);
    const value = JSON.parse(resource[attribute]);
    change(value);
    resource[attribute] = JSON.stringify(value);
  }
}

/** Breaks what a rule guards, and says at which addresses. */
export type Mutation = (edit: Editing) => readonly string[];

/** By rule id, then by what is broken. */
export type Mutations = Readonly<Record<string, Readonly<Record<string, Mutation>>>>;

/** A mutation that changes arguments of one resource. */
export const setting =
  (address: string, attributes: Attributes): Mutation =>
  (edit) => {
    edit.set(address, attributes);
    return [address];
  };

/** A mutation that takes one resource away, by which another one deviates. */
export const removing =
  (address: string, deviates: string): Mutation =>
  (edit) => {
    edit.remove(address);
    return [deviates];
  };

/** A mutation that adds a resource that deviates. */
export const adding =
  (address: string, attributes: Attributes): Mutation =>
  (edit) => {
    edit.add(address, attributes);
    return [address];
  };
