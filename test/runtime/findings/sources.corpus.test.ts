import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { eventReader } from "../../../runtime/findings/eventReader";
import type { Resource } from "../../../runtime/model/finding";

const corpus = path.join(__dirname, "..", "..", "corpus");
const read = eventReader();

/** Bare findings get the envelope with which Security Hub sends them. */
const kinds: Record<string, string | undefined> = {
  "asff-finding": "Security Hub Findings - Imported",
  "config-event": undefined,
  "ocsf-event": undefined,
  "ocsf-finding": "Findings Imported V2",
  "other-event": undefined,
  "securityhub-custom-action": undefined,
  "securityhub-imported": undefined,
};

function eventOf(file: string): unknown {
  const content: unknown = JSON.parse(readFileSync(path.join(corpus, file), "utf8"));
  const kind = kinds[path.dirname(file)];
  if (kind === undefined) return content;
  const envelope = { source: "aws.securityhub", account: "111122223333", region: "us-east-1" };
  return { ...envelope, "detail-type": kind, detail: { findings: [content] } };
}

function short({ kind, id, principal }: Resource): string {
  if (!principal) return `${kind} ${id}`;
  const { userType, userName = "-", accessKeyId = "no key" } = principal;
  return `${userType} ${userName} (${accessKeyId})`;
}

/** How each finding of an event is read: type, severity, place and resources, or why it is not acted on. */
function fates(file: string): string[] {
  try {
    return read(eventOf(file)).findings.map((item) => {
      if ("ignored" in item) return `ignored: ${item.ignored}`;
      if ("unreadable" in item) return refusal(item.unreadable);
      const { type, severity, accountId, region, partition, sample, resources } = item.finding;
      const what = resources.map(short).join(", ") || "nothing to act on";
      if (item.finding.leftAlone) return `left alone: ${item.finding.leftAlone}`;
      return `${sample ? "sample " : ""}${type} ${severity} in ${partition} ${region} ${accountId}: ${what}`;
    });
  } catch (error) {
    return [refusal(error)];
  }
}

function refusal(error: unknown): string {
  const { issues, message } = error as { issues?: { path: PropertyKey[]; message: string }[]; message: string };
  return `refused: ${issues?.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ") ?? message}`;
}

