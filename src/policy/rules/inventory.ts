import { knownRow } from "../../resources";
import { at } from "../document";
import { pci } from "../pci";
import type { Rule } from "../rule";

const TAGS = ["Application", "EnvironmentSuffix", "Profile"];

/** How the resources of an environment are told from others. */
export const INVENTORY = [
  {
    id: "known-types",
    sentence: "Every resource is of a type that the rules judge, or that is known to need none.",
    controls: { pci: pci("2.2.1") },
    fix: "write rules for the type, and give it a row in src/resources/",
    check: (document) => {
      const unknown = document
        .types()
        .filter((type) => (knownRow(type)?.judged ?? "by no rule") === "by no rule");
      if (document.types().length > 0 && unknown.length === 0)
        return [{ address: "resource", problem: undefined }];
      return document
        .resources(...unknown)
        .map(({ address }) => ({ address, problem: "no rule knows its type" }));
    },
  },
  {
    id: "default-tags",
    sentence: "Everything carries the application, the environment and the profile as tags.",
    controls: {
      aws: {
        "EC2.46": "VPCs are tagged",
        "ECS.13": "services are tagged",
        "ECS.14": "clusters are tagged",
        "RDS.28": "clusters are tagged",
      },
    },
    fix: "give the provider default_tags with all three",
    check: (document) =>
      document.provider().map(({ address, attributes }) => {
        const missing = TAGS.filter((tag) => !at(attributes, `default_tags.tags.${tag}`));
        return {
          address,
          problem: missing.length === 0 ? undefined : `default_tags without ${missing.join(", ")}`,
        };
      }),
  },
] as const satisfies readonly Rule[];
