import type { RDSClient } from "@aws-sdk/client-rds";
import { readMembers, requireFailover } from "../../src/failover/cluster";
import { Aws } from "./made-up-cluster";

describe("npm run failover", () => {
  const refused = async (message: string, change: (aws: Aws) => void) => {
    const aws = new Aws();
    change(aws);
    const before = await readMembers(aws.rds, "dev");
    await expect(requireFailover(aws.rds, before)).rejects.toThrow(message);
    expect(aws.calls).not.toContain("FailoverDBClusterCommand");
  };

  it("refuses a cluster that is not available", () =>
    refused("the cluster is modifying, not available", (aws) => {
      aws.status = "modifying";
    }));
  it("refuses a cluster without a reader", () =>
    refused("a is the only instance of the cluster", (aws) => {
      aws.members.pop();
    }));
  it("refuses a cluster whose reader could not take over", () =>
    refused("no reader could become the writer: b is rebooting", (aws) => {
      aws.instance = "rebooting";
    }));
  it("refuses a suffix of which there is no cluster", async () => {
    const send = () =>
      Promise.reject(Object.assign(new Error("not found"), { name: "DBClusterNotFoundFault" }));
    await expect(readMembers({ send } as unknown as RDSClient, "dev")).rejects.toThrow(
      "there is no cluster aurora-cluster-dev: is dev deployed?",
    );
  });
});