const expected: Record<string, string[]> = {
  "asff-finding/account-finding-other.json": [
    "ignored: arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default is not an AWS product",
  ],
  "asff-finding/awsinspector-ec2instance.json": [
    "refused: detail.findings.0.AwsAccountId must be a 12-digit account id; detail.findings.0.Resources.0.Id must be an instance id such as i-0123456789abcdef0",
  ],
  "asff-finding/config-rule-k5r9xw-other.json": [
    "SecurityHub:Product/config 4 in aws us-east-1 111111111111: nothing to act on",
  ],
  "asff-finding/defenseevasion-ec2-unusualdnsresolver-ec2instance.json": [
    "DefenseEvasion:EC2/UnusualDNSResolver 5 in aws us-east-1 123456789012: ec2-instance i-1234567890",
  ],
  "asff-finding/ec2-2-ec2securitygroup-ec2securitygroup.json": [
    "SecurityHub:Control/EC2.2 7 in aws us-east-1 111122223333: security-group sg-0fff2222bbbb1111a, security-group sg-0aaa1111cccc2222b",
  ],
  "asff-finding/ec2-2-ec2securitygroup.json": [
    "SecurityHub:Control/EC2.2 1 in aws us-east-1 111111111111: security-group sg-1234123f",
  ],
  "asff-finding/ec2-7-account.json": ["SecurityHub:Control/EC2.7 1 in aws us-east-1 111111111111: nothing to act on"],
  "asff-finding/ec2-8-ec2instance.json": [
    "SecurityHub:Control/EC2.8 7 in aws us-east-1 111111111111: ec2-instance i-077c4d5f32561ac45",
  ],
  "asff-finding/ec2-finding-ec2instance.json": [
    "ignored: arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default is not an AWS product",
  ],
  "asff-finding/exfiltration-s3-objectread-unusual-ec2instance-iamaccesskey-.json": [
    "sample Exfiltration:S3/ObjectRead.Unusual 2 in aws us-east-1 111122223333: ec2-instance i-99999999, IAMUser GeneratedFindingUserName (GeneratedFindingAccessKeyId), s3-bucket bucketName",
  ],
  "asff-finding/iam-3-iamuser.json": [
    "SecurityHub:Control/IAM.3 4 in aws us-east-1 111111111111: IAMUser example-admin (no key)",
  ],
  "asff-finding/iam-8-iamuser-2.json": [
    "SecurityHub:Control/IAM.8 4 in aws us-east-1 111111111111: IAMUser example-user-e (no key)",
  ],
  "asff-finding/iam-8-iamuser.json": ["SecurityHub:Control/IAM.8 4 in aws us-east-1 111122223333: IAMUser - (no key)"],
  "asff-finding/iam-profile-finding-other.json": [
    "ignored: arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default is not an AWS product",
  ],
  "asff-finding/iam-user-finding-other.json": [
    "ignored: arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default is not an AWS product",
  ],
  "asff-finding/iamuser-anomalousbehavior-iamaccesskey.json": [
    "Discovery:IAMUser/AnomalousBehavior 2 in aws us-east-1 123456789012: AssumedRole asdfasdfasdf (123123123)",
  ],
  "asff-finding/lambda-1-lambdafunction.json": [
    "SecurityHub:Control/Lambda.1 1 in aws us-east-1 111111111111: lambda-function TAEBSVolumeSnapDelete",
  ],
  "asff-finding/pci-ec2-5-ec2securitygroup.json": [
    "SecurityHub:Control/EC2.13 7 in aws us-east-1 111111111111: security-group sg-8ff7e2c6",
  ],
  "asff-finding/pci-lambda-2-account.json": ["ignored: RecordState is ARCHIVED"],
  "asff-finding/persistence-iamuser-networkpermissions-ec2instance-iamaccess.json": [
    "sample Persistence:IAMUser/NetworkPermissions 5 in aws eu-west-1 123456789012: ec2-instance i-99999999, IAMUser GeneratedFindingUserName (GeneratedFindingAccessKeyId)",
  ],
  "asff-finding/rds-1-rdsdbclustersnapshot-2.json": [
    "SecurityHub:Control/RDS.1 9 in aws us-east-1 111111111111: rds-cluster-snapshot rds-snapshot-for-sharr-testing",
  ],
  "asff-finding/rds-1-rdsdbclustersnapshot.json": [
    "SecurityHub:Control/RDS.1 1 in aws us-east-1 111122223333: rds-cluster-snapshot rds:database-1-2021-10-27-04-10",
  ],
  "asff-finding/rds-2-rdsdbinstance.json": [
    "SecurityHub:Control/RDS.2 9 in aws us-east-1 111111111111: rds-instance database-1",
  ],
  "asff-finding/rds-finding-rdsdbinstance.json": [
    "ignored: arn:aws:securityhub:us-west-2::product/cloud-custodian/cloud-custodian is not an AWS product",
  ],
  "asff-finding/recon-ec2-portscan-ec2instance.json": [
    "Recon:EC2/Portscan 5 in aws us-east-1 123456789012: ec2-instance i-1234567890",
  ],
  "asff-finding/s3-1-account.json": ["SecurityHub:Control/S3.1 4 in aws us-east-1 111111111111: nothing to act on"],
  "asff-finding/s3-12-s3bucket.json": ["ignored: Compliance.Status is PASSED"],
  "asff-finding/s3-5-s3bucket.json": [
    "SecurityHub:Control/S3.5 4 in aws us-east-1 111122223333: s3-bucket so0111-aws-cloudtrail-111122223333",
  ],
  "asff-finding/s3-8-s3bucket-s3bucket.json": [
    "SecurityHub:Control/S3.8 4 in aws us-east-1 111122223333: s3-bucket amzn-s3-demo-reports, s3-bucket amzn-s3-demo-artifacts",
  ],
  "asff-finding/s3-amazonaws-com-s3bucket-s3object-iamaccesskey-iam.json": [
    "ignored: arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default is not an AWS product",
  ],
  "asff-finding/s3-finding-s3bucket.json": [
    "ignored: arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default is not an AWS product",
  ],
  "asff-finding/sts-amazonaws-com-iamrole-iamaccesskey-iamrole.json": [
    "ignored: arn:aws:securityhub:us-east-1:123456789012:product/123456789012/default is not an AWS product",
  ],
  "asff-finding/unauthorizedaccess-ec2-sshbruteforce-ec2instance.json": [
    "UnauthorizedAccess:EC2/SSHBruteForce 2 in aws us-east-1 123456789012: ec2-instance i-1234567890",
  ],
  "asff-finding/unauthorizedaccess-iamuser-consolelogin-iamaccesskey.json": [
    "UnauthorizedAccess:IAMUser/ConsoleLogin 5 in aws us-east-1 111122223333: IAMUser example-user (no key)",
  ],
  "config-event/china-s3.json": [
    "Config:Rule/S3_BUCKET_PUBLIC_WRITE_PROHIBITED 9 in aws-cn cn-north-1 111122223333: s3-bucket amzn-s3-demo-bucket",
  ],
  "config-event/config-rule-f6815e21a2b9a86e-compliant.json": [
    "refused: account must be a 12-digit account id; detail.awsAccountId must be a 12-digit account id; detail.configRuleARN must be the ARN of a rule of AWS Config",
  ],
  "config-event/govcloud-sg.json": [
    "Config:Rule/INCOMING_SSH_DISABLED 7 in aws-us-gov us-gov-west-1 111122223333: security-group sg-0123456789abcdef0",
  ],
  "config-event/mfa-enabled-rule-non-compliant.json": [
    "refused: detail.awsAccountId must be a 12-digit account id; detail.configRuleARN must be the ARN of a rule of AWS Config; detail.resourceType the evaluation is about AWS::IAM::User; detail.resourceId must be an instance id such as i-0123456789abcdef0",
  ],
  "config-event/rds-snapshot-public.json": [
    "Config:Rule/RDS_SNAPSHOTS_PUBLIC_PROHIBITED 9 in aws us-east-1 111122223333: rds-snapshot example-snapshot",
  ],
  "config-event/sg-back-to-compliant.json": [
    "ignored: INCOMING_SSH_DISABLED: AWS::EC2::SecurityGroup sg-0123456789abcdef0 is COMPLIANT",
  ],
  "config-event/sg-default-group.json": [
    "Config:Rule/VPC_DEFAULT_SECURITY_GROUP_CLOSED 5 in aws us-east-1 111122223333: security-group sg-0fedcba9876543210",
  ],
  "config-event/sg-deleted-not-applicable.json": [
    "ignored: INCOMING_SSH_DISABLED: AWS::EC2::SecurityGroup sg-0123456789abcdef0 is NOT_APPLICABLE",
  ],
  "config-event/sg-org-rule-restricted-ssh.json": [
    "Config:Rule/INCOMING_SSH_DISABLED 7 in aws eu-west-1 444455556666: security-group sg-0123456789abcdef0",
  ],
  "ocsf-event/v2-github-actions-runner-example.json": [
    "refused: account Invalid input: expected string, received undefined; region Invalid input: expected string, received undefined",
  ],
  "ocsf-event/v2-scenarios-0-event-payload.json": [
    "Execution:Runtime/NewBinaryExecuted 5 in aws us-east-1 123456789012: ec2-instance i-0123456789abcdef0",
  ],
  "ocsf-event/v2-scenarios-1-event-payload.json": ["ignored: class_uid is 2002 (Vulnerability Finding)"],
  "ocsf-event/v2-scenarios-2-event-payload.json": [
    "Trojan:EC2/DNSDataExfiltration 8 in aws us-west-2 111122223333: ec2-instance i-9876543210fedcba0",
  ],
  "ocsf-event/v2-scenarios-3-event-payload.json": [
    "refused: detail.findings.0.resources.0.uid must be an instance id such as i-0123456789abcdef0",
  ],
  "ocsf-event/v2-scenarios-4-event-payload.json": [
    "refused: detail.findings.0.resources.0.uid must be an instance id such as i-0123456789abcdef0",
  ],
  "ocsf-event/v2-scenarios-5-event-payload.json": [
    "SecurityHub:Product/macie 5 in aws us-east-1 111122223333: s3-bucket sandbox-test-bucket",
  ],
  "ocsf-event/wrapped-container-and-instance.json": ["ignored: activity_name is Close"],
  "ocsf-finding/ensure-iam-roles-do-not-allow-assume-role-from-any-role-of-a.json": [
    "ignored: Prowler is not an AWS product",
  ],
  "ocsf-finding/ensure-iam-roles-do-not-have-readonlyaccess-access-for-exter.json": [
    "ignored: Prowler is not an AWS product",
  ],
  "ocsf-finding/ensure-iam-roles-with-attached-administratoraccess-policy-ha.json": [
    "ignored: Prowler is not an AWS product",
  ],
  "ocsf-finding/protect-secure-development-credentials-not-hard-coded.json": ["ignored: prowler is not an AWS product"],
  "ocsf-finding/software-and-configuration-checks-aws-security-best-practice.json": [
    "ignored: prowler is not an AWS product",
  ],
  "ocsf-finding/software-and-configuration-checks-industry-and-regulatory-st-2.json": [
    "SecurityHub:Control/Config.1 9.5 in aws us-east-1 123456789012: nothing to act on",
  ],
  "ocsf-finding/threats-execution-runtime-newbinaryexecuted.json": [
    "Execution:Runtime/NewBinaryExecuted 5 in aws us-east-1 123456789012: ec2-instance i-0123456789abcdef0",
  ],
  "ocsf-finding/threats-privilegeescalation-runtime-containermountshostdirec.json": ["ignored: activity_name is Close"],
  "other-event/aws-api-call-via-cloudtrail.json": [
    'refused: detail-type is "AWS API Call via CloudTrail"; known are GuardDuty Finding, GuardDuty Malware Protection Object Scan Result, Config Rules Compliance Change, Security Hub Findings - Imported, Security Hub Findings - Custom Action, Findings Imported V2',
  ],
  "other-event/guardduty-malware-protection-object-scan-result.json": [
    "GuardDuty:ObjectScan/THREATS_FOUND 8 in aws us-east-1 111122223333: s3-bucket amzn-s3-demo-bucket",
  ],
  "securityhub-custom-action/cis-1-3-iamuser.json": [
    "SecurityHub:Control/IAM.8 1 in aws us-east-2 111111111111: IAMUser iamuser1 (no key)",
  ],
  "securityhub-custom-action/cis-1-6-account-and-cis-1-6-account.json": [
    "SecurityHub:Control/cis-aws-foundations-benchmark/v/1.2.0/1.6 4 in aws us-east-1 111111111111: nothing to act on",
    "SecurityHub:Control/cis-aws-foundations-benchmark/v/1.2.0/1.6 1 in aws us-east-1 111111111111: nothing to act on",
  ],
  "securityhub-custom-action/cis-1-6-account.json": [
    "SecurityHub:Control/cis-aws-foundations-benchmark/v/1.2.0/1.6 1 in aws us-east-1 111111111111: nothing to act on",
  ],
  "securityhub-custom-action/cis-2-3-s3bucket.json": [
    "SecurityHub:Control/CloudTrail.6 9 in aws us-east-2 111111111111: s3-bucket cloudtrail-awslogs-111111111111-kjfskljdfl",
  ],
  "securityhub-custom-action/cis-4-1-ec2securitygroup.json": [
    "SecurityHub:Control/EC2.13 7 in aws us-east-2 111111111111: security-group sg-02cfbecbc814a3c24",
  ],
  "securityhub-custom-action/cis-4-3-ec2securitygroup.json": [
    "SecurityHub:Control/EC2.2 4 in aws us-east-2 111111111111: security-group sg-02cfbecbc814a3c24",
  ],
  "securityhub-custom-action/ec2-2-ec2securitygroup.json": [
    "SecurityHub:Control/EC2.2 4 in aws us-east-1 111111111111: security-group sg-ab1e739b",
  ],
  "securityhub-custom-action/ec2-8-ec2instance-2.json": [
    "SecurityHub:Control/EC2.8 7 in aws ap-southeast-2 123456789012: ec2-instance i-0bf2bf6b175654c6e",
  ],
  "securityhub-custom-action/ec2-8-ec2instance-3.json": [
    "SecurityHub:Control/EC2.8 7 in aws ap-southeast-2 123456789012: ec2-instance i-0bf2bf6b175654c6e",
  ],
  "securityhub-custom-action/ec2-8-ec2instance.json": [
    "SecurityHub:Control/EC2.8 7 in aws eu-west-1 123456789012: ec2-instance i-0000000aaaaaaaaaa",
  ],
  "securityhub-custom-action/iam-6-account-and-rds-4-rdsdbclustersnapshot.json": [
    "SecurityHub:Control/IAM.6 9 in aws us-east-1 111111111111: nothing to act on",
    "SecurityHub:Control/RDS.4 4 in aws us-east-1 111111111111: rds-cluster-snapshot miotest-us-east-1c-final-snapshot",
  ],
  "securityhub-custom-action/lambda-finding-other.json": [
    "left alone: arn:aws:securityhub:us-east-1:444455556666:product/444455556666/default is not an AWS product: Firebreak does nothing, because any account can import such a finding about any resource. Contain the resource by hand if necessary",
  ],
  "securityhub-custom-action/rds-1-rdsdbsnapshot.json": [
    "SecurityHub:Control/RDS.1 9 in aws eu-west-1 111111111111: rds-snapshot test-snapshot-mydb-1trr1gfasnyfa",
  ],
  "securityhub-custom-action/rds-6-rdsdbinstance.json": [
    "SecurityHub:Control/RDS.6 1 in aws eu-west-1 111111111111: rds-instance database-1-instance-1",
  ],
  "securityhub-custom-action/rds-7-rdsdbcluster.json": [
    "SecurityHub:Control/RDS.7 2 in aws eu-west-1 111111111111: rds-cluster database-1",
  ],
  "securityhub-custom-action/unauthorizedaccess-iamuser-consolelogin-iamaccesskey.json": [
    "UnauthorizedAccess:IAMUser/ConsoleLogin 5 in aws us-east-1 111122223333: IAMUser example-user (no key)",
  ],
  "securityhub-custom-action/wrapped-three-findings-three-kinds.json": [
    "SecurityHub:Control/EC2.2 1 in aws us-east-1 111111111111: security-group sg-1234123f",
    "SecurityHub:Control/IAM.3 4 in aws us-east-1 111111111111: IAMUser example-admin (no key)",
    "SecurityHub:Control/RDS.2 9 in aws us-east-1 111111111111: rds-instance database-1",
  ],
  "securityhub-imported/aws-security-best-practices-iamuser.json": [
    "refused: detail.findings.0.GeneratorId Invalid input: expected string, received undefined",
  ],
  "securityhub-imported/cis-1-22-iampolicy.json": [
    "SecurityHub:Control/IAM.1 7 in aws eu-west-1 123456789012: nothing to act on",
  ],
  "securityhub-imported/cis-1-3-account.json": ["ignored: Compliance.Status is WARNING"],
  "securityhub-imported/cis-1-4-account.json": ["ignored: Compliance.Status is WARNING"],
  "securityhub-imported/cis-aws-foundations-benchmark-account.json": ["ignored: Compliance.Status is WARNING"],
  "securityhub-imported/ec2-7-account.json": [
    "SecurityHub:Control/EC2.7 1 in aws us-east-1 111111111111: nothing to act on",
  ],
  "securityhub-imported/ec2-8-ec2instance-2.json": [
    "SecurityHub:Control/EC2.8 7 in aws eu-west-1 123456789012: ec2-instance i-0000000aaaaaaaaaa",
  ],
  "securityhub-imported/ec2-8-ec2instance.json": ["ignored: RecordState is ARCHIVED"],
  "securityhub-imported/insertfindingsscheduledsearch-other.json": [
    'refused: detail-type is "Security Hub Findings"; known are GuardDuty Finding, GuardDuty Malware Protection Object Scan Result, Config Rules Compliance Change, Security Hub Findings - Imported, Security Hub Findings - Custom Action, Findings Imported V2',
  ],
  "securityhub-imported/wrapped-aggregation-region.json": [
    "UnauthorizedAccess:EC2/SSHBruteForce 2 in aws eu-west-1 123456789012: ec2-instance i-1234567890",
  ],
  "securityhub-imported/wrapped-guardduty-key-null.json": [
    "UnauthorizedAccess:IAMUser/ConsoleLogin 5 in aws us-east-1 111122223333: IAMUser example-user (no key)",
  ],
  "securityhub-imported/wrapped-guardduty-ssh.json": [
    "UnauthorizedAccess:EC2/SSHBruteForce 2 in aws us-east-1 123456789012: ec2-instance i-1234567890",
  ],
  "securityhub-imported/wrapped-multi-resource-instance-key-bucket.json": [
    "sample Exfiltration:S3/ObjectRead.Unusual 2 in aws us-east-1 111122223333: ec2-instance i-99999999, IAMUser GeneratedFindingUserName (GeneratedFindingAccessKeyId), s3-bucket bucketName",
  ],
  "securityhub-imported/wrapped-passed-consolidated.json": ["ignored: Compliance.Status is PASSED"],
  "securityhub-imported/wrapped-two-groups-and-vpc.json": [
    "SecurityHub:Control/EC2.2 7 in aws us-east-1 111122223333: security-group sg-0fff2222bbbb1111a, security-group sg-0aaa1111cccc2222b",
  ],
};

/** The public bug report that each file reproduces. */
const cases: Record<string, string> = {
  "asff-finding/s3-12-s3bucket.json": "case 7: ",
  "config-event/sg-deleted-not-applicable.json": "case 19: ",
  "securityhub-custom-action/wrapped-three-findings-three-kinds.json": "case 13: ",
  "securityhub-imported/wrapped-aggregation-region.json": "case 2: ",
  "securityhub-imported/wrapped-guardduty-key-null.json": "case 17: ",
  "securityhub-imported/wrapped-passed-consolidated.json": "case 7: ",
  "securityhub-imported/wrapped-two-groups-and-vpc.json": "case 13: ",
};

describe("events of AWS Config and Security Hub from public repositories", () => {
  for (const [file, outcome] of Object.entries(expected)) {
    it(`${cases[file] ?? ""}${file} is read as expected`, () => assert.deepEqual(fates(file), outcome));
  }

  it("all have an expectation", () => {
    const files = Object.keys(kinds).flatMap((folder) =>
      readdirSync(path.join(corpus, folder)).map((name) => `${folder}/${name}`),
    );
    assert.deepEqual(files.sort(), Object.keys(expected).sort());
  });
});
