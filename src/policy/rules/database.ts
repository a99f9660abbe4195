import {
  attributesOf,
  blocks,
  type Resource,
  refersTo,
  type SynthesizedDocument,
  show,
  Unreadable,
} from "../document";
import { pci } from "../pci";
import { each, is, type Rule } from "../rule";

const CLUSTER = "aws_rds_cluster";
const INSTANCE = "aws_rds_cluster_instance";

// https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-24
const DEFAULT_ADMINISTRATORS = ["admin", "postgres"];

/** Returns the value of a parameter in a parameter group. */
const parameter = (group: Resource, name: string): unknown =>
  blocks(attributesOf(group).parameter).find((each) => each.name === name)?.value;

/** Returns the name and the present value of a parameter as text for a message. */
const shown = (group: Resource, name: string): string => `${name} is ${show(parameter(group, name))}`;

/** Returns whether a parameter contains all these items. The parameter's value is a comma-separated list. */
const lists = (group: Resource, name: string, ...items: string[]): boolean => {
  const has = String(parameter(group, name)).split(/,\s*/);
  return items.every((item) => has.includes(item));
};

// https://github.com/pgaudit/pgaudit/blob/main/README.md#pgauditlog
const CLASSES = ["ddl", "function", "misc", "misc_set", "read", "role", "write"];

/**
 * Returns the classes of statements whose text pgaudit logs. pgaudit reads the list in `pgaudit.log` from left to right: `-` before a class
 * removes the class, and `all` stands for all classes. If the parameter is not set, pgaudit logs nothing.
 */
function audited(group: Resource): ReadonlySet<string> {
  const logged = new Set<string>();
  const value = parameter(group, "pgaudit.log") ?? "none";
  for (const item of String(value).toLowerCase().split(",")) {
    const [, minus, name = ""] = /^\s*(-?)(.*?)\s*$/.exec(item) ?? [];
    const classes = { all: CLASSES, none: [] }[name] ?? [name];
    if (!classes.every((each) => CLASSES.includes(each))) throw new Unreadable(shown(group, "pgaudit.log"));
    for (const each of classes) minus ? logged.delete(each) : logged.add(each);
  }
  return logged;
}

/** Returns whether pgaudit logs all these classes of statements. */
const audits = (group: Resource, ...classes: string[]): boolean => {
  const logged = audited(group);
  return classes.every((each) => logged.has(each));
};

/** Database parameters, each with the value that keeps data out of the log. The reasons are in src/constructs/database-parameters.ts */
const WITHOUT_DATA: Readonly<Record<string, string>> = {
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  "pgaudit.log_parameter": "0",
};

/** Returns a check that judges the parameter group of each cluster. */
const eachParameterGroup = (judge: (group: Resource) => string | undefined): Rule["check"] =>
  each(CLUSTER, (cluster, resource, document: SynthesizedDocument) => {
    const own = document
      .referring(INSTANCE, "cluster_identifier", resource)
      .find(({ attributes }) => attributes.db_parameter_group_name !== undefined);
    if (own !== undefined) throw new Unreadable(`${own.address} has a parameter group of its own`);
    const group = document
      .resources("aws_rds_cluster_parameter_group")
      .find((each) => refersTo(cluster.db_cluster_parameter_group_name, each));
    return group === undefined ? "the stack has no parameter group for this cluster" : judge(group);
  });

