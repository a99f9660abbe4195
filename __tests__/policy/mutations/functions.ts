import { type Mutations, setting } from "./editing";

const FUNCTION = "aws_lambda_function.release_controller_function";
const PERMISSION = "aws_lambda_permission.release_controller_tick_permission";

export const FUNCTION_MUTATIONS: Mutations = {
  "lambda-runtime": { "one that AWS no longer patches": setting(FUNCTION, { runtime: "nodejs20.x" }) },
  "lambda-newest-runtime": { "one before the newest": setting(FUNCTION, { runtime: "nodejs22.x" }) },
  "lambda-invokers": {
    everybody: setting(PERMISSION, { principal: "*" }),
    "for any account": setting(PERMISSION, { source_account: undefined }),
    "for anything of the account": setting(PERMISSION, { source_arn: undefined }),
    "for any rule": setting(PERMISSION, { source_arn: "arn:aws:events:us-east-1:123456789012:rule/*" }),
  },
  "lambda-no-variables": { one: setting(FUNCTION, { environment: { variables: { TOKEN: "x" } } }) },
  "lambda-vpc": { none: setting(FUNCTION, { vpc_config: undefined }) },
  "lambda-tracing": {
    "what its callers say": setting(FUNCTION, { tracing_config: { mode: "PassThrough" } }),
  },
  "lambda-dead-letters": { none: setting(FUNCTION, { dead_letter_config: undefined }) },
  "lambda-concurrency": { "the account's": setting(FUNCTION, { reserved_concurrent_executions: undefined }) },
  "lambda-code-signing": { none: setting(FUNCTION, { code_signing_config_arn: undefined }) },
};
