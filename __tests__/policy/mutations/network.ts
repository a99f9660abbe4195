import { adding, type Mutations, removing, setting } from "./editing";

const VPC = "aws_vpc.network_vpc";
const FLOW_LOG = "aws_flow_log.flow_logs_flow_log";
const DEFAULT_GROUP = "aws_default_security_group.network_default_security_group";
const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";
const ALB_GROUP = "${aws_security_group.firewall_alb_security_group.id}";
const DATABASE_GROUP = "${aws_security_group.firewall_database_security_group.id}";
const TASK_GROUP = "${aws_security_group.firewall_task_security_group.id}";

const open = (group: string, port: number, range: object) => ({
  security_group_id: group,
  description: "open",
  ip_protocol: "tcp",
  from_port: port,
  to_port: port,
  ...range,
});
const anywhere = { cidr_ipv4: "0.0.0.0/0" };

export const NETWORK_MUTATIONS: Mutations = {
  "vpc-flow-logs": {
    "no flow log": removing(FLOW_LOG, VPC),
    "only what was rejected": (edit) => {
      edit.set(FLOW_LOG, { traffic_type: "REJECT" });
      return [VPC];
    },
    "the flow log of another VPC": (edit) => {
      edit.set(FLOW_LOG, { vpc_id: "${aws_vpc.network_vpc_2.id}" });
      return [VPC];
    },
  },
  "vpc-default-security-group": {
    "not adopted": removing(DEFAULT_GROUP, VPC),
    "a rule in it": (edit) => {
      edit.set(DEFAULT_GROUP, { ingress: [{ protocol: "-1", self: true }] });
      return [VPC];
    },
  },
  "subnet-no-public-ip": {
    "a public subnet that hands out addresses": setting("aws_subnet.network_public_subnet_us_east_1a", {
      map_public_ip_on_launch: true,
    }),
  },
  "security-group-world-ingress": {
    "SSH open, by IPv6": adding(`${INGRESS}.open`, open(ALB_GROUP, 22, { cidr_ipv6: "::/0" })),
    "HTTPS open to tasks": adding(`${INGRESS}.open`, open(TASK_GROUP, 443, anywhere)),
    "half of the world": adding(`${INGRESS}.open`, open(TASK_GROUP, 22, { cidr_ipv4: "128.0.0.0/1" })),
    "a public network": adding(`${INGRESS}.open`, open(TASK_GROUP, 8080, { cidr_ipv4: "3.0.0.0/8" })),
    "one public address": adding(`${INGRESS}.open`, open(ALB_GROUP, 22, { cidr_ipv4: "198.51.100.7/32" })),
    "more than a private network": adding(
      `${INGRESS}.open`,
      open(TASK_GROUP, 8080, { cidr_ipv4: "172.16.0.0/11" }),
    ),
    "a public network of IPv6": adding(
      `${INGRESS}.open`,
      open(TASK_GROUP, 8080, { cidr_ipv6: "2600:1f00::/24" }),
    ),
  },
  "security-group-database-ingress": {
    "the world": adding(`${INGRESS}.open`, open(DATABASE_GROUP, 5432, anywhere)),
    "a public network": adding(`${INGRESS}.open`, open(DATABASE_GROUP, 5432, { cidr_ipv4: "3.0.0.0/8" })),
    "a private network": adding(`${INGRESS}.open`, open(DATABASE_GROUP, 5432, { cidr_ipv4: "10.0.0.0/16" })),
    "a network on another port": adding(
      `${INGRESS}.open`,
      open(DATABASE_GROUP, 22, { cidr_ipv4: "10.0.0.0/16" }),
    ),
    "a list of networks": adding(
      `${INGRESS}.open`,
      open(DATABASE_GROUP, 5432, { prefix_list_id: "pl-1a2b3c4d" }),
    ),
    "a network, in a group from outside": adding(
      `${INGRESS}.open`,
      open("sg-0123456789abcdef0", 5432, { cidr_ipv4: "3.0.0.0/8" }),
    ),
  },
  "security-group-world-egress": {
    "tasks call everybody": adding(`${EGRESS}.open`, open(TASK_GROUP, 443, anywhere)),
  },
  "security-group-one-port": {
    "all protocols": setting(`${EGRESS}.firewall_alb_to_tasks_8080_egress`, { ip_protocol: "-1" }),
    "a range": setting(`${INGRESS}.firewall_tasks_to_database_ingress`, { from_port: 0, to_port: 65535 }),
    "no port": setting(`${INGRESS}.firewall_tasks_to_database_ingress`, {
      from_port: undefined,
      to_port: undefined,
    }),
  },
  "security-group-description": {
    "a rule without": setting(`${INGRESS}.firewall_alb_to_tasks_8080_ingress`, { description: undefined }),
    "a group without": setting("aws_security_group.firewall_task_security_group", { description: "" }),
  },
  "security-group-separate-rules": {
    "a rule in the group": setting("aws_security_group.firewall_task_security_group", {
      ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }],
    }),
    "a rule of the older resource type": adding("aws_security_group_rule.open", { type: "ingress" }),
  },
};
