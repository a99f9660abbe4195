import { PutEventSelectorsCommand, StartLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { AllocateAddressCommand, CreateVpcCommand } from "@aws-sdk/client-ec2";
import { PutImageCommand } from "@aws-sdk/client-ecr";
import {
  CreatePolicyCommand,
  CreateServiceLinkedRoleCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import { PutBucketVersioningCommand } from "@aws-sdk/client-s3";
import { RequestServiceQuotaIncreaseCommand } from "@aws-sdk/client-service-quotas";
import { ensureStateBucket } from "../../src/state/bucket";
import type { Situation, World } from "./broken-account";

export const ACCOUNT = "123456789012";
export const BUCKET = `terraform-state-${ACCOUNT}-us-east-1`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/permissions-boundary-dev`;
const REPOSITORY = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/transactions`;

/** As a team begins. */
export const SETTINGS = { profile: "ephemeral" };

const increase =
  (ServiceCode: string, QuotaCode: string) =>
  ({ admin }: World) =>
    admin.quotas.send(new RequestServiceQuotaIncreaseCommand({ ServiceCode, QuotaCode, DesiredValue: 64 }));

export const manifest = (architecture: string) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      {
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        digest: `sha256:${"0".repeat(64)}`,
        size: 1,
        platform: { os: "linux", architecture },
      },
    ],
  });

export const push = ({ admin }: World, imageTag: string, architecture: string) =>
  admin.ecr.send(
    new PutImageCommand({
      repositoryName: "transactions",
      imageTag,
      imageManifest: manifest(architecture),
      imageManifestMediaType: "application/vnd.oci.image.index.v1+json",
    }),
  );

const withImage = (tag: string) => ({
  ...SETTINGS,
  application: { blue: { image: `${REPOSITORY}:${tag}` } },
});

const allow = ({ admin }: World, Effect: string) =>
  admin.iam.send(
    new PutUserPolicyCommand({
      UserName: "deployer",
      PolicyName: "more",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect, Action: ["rds:CreateDBCluster", "iam:CreateServiceLinkedRole"], Resource: "*" },
        ],
      }),
    }),
  );

const selectors = ({ admin }: World, ReadWriteType: "All" | "WriteOnly") =>
  admin.cloudTrail.send(
    new PutEventSelectorsCommand({
      TrailName: "account",
      EventSelectors: [{ ReadWriteType, IncludeManagementEvents: true }],
    }),
  );

