import type { STSClient } from "@aws-sdk/client-sts";
import { signedIn } from "../../src/aws/signed-in";
import { RefusedError } from "../../src/terminal/refused";

const answering = (answer: () => object) => ({ send: async () => answer() }) as unknown as STSClient;
const ADA = { Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/ada", UserId: "AIDA" };

it("is who AWS says", async () => {
  expect(
    await signedIn(
      answering(() => ADA),
      undefined,
    ),
  ).toEqual({
    accountId: ADA.Account,
    arn: ADA.Arn,
    userId: ADA.UserId,
  });
});

it("is refused in another account than the environment's", async () => {
  await expect(
    signedIn(
      answering(() => ADA),
      "111122223333",
    ),
  ).rejects.toThrow(
    new RefusedError("signed in to account 123456789012, but this environment is in account 111122223333"),
  );
});

it.each(["CredentialsProviderError", "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"])(
  "is refused with AWS's own words and what to do: %s",
  async (name) => {
    const fails = answering(() => {
      throw Object.assign(new Error("Profile x requires multi-factor authentication"), { name });
    });
    const refused = signedIn(fails, undefined);
    await expect(refused).rejects.toThrow(RefusedError);
    await expect(refused).rejects.toThrow(/^Profile x requires multi-factor authentication\n.*sign in/);
  },
);

it("fails where AWS cannot be reached: nobody was refused", async () => {
  const fails = answering(() => {
    throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { name: "TimeoutError" });
  });
  await expect(signedIn(fails, undefined)).rejects.toThrow(/^getaddrinfo ENOTFOUND$/);
});
