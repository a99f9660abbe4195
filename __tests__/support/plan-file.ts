import { encode } from "@msgpack/msgpack";
import { strToU8, type Zippable } from "fflate";

const BACKEND = {
  bucket: "state",
  key: "dev/transaction-processing.tfstate",
  profile: null,
  use_lockfile: true,
};

export type Field = readonly [number: number, content: Uint8Array | string];

/** A protobuf message of fields that have a length. */
export const message = (...fields: readonly Field[]): Uint8Array =>
  Buffer.concat(
    fields.map(([number, content]) => {
      const bytes = typeof content === "string" ? strToU8(content) : content;
      const length = bytes.length < 128 ? [bytes.length] : [128 + (bytes.length % 128), bytes.length >> 7];
      return Buffer.from([number * 8 + 2, ...length, ...bytes]);
    }),
  );

/** The field of a plan that says where its state is. */
export const backendField = (settings: object = BACKEND, workspace = "default", type = "s3"): Field => [
  13,
  message([1, type], [2, message([1, encode(settings)])], [3, workspace]),
];

/** What Terraform's plan file holds, and what our reader looks at in it. */
export const planFiles = (...fields: readonly Field[]): Zippable => ({
  tfplan: Buffer.concat([Buffer.from([8, 3]), message([3, "a change"], [3, "another"], ...fields)]),
  tfstate: strToU8('{"resources":[]}'),
  "tfstate-prev": strToU8("{}"),
  "tfconfig/m-/cdk.tf.json": strToU8('{"resource":{}}'),
  "tfconfig/modules.json": strToU8("[]"),
  ".terraform.lock.hcl": strToU8("provider"),
});
