import type { ClientConfig } from "../../src/inventory/readers";
import { verdictOf } from "../../src/sweep/report";
import { sweep } from "../../src/sweep/sweep";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** An AWS that refuses who asks certain services for anything, and has nothing of any other. */
const refusing = (isRefused: (host: string) => boolean) => ({
  region: "us-east-1",
  credentials: { accessKeyId: "x", secretAccessKey: "x" },
  maxAttempts: 1,
  requestHandler: {
    handle: async ({ hostname }: { hostname: string }) => {
      const name = isRefused(hostname) ? "AccessDeniedException" : "Unreachable";
      throw Object.assign(new Error("not you"), { name });
    },
  },
});

const ask = (client: ClientConfig, onProgress?: (done: number, total: number, kind: string) => void) =>
  sweep({ suffix: "pr-1", accountId: "123456789012", client, ...(onProgress && { onProgress }) });

it("certifies nothing to somebody who may read nothing, and names every kind", async () => {
  const shown: string[] = [];
  const swept = await ask(
    refusing(() => true),
    (done, total) => shown.push(`${done} of ${total}`),
  );
  expect(swept.asked.length).toBeGreaterThan(40);
  expect(swept.asked.filter(({ failure }) => failure !== "AccessDeniedException: not you")).toEqual([]);
  expect(swept.leftovers).toEqual([]);
  expect(verdictOf({ ...swept, suffix: "pr-1", accountId: "", who: "", at: "", deployed: 0 })).toBe(
    "unanswered",
  );
  expect(shown).toEqual(swept.asked.map((_, n) => `${n + 1} of ${swept.asked.length}`));
});

it("names the kinds that the refusing service has", async () => {
  const swept = await ask(refusing((host) => host.startsWith("kms.")));
  const refused = swept.asked.filter(({ failure }) => failure?.startsWith("AccessDenied"));
  expect(refused.map(({ kind }) => kind)).toEqual(["KMS alias", "KMS key"]);
});
