import fc from "fast-check";

/** Random valid suffixes. Some look like a resource type or a qualifier of a name. */
export const suffixes = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3}){0,2}$/).filter((suffix) => suffix.length <= 13),
  fc.constantFrom(
    "blue",
    "green-dev",
    "role-x",
    "alarms",
    "migration-a",
    "us-east-1a",
    "cluster-x",
    "a2345678901bc",
    "s3-x",
  ),
);