/** Rules about Aurora: access to the data, and encryption of the data. */
export const DATABASE = [
  {
    id: "rds-encrypted",
    sentence: "The database is encrypted.",
    controls: {
      aws: { "RDS.27": "clusters are encrypted" },
      cis: { "2.3.1": "RDS is encrypted" },
      checkov: { CKV_AWS_96: "Aurora is encrypted" },
      cdkNag: { "AwsSolutions-RDS2": "the storage of databases is encrypted" },
    },
    fix: "set storage_encrypted to true",
    check: each(CLUSTER, is("storage_encrypted", true)),
  },
  {
    id: "rds-iam-authentication",
    sentence: "Services and people sign in to the database with IAM.",
    controls: {
      aws: { "RDS.12": "clusters have IAM authentication" },
      checkov: { CKV_AWS_162: "RDS cluster has IAM authentication" },
      cdkNag: { "AwsSolutions-RDS6": "databases have IAM authentication" },
    },
    fix: "set iam_database_authentication_enabled to true",
    check: each(CLUSTER, is("iam_database_authentication_enabled", true)),
  },
  {
    id: "rds-administrator-name",
    sentence: "The database's master user does not have a well-known name, such as postgres.",
    controls: { pci: pci("2.2.2"), aws: { "RDS.24": "clusters have a custom administrator name" } },
    fix: `choose a master_username other than ${DEFAULT_ADMINISTRATORS.join(" and ")}`,
    check: each(CLUSTER, ({ master_username }) =>
      typeof master_username === "string" && !DEFAULT_ADMINISTRATORS.includes(master_username)
        ? undefined
        : `master_username is ${show(master_username)}`,
    ),
  },
  {
    id: "rds-port",
    sentence: "The database does not listen on PostgreSQL's default port.",
    controls: {
      aws: { "RDS.23": "clusters do not use the default port" },
      cdkNag: { "AwsSolutions-RDS11": "databases do not use the default port" },
    },
    fix: "set the cluster's port to a number other than 5432",
    check: each(CLUSTER, ({ port }) =>
      port === 5432 || port === undefined ? `port is ${show(port)}` : undefined,
    ),
  },
  {
    id: "rds-not-public",
    sentence: "No database instance has a public address.",
    controls: {
      pci: pci("1.4.4"),
      aws: { "RDS.2": "instances are not publicly accessible" },
      cis: { "2.3.3": "RDS is not public" },
      checkov: { CKV_AWS_17: "RDS is not public" },
    },
    fix: "set publicly_accessible to false",
    check: each(INSTANCE, is("publicly_accessible", undefined, false)),
  },
  {
    id: "rds-zones",
    sentence: "The database has instances in at least two Availability Zones.",
    controls: { aws: { "RDS.15": "clusters have instances in several Availability Zones" } },
    fix: "give the cluster a second instance, in another Availability Zone",
    check: each(CLUSTER, (_cluster, resource, document) => {
      const instances = document.referring(INSTANCE, "cluster_identifier", resource);
      const isKnown = ({ attributes: { availability_zone: zone } }: Resource) =>
        typeof zone === "string" && !zone.includes("${");
      const zones = new Set(instances.filter(isKnown).map(({ attributes }) => attributes.availability_zone));
      if (zones.size >= 2) return undefined;
      const unknown = instances.filter((instance) => !isKnown(instance)).map(({ address }) => address);
      if (unknown.length > 0) throw new Unreadable(`availability_zone of ${unknown.join(" and ")}`);
      return `number of Availability Zones with instances: ${zones.size}`;
    }),
  },
  {
    id: "rds-tls",
    sentence: "The database refuses connections without TLS.",
    controls: { pci: pci("2.2.7", "8.3.2") },
    fix: "set the parameter rds.force_ssl to 1",
    check: eachParameterGroup((group) => {
      const value = parameter(group, "rds.force_ssl");
      return value === "1" ? undefined : `rds.force_ssl is ${show(value)}`;
    }),
  },
  {
    id: "rds-statement-logging",
    sentence:
      "PostgreSQL logs connections, and changes of schemas and roles. The log contains no passwords of roles.",
    controls: { pci: pci("10.2.1") },
    fix: "list pgaudit in the parameter shared_preload_libraries, list ddl and role in pgaudit.log, and set log_connections and log_disconnections to 1",
    check: eachParameterGroup((group) => {
      if (!lists(group, "shared_preload_libraries", "pgaudit"))
        return shown(group, "shared_preload_libraries");
      if (!audits(group, "ddl", "role")) return shown(group, "pgaudit.log");
      return ["log_connections", "log_disconnections"].every((name) => parameter(group, name) === "1")
        ? undefined
        : "log_connections and log_disconnections are not both 1";
    }),
  },
  {
    id: "rds-log-without-data",
    sentence:
      "The database's log contains no bind values, and no errors, because errors quote values and statements. Of the statements, the log contains only the text of changes of schemas and roles.",
    controls: { pci: pci("2.2.6") },
    fix: `set the parameters ${Object.entries(WITHOUT_DATA)
      .map(([name, value]) => `${name} to ${value}`)
      .join(
        ", ",
      )}; list only ddl and role in pgaudit.log, and remove pgaudit.role; without read and write in pgaudit.log, the rule rds-data-access-audit needs its exemption`,
    check: eachParameterGroup((group) => {
      const name = Object.keys(WITHOUT_DATA).find((each) => parameter(group, each) !== WITHOUT_DATA[each]);
      if (name !== undefined) return shown(group, name);
      // Object audit logging logs the text of statements that read or write the rows of some tables.
      if (parameter(group, "pgaudit.role") !== undefined) return shown(group, "pgaudit.role");
      const texts = [...audited(group)].filter((each) => each !== "ddl" && each !== "role");
      return texts.length === 0 ? undefined : shown(group, "pgaudit.log");
    }),
  },
  {
    id: "rds-data-access-audit",
    sentence: "An audit log contains every statement that reads or changes data.",
    controls: { pci: pci("10.2.1.1") },
    // The two rules contradict each other, because pgaudit logs the text of each statement. AWS documents no parameter that leaves it out.
    fix: "list read and write in the parameter pgaudit.log, in place of the exemption of this rule; the log then contains the text of these statements, so the rule rds-log-without-data needs an exemption",
    check: eachParameterGroup((group) =>
      audits(group, "read", "write") ? undefined : shown(group, "pgaudit.log"),
    ),
  },
] as const satisfies readonly Rule[];
