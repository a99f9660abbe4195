/** The parts of an ARN that follow `arn`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const ARN_PARTS = ["partition", "service", "region", "account", "resource"] as const;

type Arn = Readonly<Record<(typeof ARN_PARTS)[number], string>>;

const ARN = /^arn:(?<partition>[^:]*):(?<service>[^:]*):(?<region>[^:]*):(?<account>[^:]*):(?<resource>.+)$/s;

/** Divides an ARN into its parts. The ARN may contain wildcards or placeholders. @returns undefined if the text is not an ARN */
export const readArn = (text: string): Arn | undefined => ARN.exec(text)?.groups as Arn | undefined;
