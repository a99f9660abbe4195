/**
 * Every variable of the environment that Terraform 1.11, its S3 backend or the AWS provider 5.100 documents or reads, but for
 * those that the SDK for JavaScript reads alike; each with a value that would do something.
 * https://developer.hashicorp.com/terraform/cli/config/environment-variables
 * https://developer.hashicorp.com/terraform/language/backend/s3
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
 */

/** They reach Terraform: none of them says which state it uses, what it compares, or with which program. */
export const PASSED: Readonly<Record<string, string>> = {
  TF_LOG: "error",
  TF_LOG_CORE: "error",
  TF_LOG_PROVIDER: "error",
  TF_LOG_CLOUD: "error",
  TF_LOG_SDK: "error",
  TF_LOG_PATH: "terraform.log",
  TF_INPUT: "1",
  TF_IN_AUTOMATION: "0",
  TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
  TF_REGISTRY_DISCOVERY_RETRY: "1",
  TF_REGISTRY_CLIENT_TIMEOUT: "5",
  TF_APPEND_USER_AGENT: "team/1.0",
  TF_TOKEN_app_terraform_io: "secret",
  CHECKPOINT_DISABLE: "",
};

const ENDPOINT = "http://127.0.0.1:9";

/** They do not, and the command says which one is set. */
export const REFUSED: Readonly<Record<string, string>> = {
  TF_WORKSPACE: "other",
  TF_DATA_DIR: "other",
  TF_CLI_ARGS: "-no-color",
  TF_CLI_ARGS_init: "-backend-config=key=other",
  TF_CLI_ARGS_plan: "-target=aws_vpc.network_vpc",
  TF_CLI_ARGS_apply: "-lock=false",
  TF_CLI_ARGS_show: "-no-color",
  TF_VAR_name: "value",
  TF_REATTACH_PROVIDERS: "{}",
  TF_STATE_PERSIST_INTERVAL: "3600",
  TF_CLOUD_ORGANIZATION: "other",
  TF_CLOUD_HOSTNAME: "example.com",
  TF_CLOUD_PROJECT: "other",
  TF_CLOUD_PLUGIN_DEV_OVERRIDE: "other",
  TF_ORGANIZATION: "other",
  TF_FORCE_LOCAL_BACKEND: "1",
  TF_HTTP_ADDRESS: ENDPOINT,
  TF_ENABLE_PLUGGABLE_STATE_STORAGE: "1",
  TF_DISABLE_PLUGIN_TLS: "1",
  TF_SKIP_PROVIDER_VERIFY: "1",
  TF_SKIP_CREATE_TEST: "1",
  TF_SCHEMA_PANIC_ON_ERROR: "1",
  TF_WARN_OUTPUT_ERRORS: "1",
  TF_IGNORE: "trace",
  TF_FORK: "0",
  TF_ACC: "1",
  TF_TEMP_LOG_PATH: "other",
  TF_AWS_DEFAULT_TAGS_team: "other",
  TF_AWS_IGNORE_TAGS_KEYS: "environment",
  TF_AWS_IGNORE_TAGS_KEY_PREFIXES: "env",
  TF_AWS_S3_ENDPOINT: ENDPOINT,
  AWS_S3_ENDPOINT: ENDPOINT,
  AWS_STS_ENDPOINT: ENDPOINT,
  AWS_IAM_ENDPOINT: ENDPOINT,
  AWS_DYNAMODB_ENDPOINT: ENDPOINT,
  AWS_METADATA_URL: ENDPOINT,
  AWS_SHARED_CONFIG_FILE: "other",
  AWS_SSE_CUSTOMER_KEY: Buffer.alloc(32, 7).toString("base64"),
  AWS_ACCESS_KEY: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
