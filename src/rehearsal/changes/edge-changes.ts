import { DOMAIN, type Outside } from "./outside";
import type { SettingChange } from "./setting-change";

const SOURCES = ["198.51.100.0/24"];

/** Returns changes of the HTTPS settings: HTTPS on, HTTPS off, another host name, and another certificate. */
export function httpsChanges({ certificateArns, hostedZoneIds }: Outside): SettingChange[] {
  const name = { domainName: `payments.${DOMAIN}`, hostedZoneId: hostedZoneIds[0] };
  const named = { "https.domainName": name.domainName, "https.hostedZoneId": name.hostedZoneId };
  return [
    {
      setting: "https.certificateArn",
      as: "HTTPS on",
      to: { https: { certificateArn: certificateArns[0] } },
    },
    {
      setting: "https.certificateArn",
      as: "HTTPS off",
      to: { https: undefined },
      given: { https: { certificateArn: certificateArns[0] } },
    },
    {
      setting: "https.domainName",
      as: "HTTPS on",
      to: { https: name },
    },
    {
      setting: "https.domainName",
      as: "another name",
      to: { "https.domainName": `api.${DOMAIN}` },
      given: named,
    },
    {
      setting: "https.hostedZoneId",
      to: { "https.hostedZoneId": hostedZoneIds[1] },
      given: named,
    },
    {
      setting: "https.certificateArn",
      as: "a certificate of the team's",
      to: { "https.certificateArn": certificateArns[0] },
      given: { ...named, "https.certificateArn": undefined },
    },
    {
      setting: "https.certificateArn",
      as: "another certificate",
      to: { "https.certificateArn": certificateArns[1] },
      given: { "https.certificateArn": certificateArns[0] },
    },
  ];
}

/** Returns changes of the settings for traffic weights, releases and AWS WAF. */
export function edgeChanges(): SettingChange[] {
  const waf = { "waf.enabled": true };
  const steps = {
    "release.steps": [
      { weight: 10, bakeMinutes: 20 },
      { weight: 100, bakeMinutes: 30 },
    ],
  };
  return [
    { setting: "weights.blue", to: { "weights.blue": 70, "weights.green": 30 } },
    { setting: "weights.green", to: { "weights.green": 40, "weights.blue": 60 } },
    { setting: "release.steps", to: steps },
    {
      setting: "release.steps.*.weight",
      at: "release.steps.0.weight",
      to: { "release.steps.0.weight": 20 },
      given: steps,
    },
    {
      setting: "release.steps.*.bakeMinutes",
      at: "release.steps.0.bakeMinutes",
      to: { "release.steps.0.bakeMinutes": 25 },
      given: steps,
    },
    {
      setting: "release.steps.*.approval",
      at: "release.steps.0.approval",
      to: { "release.steps.0.approval": true },
      given: steps,
    },
    { setting: "release.alarms", to: { "release.alarms": ["duplicate-payments"] } },
    { setting: "release.minRequests", to: { "release.minRequests": 200 } },
    { setting: "release.maxBakeMinutes", to: { "release.maxBakeMinutes": 120 } },
    { setting: "smokeTestCidrBlocks", as: "a range", to: { smokeTestCidrBlocks: SOURCES } },
    {
      setting: "release.smokeTests",
      to: { "release.smokeTests": ["/healthz"] },
      given: { smokeTestCidrBlocks: SOURCES },
    },
    { setting: "waf.enabled", as: "on", to: waf },
    { setting: "waf.requestsPer5Minutes", to: { "waf.requestsPer5Minutes": 1000 }, given: waf },
    { setting: "waf.maxBlockedPercent", to: { "waf.maxBlockedPercent": 10 }, given: waf },
    ...Object.entries({
      AWSManagedRulesAmazonIpReputationList: {
        AWSManagedReconnaissanceList: "Our own scanner is on it.",
      },
      AWSManagedRulesCommonRuleSet: { GenericRFI_BODY: "Webhooks of partners hold addresses." },
      AWSManagedRulesKnownBadInputsRuleSet: { Host_localhost_HEADER: "A partner's proxy sends it." },
      AWSManagedRulesSQLiRuleSet: "It is new here, and on trial.",
    }).map(([group, counted]) => ({
      setting: `waf.counted.${group}`,
      to: { [`waf.counted.${group}`]: counted },
      given: waf,
    })),
    { setting: "waf.enabled", as: "off", alone: true, to: { "waf.enabled": false }, given: waf },
  ];
}
