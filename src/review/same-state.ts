import { RefusedError } from "../terminal/refused";

/** A state of version 4, as far as it says what is managed. */
interface State {
  readonly resources: readonly {
    readonly mode: "data" | "managed";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly id?: string } }[];
  }[];
}

/**
 * Refuses a plan that takes other things for the environment's resources than the state does: Terraform compares no more
 * than the state's serial number, which whoever may plan knows.
 *
 * @param plannedJson the state that the plan holds
 * @param currentJson what `terraform state pull` prints: nothing before the first deployment
 * @throws RefusedError
 */
export function requireSameState(plannedJson: string, currentJson: string): void {
  const current = managedIds(currentJson);
  for (const [address, id] of managedIds(plannedJson)) {
    if (current.get(address) !== id) {
      throw new RefusedError(`the plan takes ${id} for ${address}, which is not so in the state: plan anew`);
    }
  }
}

function managedIds(stateJson: string): ReadonlyMap<string, string> {
  const { resources } = JSON.parse(stateJson || '{ "resources": [] }') as State;
  return new Map(
    resources
      .filter(({ mode }) => mode === "managed")
      .map(({ type, name, instances }) => [
        `${type}.${name}`,
        instances.map(({ attributes }) => attributes.id).join(),
      ]),
  );
}
