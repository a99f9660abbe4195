import { bucketOfNewLifecycle } from "./existing-bucket";
import type { ReviewInput, Weakened } from "./section";
import { shortened } from "./shortened";
import type { ResourceChange } from "./terraform-plan";
import { data, text } from "./text";
import { valued } from "./valued";

const RULES_TODAY = {
  none: "Today, the bucket has no lifecycle rules, and keeps all objects",
  same: "The bucket already has lifecycle rules with the same ids, prefixes and times",
  others: "The bucket already has lifecycle rules, and the new rules replace them",
  "not known": "The review does not know whether the bucket already has lifecycle rules",
};

/** Returns warnings about a new lifecycle configuration of an existing bucket, because S3 will delete objects. */
export function newLifecycle(change: ResourceChange, input: ReviewInput): Weakened[] {
  const bucket = bucketOfNewLifecycle(change, input.changes);
  if (bucket === undefined) return [];
  const sooner = shortened(change, input);
  if (sooner.length === 0 && bucket.rules === "same") {
    return [
      {
        what: text`is new for Terraform. ${RULES_TODAY.same}. The plan does not show whether their size filters are the same`,
      },
    ];
  }
  return sooner.map(({ path, after }) => {
    const when = path.endsWith("date") ? "from this date on" : "after this number of days";
    const what = text`${data(path)} is ${valued(after)}: S3 will delete objects in ${data(bucket.name)} ${when}. ${RULES_TODAY[bucket.rules]}`;
    return { after, what };
  });
}
