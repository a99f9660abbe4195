import { knownRow } from "../../resources";
import { at } from "../document";
import { pci } from "../pci";
import { programsIn } from "../programs";
import type { Rule } from "../rule";

const TAGS = ["Application", "EnvironmentSuffix", "Profile"];

/** Rules about the whole Terraform configuration: resource types, tags, and programs that `terraform plan` and `terraform apply` run. */
export const INVENTORY = [
  {
    id: "known-types",
    sentence: "Every resource type in the configuration has policy rules, or is known to need no rule.",
    controls: { pci: pci("2.2.1") },
    fix: "write rules for the type, and give the type a row in src/resources/",
    check: (document) => {
      const unknown = document
        .types()
        .filter((type) => (knownRow(type)?.judged ?? "by no rule") === "by no rule");
      if (document.types().length > 0 && unknown.length === 0)
        return [{ address: "resource", problem: undefined }];
      return document.resources(...unknown).map(({ address }) => ({
        address,
        problem: "no rule judges this type, and the type is not known to need no rule",
      }));
    },
  },
  {
    id: "no-programs",
    sentence:
      "Plan and apply run no program except Terraform and the AWS provider: the configuration has no provisioner, module, action or other provider.",
    controls: { pci: pci("2.2.4") },
    fix: "remove what is at this address, because a plan cannot show what the program does; an exemption does not help, because the commands refuse such a plan",
    check: (document) => {
      const found = programsIn(document.whole());
      if (found.length > 0) return found;
      return document.types().length > 0 ? [{ address: "configuration", problem: undefined }] : [];
    },
  },
  {
    id: "default-tags",
    sentence: "All resources have the tags Application, EnvironmentSuffix and Profile.",
    controls: {
      aws: {
        "EC2.46": "VPCs are tagged",
        "ECS.13": "services are tagged",
        "ECS.14": "clusters are tagged",
        "RDS.28": "clusters are tagged",
      },
    },
    fix: "give the provider default_tags with Application, EnvironmentSuffix and Profile",
    check: (document) =>
      document.provider().map(({ address, attributes }) => {
        const missing = TAGS.filter((tag) => !at(attributes, `default_tags.tags.${tag}`));
        return {
          address,
          problem: missing.length === 0 ? undefined : `default_tags does not contain ${missing.join(", ")}`,
        };
      }),
  },
] as const satisfies readonly Rule[];
