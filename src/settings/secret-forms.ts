/**
 * A form of secret texts, such as the form of AWS's access keys. The form alone shows that a text is secret, whatever the name of its
 * variable.
 */
export interface SecretForm {
  /** The kind of secret, such as "an AWS access key". This text does not show the secret. */
  readonly what: string;
  /**
   * Lower-case words. Every secret of this form contains at least one of these words. They are a fast filter: a plan contains too many
   * texts to match each form with each text.
   */
  readonly hints: readonly string[];
  /** Matches the secret without the text around it. */
  readonly form: RegExp;
}

/**
 * The forms of all known secrets. The issuers document the forms, for example https://docs.stripe.com/keys,
 * https://docs.slack.dev/authentication/tokens,
 * https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 */
export const SECRET_FORMS: readonly SecretForm[] = [
  // The prefixes AROA, AIDA and others are not matched, because ids with these prefixes identify roles, users and the like, and are not
  // secret:
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  {
    what: "an AWS access key",
    hints: ["akia", "asia"],
    form: /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  },
  {
    what: "a private key",
    hints: ["private key"],
    form: /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  // If the text after the colon is a number, it is a port. If it is `$NAME`, it is a shell's variable. Neither is a password.
  {
    what: "a password in a URL",
    hints: ["://"],
    form: /(?<=:\/\/[^/\s:@"']*:)(?!\d{1,5}(?:[/?#]|$))(?!\$[A-Z_]+@|\$\{[^}]*\}@)[^\s"']+(?=@)/g,
  },
  {
    what: "a signature in a URL",
    hints: ["sig=", "signature="],
    form: /(?<=[?&](?:sig|Signature|X-Amz-Signature|X-Goog-Signature)=)[^\s"'&]{16,}/g,
  },
  {
    what: "a key in a URL",
    hints: ["key=", "code=", "auth=", "api=", "k="],
    form: /(?<=[?&](?:key|code|auth|api|k)=)(?=[^\s"'&]*\d)[\w~.%-]{20,}={0,2}/g,
  },
  {
    what: "a webhook's URL",
    hints: ["https://"],
    form: /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks|[\w-]+\.webhook\.office\.com\/webhookb2|outlook\.office\.com\/webhook|chat\.googleapis\.com\/v1\/spaces|hooks\.zapier\.com\/hooks|maker\.ifttt\.com\/trigger|events\.pagerduty\.com\/integration|api\.telegram\.org\/bot\d+:)[^\s"']+/g,
  },
  // The URL of any other webhook. One part of its path is a long random text, unlike the names that people choose.
  {
    what: "another webhook's URL",
    hints: ["hook"],
    form: /(?<=https:\/\/[^\s"']*hooks?\/(?:[^\s"']*\/)?)(?=[^\s"'/]*\d)(?=[^\s"'/]*[A-Za-z])(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w-]{20,}/gi,
  },
  {
    what: "a Stripe key",
    hints: ["k_live_", "k_test_", "whsec_"],
    form: /(?<![A-Za-z0-9])(?:(?:sk|rk)_(?:live|test)_|whsec_)[A-Za-z0-9]{10,}/g,
  },
  {
    what: "a GitHub token",
    hints: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
    form: /(?<![A-Za-z0-9])(?:gh[opusr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/g,
  },
  {
    what: "a GitLab token",
    hints: ["glpat-", "glptt-", "gldt-", "glrt-", "glcbt-", "glft-", "glsoat-", "glimt-", "glagent-"],
    form: /(?<![A-Za-z0-9])gl(?:pat|ptt|dt|rt|cbt|ft|soat|imt|agent)-[\w-]{20,}/g,
  },
  {
    what: "a Slack token",
    hints: ["xox", "xapp-"],
    form: /(?<![A-Za-z0-9])xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}|(?<![A-Za-z0-9])xapp-[A-Za-z0-9-]{10,}/g,
  },
  {
    what: "a Google key",
    hints: ["aiza", "gocspx-", "ya29."],
    form: /(?<![A-Za-z0-9])(?:AIza[\w-]{35}|GOCSPX-[\w-]{20,}|ya29\.[\w-]{20,})/g,
  },
  {
    what: "a SendGrid key",
    hints: ["sg."],
    form: /(?<![A-Za-z0-9])SG\.[\w-]{16,}\.[\w-]{16,}/g,
  },
  {
    what: "a Square token",
    hints: ["sq0", "eaaa"],
    form: /(?<![A-Za-z0-9])(?:sq0(?:atp|csp)-[\w-]{20,}|EAAA[\w-]{50,})/g,
  },
  {
    what: "a Shopify token",
    hints: ["shp"],
    form: /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/g,
  },
  {
    what: "an Adyen key",
    hints: ["aqe"],
    form: /(?<![A-Za-z0-9])AQE[A-Za-z0-9+/]{40,}[\w+/=-]*/g,
  },
  {
    what: "a token of an AI provider",
    hints: ["sk-", "hf_"],
    form: /(?<![A-Za-z0-9-])sk-(?=[\w-]*\d)[A-Za-z0-9][\w-]{20,}|(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}/g,
  },
  {
    what: "a package registry's token",
    hints: ["npm_", "pypi-", "rubygems_", "dckr_pat_"],
    form: /(?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,}|rubygems_[0-9a-f]{40,}|dckr_pat_[\w-]{20,})/g,
  },
  {
    what: "a HashiCorp token",
    hints: ["hvs.", "hvb.", "hvr.", "atlasv1"],
    form: /(?<![A-Za-z0-9])(?:hv[sbr]\.[\w-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{50,})/g,
  },
  {
    what: "a cloud's token",
    hints: ["_v1_", "dapi", "dp.", "fo1_"],
    form: /(?<![A-Za-z0-9])(?:do[oprt]_v1_[0-9a-f]{64}|dapi[0-9a-f]{32}|dp\.[a-z]{2,5}\.[\w.-]{40,}|fo1_[\w-]{40,})/g,
  },
  {
    what: "a service's token",
    hints: ["nrak-", "glsa_", "glc_", "lin_api_", "pmak-", "sntry", "key-", "sl.", "atatt3", ":aa"],
    form: /(?<![A-Za-z0-9])(?:NRAK-[A-Z0-9]{20,}|glsa_\w{30,}|glc_[\w+/=]{30,}|lin_api_[A-Za-z0-9]{30,}|PMAK-[0-9a-f-]{40,}|sntry[a-z]_[\w+/=.-]{30,}|(?<!-)key-[0-9a-f]{32}|sl\.[\w-]{60,}|ATATT3[\w=-]{60,}|(?<!:)\d{8,10}:AA[\w-]{33})/g,
  },
  {
    what: "a JSON Web Token",
    hints: ["eyj"],
    form: /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g,
  },
  {
    what: "an authorization header",
    hints: ["authorization", "bearer"],
    form: /(?<=\bauthorization\\*["']?\s*[:=]\s*\\*["']?(?:bearer|basic|token|apikey)\\*\s+)[^\s"'\\$]{4,}|(?<=\bBearer\s+)(?=\S*\d)[\w.~+/=-]{16,}/gi,
  },
  {
    what: "a Basic credential",
    hints: ["basic "],
    form: /(?<=[=:]\s?["']?Basic\s)[A-Za-z0-9+/]{12,}={0,2}(?![\w-])/g,
  },
  // A key that stands where a URL has the user name, such as a key of Sentry. It is longer than an ordinary user name.
  {
    what: "a key before a URL's host",
    hints: ["https://"],
    form: /(?<=https?:\/\/)(?=[A-Za-z]*\d)[A-Za-z0-9]{24,}(?=@)/g,
  },
  {
    what: "a password of curl",
    hints: ["curl", "wget", "httpi"],
    form: /(?<=\b(?:curl|wget|httpie?)\b[^|;&]*\s(?:-u|--user|--proxy-user)[\s=]["']?[A-Za-z][^\s:"']*:)(?!\$)[^\s"']+/g,
  },
  {
    what: "a password of Oracle's",
    hints: ["sqlplus", "sqlldr", "rman", "expdp", "impdp", "jdbc:oracle"],
    form: /(?<=(?:\b(?:sqlplus|sqlldr|rman|expdp|impdp)\b[^|;&]*\s|\bjdbc:oracle:\w+:)[\w$#]+\/)(?!\$)[^\s@"'/]+(?=@)/g,
  },
  // If "-p" stands alone, mysql asks for the password, and the next word is the name of a database.
  {
    what: "a password of a client",
    hints: ["mysql", "mariadb", "sshpass", "redis-cli", "valkey-cli", "login"],
    form: /(?<=\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;&]*\s-p["']?)(?![\s$-])[^\s"']+|(?<=\bsshpass\s+-p\s*["']?|\b(?:redis-cli|valkey-cli)\b[^|;&]*\s-a\s["']?|\blogin\b[^|;&]*\s-p\s["']?)(?![\s$])[^\s"']+/g,
  },
];
