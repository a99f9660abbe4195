import type { Statement } from "../../iam/statement";
import { pci } from "../pci";
import { each, isSet, type Rule } from "../rule";
import { allowed, joined, namesSource, refusesPlainHttp, tooWide } from "../statements";

const POLICY = "aws_sns_topic_policy";

/**
 * Returns a problem if the statement lets an AWS service publish on behalf of any account: other accounts could then misuse the service
 * (the confused deputy problem).
 */
function unbound(statement: Statement): string | undefined {
  const service = statement.principals?.of.some(({ type }) => type === "Service");
  return service && !namesSource(statement)
    ? `${statement.sid} lets a service publish on behalf of any account`
    : undefined;
}

/** Rules about SNS topics. */
export const MESSAGES = [
  {
    id: "sns-encrypted",
    sentence: "Topics are encrypted with a customer managed KMS key.",
    controls: {
      aws: { "SNS.1": "topics are encrypted with KMS" },
      checkov: { CKV_AWS_26: "SNS topic is encrypted" },
    },
    fix: "set customerManagedKey to true",
    check: each("aws_sns_topic", isSet("kms_master_key_id")),
  },
  {
    id: "sns-publishers",
    sentence:
      "A topic accepts messages only from principals that are listed in the topic's policy. An AWS service may publish only on behalf of a named account.",
    controls: {
      pci: pci("7.2.5"),
      aws: { "SNS.4": "topics are not public" },
      checkov: { CKV_AWS_169: "SNS policy is not public" },
    },
    fix: "name the principal and the actions; limit services by aws:SourceAccount, or by an aws:SourceArn that names an account",
    check: each(POLICY, ({ policy }) =>
      joined(allowed(policy).map((statement) => tooWide(statement) ?? unbound(statement))),
    ),
  },
  {
    id: "sns-tls",
    sentence: "Topics refuse messages that are published without TLS.",
    controls: { cdkNag: { "AwsSolutions-SNS3": "topics refuse publishers without TLS" } },
    fix: "deny everybody sns:Publish if aws:SecureTransport is false",
    check: each("aws_sns_topic", (_topic, resource, document) => {
      const refused = document
        .referring(POLICY, "arn", resource)
        .some(({ attributes }) =>
          refusesPlainHttp(attributes.policy, "sns:Publish", `\${${resource.address}.arn}`),
        );
      return refused ? undefined : "no statement of the topic policy refuses publishers without TLS";
    }),
  },
] as const satisfies readonly Rule[];
