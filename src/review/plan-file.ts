import { decode } from "@msgpack/msgpack";
import { strFromU8, unzipSync, zipSync } from "fflate";
import { RefusedError } from "../terminal/refused";

/** All that Terraform writes into the plan of one module. */
const NAMES = {
  configuration: "tfconfig/m-/cdk.tf.json",
  modules: "tfconfig/modules.json",
  plan: "tfplan",
  providersLock: ".terraform.lock.hcl",
  stateBefore: "tfstate-prev",
  state: "tfstate",
} as const;

/** What a plan file says besides the plan itself, which `terraform show -json` tells. */
export interface PlanFile {
  /** The file, made again of what was read here: whoever reads it reads the same, and no more. */
  readonly content: Uint8Array;
  /** The `cdk.tf.json` that is applied. */
  readonly configurationJson: string;
  /** The `.terraform.lock.hcl` that it was made with. */
  readonly providersLock: string;
  /** Where the state is written, as `terraform.backend` of a configuration says it. */
  readonly backend: object;
  /** The state that it goes out from. */
  readonly stateJson: string;
}

/**
 * Reads a plan file whose maker is not believed. Terraform applies everything that is in it, so it may hold nothing that
 * we do not know: another file of configuration would be applied and reviewed by nobody.
 *
 * @throws RefusedError
 */
export function readPlanFile(file: Uint8Array): PlanFile {
  const inside = unzipSync(file);
  const names = Object.keys(inside).sort();
  const known: string[] = Object.values(NAMES).sort();
  if (names.join() !== known.join()) {
    throw new RefusedError(
      `a plan holds ${JSON.stringify(known)}, but this one ${JSON.stringify(names)}: plan anew, with Terraform 1.11 or newer`,
    );
  }
  const bytes = (part: keyof typeof NAMES) => inside[NAMES[part]] as Uint8Array;
  return {
    content: zipSync(inside, { level: 0 }),
    configurationJson: strFromU8(bytes("configuration")),
    providersLock: strFromU8(bytes("providersLock")),
    backend: backendIn(bytes("plan")),
    stateJson: strFromU8(bytes("state")),
  };
}

/** https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plans/planproto/planfile.proto */
function backendIn(plan: Uint8Array): object {
  const backend = onlyField(plan, 13);
  const settings = decode(onlyField(onlyField(backend, 2), 1)) as Record<string, unknown>;
  const workspace = strFromU8(onlyField(backend, 3));
  return {
    [strFromU8(onlyField(backend, 1))]: {
      ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)),
      ...(workspace !== "default" && { workspace }),
    },
  };
}

/**
 * The one field of a protobuf message that has this number, and bytes.
 *
 * @throws RefusedError when there is none or more than one, which readers may understand differently
 */
function onlyField(message: Uint8Array, wanted: number): Uint8Array {
  const found: Uint8Array[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw unreadable();
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        varint();
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const end = varint() + at;
        if (number === wanted) found.push(message.subarray(at, end));
        at = end;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw unreadable();
    }
  }
  const [only] = found;
  if (only === undefined || found.length > 1) throw unreadable();
  return only;
}

const unreadable = () =>
  new RefusedError("where this plan keeps its state cannot be read: plan anew, with Terraform 1.11 or newer");
