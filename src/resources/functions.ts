import { resourceName } from "../naming/names";
import { type Names, NO_ATTRIBUTES, type Row } from "./row";

const FUNCTION_ARN = "arn:aws:lambda:{region}:{account}:function:{name}";
const names: Names = (suffix) => [resourceName(suffix, "release-controller")];

/** The facts about the Terraform resource types of Lambda. Each type has a {@link Row}. */
export const FUNCTIONS = {
  aws_lambda_function: {
    aws: "Lambda function",
    arns: [FUNCTION_ARN],
    named: { by: "name", attribute: "function_name", names },
    data: false,
    guards: true, // the function moves traffic back when a release alarm goes to ALARM
    attributes: {
      ...NO_ATTRIBUTES,
      // A function with 0 reserved concurrency never runs.
      // https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
      weak: { reserved_concurrent_executions: "0" },
      parts: [/^(handler|runtime|timeout)$/],
      rights: [{ value: "role", named: "function_name", isUsual: true }],
    },
    judged: {
      by: [
        "lambda-runtime",
        "lambda-newest-runtime",
        "lambda-no-variables",
        "lambda-vpc",
        "lambda-tracing",
        "lambda-dead-letters",
        "lambda-concurrency",
        "lambda-code-signing",
      ],
    },
    actions: {
      read: [
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        // GetFunction returns tags only to callers that may list them: https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
      ],
      make: [
        "lambda:CreateFunction",
        "lambda:GetFunctionConfiguration", // the AWS provider repeats this call until an update of the function is complete
        "lambda:InvokeFunction", // the last step of a deploy asks the function for its status
        "lambda:TagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      remove: ["lambda:DeleteFunction"],
      use: ["lambda:InvokeFunction"],
      granted: "by name",
    },
    left: {
      lists: ["lambda:ListFunctions"],
      swept: false,
      byHand: ({ id }) => `aws lambda delete-function --function-name ${id}`,
    },
  },
  aws_lambda_permission: {
    aws: "Lambda permission",
    arns: [FUNCTION_ARN], // AWS checks the permission on the function
    named: { by: "owner", names },
    data: false,
    guards: true, // without the permission, EventBridge cannot invoke the function
    attributes: {
      ...NO_ATTRIBUTES,
      parts: [/^source_(account|arn)$/],
      rights: [{ value: "principal", named: "function_name", isUsual: /^[a-z0-9.-]+\.amazonaws\.com$/, warns: "gained" }],
    },
    judged: { by: ["lambda-invokers"] },
    actions: {
      read: ["lambda:GetPolicy"],
      make: ["lambda:AddPermission"],
      remove: ["lambda:RemovePermission"],
      use: [],
      granted: "by name",
    },
    left: { goesWith: "aws_lambda_function" },
  },
} as const satisfies Readonly<Record<string, Row>>;
