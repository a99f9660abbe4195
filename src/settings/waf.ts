/**
 * AWS's managed rule groups in the web ACL, in the order in which AWS WAF evaluates them. For each group: its purpose and the names of its
 * rules. The rule names in the settings are compared with these names. If a rule name were misspelled, AWS would ignore the setting of this
 * rule, and would report no error.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupStatement.html
 */
export const RULE_GROUPS = {
  AWSManagedRulesAmazonIpReputationList: {
    isFor: "addresses that AWS knows as bots or attackers",
    rules: ["AWSManagedIPReputationList", "AWSManagedReconnaissanceList", "AWSManagedIPDDoSList"],
  },
  AWSManagedRulesCommonRuleSet: {
    isFor: "patterns that are common in attacks on web applications",
    rules: [
      "NoUserAgent_HEADER",
      "UserAgent_BadBots_HEADER",
      "SizeRestrictions_QUERYSTRING",
      "SizeRestrictions_Cookie_HEADER",
      "SizeRestrictions_BODY",
      "SizeRestrictions_URIPATH",
      "EC2MetaDataSSRF_BODY",
      "EC2MetaDataSSRF_COOKIE",
      "EC2MetaDataSSRF_URIPATH",
      "EC2MetaDataSSRF_QUERYARGUMENTS",
      "GenericLFI_QUERYARGUMENTS",
      "GenericLFI_URIPATH",
      "GenericLFI_BODY",
      "RestrictedExtensions_URIPATH",
      "RestrictedExtensions_QUERYARGUMENTS",
      "GenericRFI_QUERYARGUMENTS",
      "GenericRFI_BODY",
      "GenericRFI_URIPATH",
      "CrossSiteScripting_COOKIE",
      "CrossSiteScripting_QUERYARGUMENTS",
      "CrossSiteScripting_BODY",
      "CrossSiteScripting_URIPATH",
    ],
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    isFor: "requests that exploit known vulnerabilities, Log4j among them",
    rules: [
      "JavaDeserializationRCE_HEADER",
      "JavaDeserializationRCE_BODY",
      "JavaDeserializationRCE_URIPATH",
      "JavaDeserializationRCE_QUERYSTRING",
      "Host_localhost_HEADER",
      "PROPFIND_METHOD",
      "ExploitablePaths_URIPATH",
      "Log4JRCE_HEADER",
      "Log4JRCE_QUERYSTRING",
      "Log4JRCE_BODY",
      "Log4JRCE_URIPATH",
      "ReactJSRCE_BODY",
    ],
  },
  AWSManagedRulesSQLiRuleSet: {
    isFor: "SQL injection",
    rules: [
      "SQLi_QUERYARGUMENTS",
      "SQLiExtendedPatterns_QUERYARGUMENTS",
      "SQLi_BODY",
      "SQLiExtendedPatterns_BODY",
      "SQLi_COOKIE",
      "SQLi_URIPATH",
    ],
  },
} as const satisfies Readonly<Record<string, { readonly isFor: string; readonly rules: readonly string[] }>>;

export type RuleGroup = keyof typeof RULE_GROUPS;

/**
 * Rules that are known to block real payments. By default, these rules count matching requests and do not block them. If the setting of a
 * rule is `null`, the rule blocks.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
export const COUNTED_BY_DEFAULT = {
  AWSManagedRulesCommonRuleSet: {
    SizeRestrictions_BODY:
      "Blocking would refuse every body above 8 KB, and batches of payments are larger. The other rules inspect the first 8 KB of each body.",
    NoUserAgent_HEADER:
      "Blocking would refuse every request without the header User-Agent, which many machine clients of partners do not send.",
  },
};

/** A managed rule group or a single rule. It counts matching requests and does not block them. */
export interface Counted {
  readonly group: RuleGroup;
  /** The name of the rule that counts matching requests. @default - all rules of the group count matching requests */
  readonly rule?: string;
  readonly reason: string;
}

/** The settings of the web ACL that {@link countedOf} reads. */
interface Counting {
  readonly enabled: boolean;
  /**
   * For each managed rule group, the reason why its rules count matching requests and do not block them. If the value of a group is a
   * string, this string is the reason for all rules of the group. If the value of a group is an object, the object's keys are rule names. A
   * rule with a reason counts matching requests. A rule with the value `null` blocks matching requests.
   */
  readonly counted: Readonly<
    Partial<Record<RuleGroup, string | Readonly<Record<string, string | null>> | undefined>>
  >;
}

/** Returns all groups and rules that count matching requests instead of blocking them. The list is empty if there is no web ACL. */
export function countedOf({ enabled, counted }: Counting): Counted[] {
  return (Object.keys(RULE_GROUPS) as RuleGroup[]).flatMap((group): Counted[] => {
    const counts = enabled ? counted[group] : undefined;
    if (typeof counts === "string") return [{ group, reason: counts }];
    return RULE_GROUPS[group].rules.flatMap((rule) => {
      const reason = counts?.[rule];
      return reason ? [{ group, rule, reason }] : [];
    });
  });
}

/** Returns the name of a rule group, or of a single rule in a group. The reviews and the policy show this name. */
export const countedName = ({ group, rule }: { readonly group: string; readonly rule?: string }): string =>
  rule === undefined ? group : `${group}/${rule}`;
