import { encryptBuckets, masterConfig, serviceConfig } from "../components/deploy";

/** Everything that a stack can be asked for and that writes a document. */
export const common = {
  "firebreak:config": JSON.stringify({
    recorder: true,
    topic: true,
    rules: ["SECURITY_GROUP_OPEN_PROHIBITED", "ENCRYPTED_VOLUMES", "RDS_STORAGE_ENCRYPTED"],
    kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555",
  }),
  "firebreak:rehearsalAccounts": JSON.stringify([
    "444455556666",
    ...Array.from({ length: 19 }, (_, at) => String(200000000000 + at)),
  ]),
  "firebreak:managementAccountId": "444455556666",
  "firebreak:guardDuty": JSON.stringify({ detector: true }),
  "firebreak:runbooks": JSON.stringify([
    encryptBuckets,
    {
      name: "ticket",
      document: "AWS-CreateJiraIssue",
      findingTypes: ["Config:Rule/RDS_STORAGE_ENCRYPTED"],
      kind: "rds-instance",
      resourceTypes: ["AWS::RDS::DBInstance"],
      assumeRole: "jira-runbook",
      parameters: { IssueSummary: "{id}" },
    },
  ]),
};

export const master = {
  ...masterConfig,
  ...common,
  "firebreak:approvers": JSON.stringify([
    "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Board_*",
    "arn:aws:iam::444455556666:user/ann",
  ]),
  "firebreak:exceptions": JSON.stringify({ signatureRequired: true }),
  "firebreak:memberAccounts": JSON.stringify(["444455556666"]),
  "firebreak:alertEmails": JSON.stringify(["security@example.com"]),
  "firebreak:securityHub": "true",
  "firebreak:responses": JSON.stringify({
    "isolate-instance": { modes: [{ mode: "contain", organizationalUnits: ["ou-ab12-11111111"] }] },
  }),
  "firebreak:deployers": JSON.stringify(["arn:aws:iam::*:role/deploy"]),
};

export const service = { ...serviceConfig, ...common };