/** In this order, in one account: each is mended before the next. */
export const SITUATIONS: readonly Situation[] = [
  {
    broken: "a Terraform that is too old",
    check: "Terraform",
    make: ({ shell }) => shell({ TERRAFORM_BINARY_NAME: "./terraform-1.5.7" }),
    cure: ({ shell }) => shell({ TERRAFORM_BINARY_NAME: "./terraform-1.11.4" }),
  },
  {
    broken: "a variable that leads Terraform to another state",
    check: "variables",
    make: ({ shell }) => shell({ TF_WORKSPACE: "other" }),
    cure: ({ shell }) => shell({ TF_WORKSPACE: undefined }),
  },
  {
    broken: "a setting that is misspelled",
    check: "settings",
    make: ({ settings }) => settings({ ...SETTINGS, databse: {} }),
    cure: ({ settings }) => settings(SETTINGS),
  },
  {
    broken: "a profile that does not exist",
    check: "AWS identity",
    make: ({ shell }) => shell({ AWS_PROFILE: "nobody", AWS_ACCESS_KEY_ID: undefined }),
    cure: ({ shell }) => shell({ AWS_PROFILE: undefined, AWS_ACCESS_KEY_ID: process.env.DEPLOYER_KEY }),
  },
  {
    broken: "another account than the settings'",
    check: "account",
    make: ({ settings }) => settings({ ...SETTINGS, accountId: "111122223333" }),
    cure: ({ settings }) => settings({ ...SETTINGS, accountId: ACCOUNT }),
  },
  {
    broken: "another region in the shell",
    check: "region",
    make: ({ shell }) => shell({ AWS_REGION: "eu-west-1" }),
    cure: ({ shell }) => shell({ AWS_REGION: "us-east-1" }),
  },
  {
    broken: "no state bucket",
    check: "state bucket",
    make: ({ shell }) => shell({ STATE_BUCKET: BUCKET }),
    cure: ({ admin }) => ensureStateBucket(admin.s3, ACCOUNT),
  },
  {
    broken: "a state bucket without versions",
    check: "state bucket",
    make: ({ admin }) =>
      admin.s3.send(
        new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: "Suspended" } }),
      ),
    cure: ({ admin }) => ensureStateBucket(admin.s3, ACCOUNT),
  },
  {
    broken: "a deployer who may not make the database",
    check: "rights to deploy",
    make: (world) => allow(world, "Deny"),
    cure: (world) => allow(world, "Allow"),
  },
  {
    broken: "service-linked roles that nobody may make",
    check: "service-linked roles",
    make: (world) => allow(world, "Deny"),
    cure: async (world) => {
      for (const AWSServiceName of [
        "ecs.amazonaws.com",
        "ecs.application-autoscaling.amazonaws.com",
        "elasticloadbalancing.amazonaws.com",
        "rds.amazonaws.com",
      ]) {
        await world.admin.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
      }
      await allow(world, "Allow"); // for who deploys after this
    },
  },
  {
    broken: "a permissions boundary that is not there",
    check: "permissions boundary",
    make: ({ settings }) =>
      settings({ ...SETTINGS, access: { permissionsBoundaryArn: BOUNDARY }, accountId: ACCOUNT }),
    cure: ({ admin }) =>
      admin.iam.send(
        new CreatePolicyCommand({
          PolicyName: "permissions-boundary-dev",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
          }),
        }),
      ),
  },
  {
    broken: "the Fargate quota of a new account",
    check: "quota of Fargate",
    make: () => {},
    cure: increase("fargate", "L-3032A538"),
  },
  {
    broken: "as many VPCs as the quota has",
    check: "quota of VPCs",
    make: async ({ admin }) => {
      for (const number of [1, 2, 3, 4]) {
        await admin.ec2.send(new CreateVpcCommand({ CidrBlock: `10.${number}.0.0/16` }));
      }
    },
    cure: increase("vpc", "L-F678F1CE"),
  },
  {
    broken: "too few elastic IP addresses",
    check: "quota of elastic IPs",
    make: async ({ admin }) => {
      for (let count = 0; count < 5; count++)
        await admin.ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
    },
    cure: increase("ec2", "L-0263D0A3"),
  },
  {
    broken: "a zone without Aurora Serverless v2",
    check: "zones of Aurora",
    make: ({ settings }) =>
      settings({ ...SETTINGS, network: { availabilityZones: ["us-east-1a", "us-east-1e", "us-east-1f"] } }),
    // The database's zones are the first two in alphabetical order.
    cure: ({ settings }) =>
      settings({ ...SETTINGS, network: { availabilityZones: ["us-east-1e", "us-east-1a", "us-east-1b"] } }),
  },
  {
    broken: "a hosted zone of another account",
    check: "hosted zone",
    make: ({ settings }) =>
      settings({
        ...SETTINGS,
        https: { domainName: "pay.dev.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
      }),
    cure: async ({ admin, settings }) => {
      const { HostedZone } = await admin.route53.send(
        new CreateHostedZoneCommand({ Name: "dev.example.com", CallerReference: "1" }),
      );
      const hostedZoneId = HostedZone?.Id?.replace("/hostedzone/", "");
      settings({ ...SETTINGS, https: { domainName: "pay.dev.example.com", hostedZoneId } });
    },
  },
  {
    broken: "an image that nobody pushed",
    check: "image of blue",
    make: ({ settings }) => settings(withImage("1.0.0")),
    cure: (world) => push(world, "1.0.0", "amd64"),
  },
  {
    broken: "an image for another processor",
    check: "image of blue",
    make: async (world) => {
      await push(world, "1.1.0", "arm64");
      world.settings(withImage("1.1.0"));
    },
    cure: ({ settings }) => settings(withImage("1.0.0")),
  },
  {
    broken: "a trail that is not on",
    check: "CloudTrail",
    make: (world) => selectors(world, "All"),
    cure: ({ admin }) => admin.cloudTrail.send(new StartLoggingCommand({ Name: "account" })),
  },
  {
    broken: "a trail that records no reads",
    check: "CloudTrail",
    make: (world) => selectors(world, "WriteOnly"),
    cure: (world) => selectors(world, "All"),
  },
];
