import { S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { storedStates } from "../../src/state/stored-state";
import { garbled, PLAIN, RUNS } from "../support/garbled";

const REAL = {
  version: 4,
  terraform_version: "1.11.0",
  serial: 3,
  outputs: {},
  resources: [
    { mode: "managed", type: "aws_vpc", instances: [{ attributes: { password: "hunter2-s3cr3t" } }] },
  ],
};

it("whatever is in the place of a state, it is named or counted, and the others are listed", async () => {
  let unreadable = 0;
  await fc.assert(
    fc.asyncProperty(garbled(REAL), async (bytes) => {
      const bodies = new Map<string, string>(
        ["pr-6", "pr-7", "pr-8"].map((suffix) => [
          `${suffix}/transaction-processing.tfstate`,
          suffix === "pr-7" ? new TextDecoder().decode(bytes) : JSON.stringify(REAL),
        ]),
      );
      const send = async ({ input: { Key } }: { readonly input: { readonly Key?: string } }) =>
        Key === undefined
          ? { Contents: [...bodies.keys()].map((it) => ({ Key: it, LastModified: new Date(0) })) }
          : { Body: { transformToString: async () => bodies.get(Key) } };
      const s3 = Object.assign(Object.create(S3Client.prototype), { send });
      const found = await storedStates(s3, "bucket", "pr-");
      const of = (suffix: string) => found.states.filter((it) => it.suffix === suffix);
      expect([of("pr-6"), of("pr-8")]).toMatchObject([[{ resources: 1 }], [{ resources: 1 }]]);
      expect(found.unreadable.length + of("pr-7").length).toBe(1);
      for (const { suffix, description } of found.unreadable) {
        unreadable += 1;
        expect(suffix).toBe("pr-7");
        expect(description).toMatch(PLAIN);
        expect(description).toMatch(
          /^pr-7: its state s3:\/\/bucket\/pr-7\/\S+ cannot be read: .+; see docs\/runbooks\/restore-state\.md$/,
        );
        expect(description).not.toContain("hunter2");
      }
    }),
    RUNS,
  );
  expect(unreadable).toBeGreaterThan(RUNS.numRuns / 2);
});
