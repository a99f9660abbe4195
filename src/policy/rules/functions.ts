import { at, blocks, list, show } from "../document";
import { pci } from "../pci";
import { each, is, isSet, type Rule } from "../rule";

const FUNCTION = "aws_lambda_function";

/** The newest of Lambda's Node.js runtimes. */
const NEWEST = "nodejs24.x";

/** All of Lambda's Node.js runtimes that AWS still patches. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const SUPPORTED = ["nodejs22.x", NEWEST];

/** Rules about Lambda functions. */
export const FUNCTIONS = [
  {
    id: "lambda-runtime",
    sentence: "Functions run on a runtime that AWS patches.",
    controls: {
      pci: pci("6.3.3"),
      aws: { "Lambda.2": "functions use supported runtimes" },
      checkov: { CKV_AWS_363: "function's runtime is not deprecated" },
    },
    fix: "set runtime to one of the supported runtimes in src/policy/rules/functions.ts",
    check: each(FUNCTION, is("runtime", ...SUPPORTED)),
  },
  {
    id: "lambda-newest-runtime",
    sentence: "Functions run on the newest runtime of their language.",
    controls: { cdkNag: { "AwsSolutions-L1": "function's runtime is the newest" } },
    fix: `set runtime to ${NEWEST}`,
    check: each(FUNCTION, is("runtime", NEWEST), ({ runtime }) => SUPPORTED.includes(String(runtime))),
  },
  {
    id: "lambda-invokers",
    sentence:
      "Each permission to invoke a function has a principal, a source account and a source ARN, all without wildcards. The principal may invoke the function only on behalf of this source.",
    controls: {
      pci: pci("7.2.5"),
      aws: { "Lambda.1": "function policies are not public" },
      checkov: {
        CKV_AWS_301: "function is not public",
        CKV_AWS_364: "services may invoke a function only for a named source",
      },
    },
    fix: "give the permission a principal, a source_account and a source_arn, all without wildcards",
    check: each("aws_lambda_permission", ({ principal, source_account, source_arn }) => {
      if (typeof principal !== "string" || principal.includes("*")) return `principal is ${show(principal)}`;
      if (!source_account) return "source_account is not set";
      return typeof source_arn === "string" && !/[*?]/.test(source_arn)
        ? undefined
        : `source_arn is ${show(source_arn)}`;
    }),
  },
  {
    id: "lambda-no-variables",
    sentence:
      "Functions have no environment variables. Everybody who may read a function's configuration would see a secret in a variable.",
    controls: {
      pci: pci("8.6.2"),
      checkov: {
        CKV_AWS_45: "no secrets in a function's variables",
        CKV_AWS_173: "function's variables are encrypted with KMS",
      },
    },
    fix: "remove the function's argument environment, and put the settings into the deployment package",
    check: each(FUNCTION, ({ environment }) =>
      blocks(environment).length === 0 ? undefined : "environment is set",
    ),
  },
  {
    id: "lambda-vpc",
    sentence: "Functions run in the VPC.",
    controls: {
      aws: { "Lambda.3": "functions are in a VPC" },
      checkov: { CKV_AWS_117: "function is in a VPC" },
    },
    fix: "give the function a vpc_config",
    check: each(FUNCTION, ({ vpc_config }) =>
      list(at(vpc_config, "subnet_ids")).length > 0 ? undefined : "vpc_config.subnet_ids is not set",
    ),
  },
  {
    id: "lambda-tracing",
    sentence: "X-Ray traces the invocations of functions.",
    controls: {
      aws: { "Lambda.7": "functions have X-Ray tracing" },
      checkov: { CKV_AWS_50: "function is traced by X-Ray" },
    },
    fix: "set tracing_config.mode to Active",
    check: each(FUNCTION, is("tracing_config.mode", "Active")),
  },
  {
    id: "lambda-dead-letters",
    sentence: "Lambda sends the events of failed invocations to a dead-letter queue.",
    controls: { checkov: { CKV_AWS_116: "function has a dead-letter queue" } },
    fix: "give the function a dead_letter_config",
    check: each(FUNCTION, isSet("dead_letter_config.target_arn")),
  },
  {
    id: "lambda-concurrency",
    sentence: "Each function has reserved concurrency, which limits its concurrent executions.",
    controls: { checkov: { CKV_AWS_115: "function has a concurrency limit" } },
    fix: "set reserved_concurrent_executions",
    check: each(FUNCTION, isSet("reserved_concurrent_executions")),
  },
  {
    id: "lambda-code-signing",
    sentence: "Functions run only code that a signing profile has signed.",
    controls: { checkov: { CKV_AWS_272: "function's code is signed" } },
    fix: "set code_signing_config_arn",
    check: each(FUNCTION, isSet("code_signing_config_arn")),
  },
] as const satisfies readonly Rule[];
