import { alreadyThere } from "../../src/deploy/already-there";
import type { Diagnostic } from "../../src/terraform/events";

const failed = (address: string, summary: string): Diagnostic => ({ severity: "error", address, summary });

it.each([
  [
    "creating IAM Role (role-x1): operation error IAM: CreateRole, StatusCode: 409, EntityAlreadyExists: Role with name role-x1 already exists.",
  ],
  [
    "creating EC2 Subnet: operation error EC2: CreateSubnet, api error InvalidSubnet.Conflict: The CIDR '10.0.48.0/20' conflicts with another subnet",
  ],
  [
    "creating VPC Security Group Rule: api error InvalidPermission.Duplicate: the specified rule already exists",
  ],
  ["creating ELBv2 Listener: DuplicateListener: A listener already exists on this port"],
  [
    "creating CloudWatch Logs Log Group: ResourceAlreadyExistsException: The specified log group already exists",
  ],
])("what AWS has and the state has not is to be imported: %s", (summary) => {
  const errors = [failed("aws_subnet.one", summary), failed("aws_vpc.two", "AccessDenied")];
  expect(alreadyThere(errors, "x1", [])).toMatch(
    /^aws_subnet.one already exists in AWS and is missing in the state, .*docs\/runbooks\/import.md.*\n {2}terraform \S+ import aws_subnet.one <id>$/,
  );
});

it.each([
  ["AccessDenied: User is not authorized"],
  ["InvalidParameterException: duplicate tag keys"],
  ["DependencyViolation: resource has a dependent object"],
])("other errors have other ways: %s", (summary) => {
  expect(alreadyThere([failed("aws_subnet.one", summary)], "x1", [])).toBeUndefined();
});

it("a warning is no error", () => {
  expect(alreadyThere([{ severity: "warning", summary: "EntityAlreadyExists" }], "x1", [])).toBeUndefined();
});
