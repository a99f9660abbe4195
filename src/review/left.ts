import { note, type ReviewInput, type Section } from "./section";
import { attribute, blocksOf, goesAway, type Json, type ResourceChange } from "./terraform-plan";
import { data, type Text, text } from "./text";

/**
 * Returns the section about destroyed databases and KMS keys. It says which of their data AWS keeps, and for how long. If the plan replaces
 * a database, the section also says from which backup the new database is restored.
 */
export function leftSection({ changes }: ReviewInput): Section {
  const going = changes.filter(goesAway);
  const findings = going.flatMap((change) =>
    sentencesOf(change).map((sentence) => note(sentence, { address: change.address })),
  );
  return { title: "Left behind", findings };
}

function sentencesOf({ type, address, change: { before, after } }: ResourceChange): Text[] {
  if (type === "aws_rds_cluster") {
    const origin = after === null ? undefined : originOf(after);
    return [
      snapshotOf(before),
      ...(origin === undefined ? [] : [text`the database that replaces it is restored from ${data(origin)}`]),
    ];
  }
  if (type !== "aws_kms_key") return [];
  const days = attribute(before, "deletion_window_in_days") ?? 30; // AWS's default
  return [
    text`${data(address)}: the data that this key encrypts, including database snapshots, is lost unless somebody cancels the key's deletion within ${Number(days)} days`,
  ];
}

/**
 * Returns the sentence about the database's final snapshot. It uses the deployed values of the settings, because Terraform destroys the
 * cluster with these values.
 */
function snapshotOf(before: Json): Text {
  const name = attribute(before, "final_snapshot_identifier");
  if (attribute(before, "skip_final_snapshot") !== false || typeof name !== "string") {
    return text`no snapshot is taken, and the automated backups are deleted with the database: only manual snapshots remain`;
  }
  const key = attribute(before, "kms_key_id");
  return text`the destroyed database leaves the snapshot ${data(name)}; the snapshot stays until somebody deletes it; the snapshot is encrypted with ${data(typeof key === "string" ? key : "AWS's own key")}, and can be restored as long as that key exists`;
}

/** Returns the backup from which a database cluster is restored, or undefined if the cluster begins empty. */
function originOf(cluster: Json): string | undefined {
  const snapshot = attribute(cluster, "snapshot_identifier");
  if (typeof snapshot === "string" && snapshot !== "") return snapshot;
  const [point] = blocksOf(attribute(cluster, "restore_to_point_in_time"));
  if (point === undefined) return undefined;
  const time = point.restore_to_time;
  return `${point.source_cluster_identifier} as of ${typeof time === "string" && time !== "" ? time : "its latest restorable time"}`;
}
