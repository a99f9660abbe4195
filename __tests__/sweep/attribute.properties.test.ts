import fc from "fast-check";
import type { Item } from "../../src/inventory/item";
import { attribute } from "../../src/sweep/attribute";
import { environmentNames } from "../../src/sweep/names";
import { ACCOUNT_ID } from "../support/environments";
import { suffixes } from "../support/suffixes";

const of = (suffix: string, items: readonly Item[]) =>
  attribute({ suffix, accountId: ACCOUNT_ID }, { items, arns: [] });

it("nothing of one environment is ever another's", () => {
  const everything = (suffix: string): Item[] => [
    ...Object.entries(environmentNames(suffix, ACCOUNT_ID)).flatMap(([type, names]) =>
      names.map((name) => ({ type, id: `${name} ${type}`, name })),
    ),
    { type: "EC2 VPC", id: `vpc-of-${suffix}`, suffix },
    { type: "KMS key", id: `key-of-${suffix}`, suffix, remembered: { state: "pending deletion" } },
  ];
  const prefix = fc.constantFrom("x-", "blue-", "pr-", "us-east-1a-", "a");
  fc.assert(
    fc.property(suffixes, fc.oneof(suffixes, prefix), fc.boolean(), (one, another, before) => {
      const other = !/-$|^a$/.test(another) ? another : before ? another + one : `${one}1`;
      fc.pre(one !== other && other.length <= 13);
      const items = [...everything(one), ...everything(other)];
      const ids = (some: readonly Item[]) => some.map(({ id }) => id).sort();
      expect(ids(of(one, items))).toEqual(ids(everything(one)));
      expect(ids(of(other, items))).toEqual(ids(everything(other)));
    }),
    { numRuns: 300 },
  );
});
