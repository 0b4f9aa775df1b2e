import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { guardDutyType } from "../../../../runtime/findings/guardDuty/type";

const list = path.join(__dirname, "..", "..", "..", "corpus", "guardduty-types.txt");
const types = readFileSync(list, "utf8")
  .split("\n")
  .filter((line) => /^\w+:/.test(line));

describe("guardDutyType", () => {
  it("has types to try", () => assert.ok(types.length > 200));

  it("restores every active type that was rewritten, and keeps types in GuardDuty's own form", () => {
    for (const type of types) {
      const rewritten = type.replace("/", "-");
      assert.equal(guardDutyType([`TTPs/Some Category/${rewritten}`]), type);
      assert.equal(guardDutyType([`TTPs/${rewritten}`]), type);
      assert.equal(guardDutyType(["Threats", type]), type);
    }
  });

  // Rows of https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html that do not follow the rule.
  const rows: [string[], string | undefined][] = [
    [["TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS"], "Backdoor:EC2/C&CActivity.B!DNS"],
    [["TTPs/Credential Access/IAMUser-AnomalousBehavior"], "CredentialAccess:IAMUser/AnomalousBehavior"],
    [["TTPs/Exfiltration/IAMUser-AnomalousBehavior"], "Exfiltration:IAMUser/AnomalousBehavior"],
    [["TTPs/Discovery/RDS-TorIPCaller"], "Discovery:RDS/TorIPCaller"],
    [["TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver"], "DefenseEvasion:EC2/UnusualDNSResolver"],
    [["TTPs/DefenseEvasion/EC2:Unusual-DoH-Activity"], "DefenseEvasion:EC2/UnusualDoHActivity"],
    [["TTPs/AnomalousBehavior/Execution:Kubernetes-ExecInPod"], "Execution:Kubernetes/AnomalousBehavior.ExecInPod"],
    [["TTPs/PenTest:IAMUser/KaliLinux"], "PenTest:IAMUser/KaliLinux"],
    [["Software and Configuration Checks/Exfiltration:S3.ObjectRead.Unusual"], "Exfiltration:S3/ObjectRead.Unusual"],
    [["Effects/Data Exposure/Policy:S3-BucketBlockPublicAccessDisabled"], "Policy:S3/BucketBlockPublicAccessDisabled"],
    [["TTPs/A", "TTPs/Impact/IAMUser-AnomalousBehavior"], "Impact:IAMUser/AnomalousBehavior"],
    [["Software and Configuration Checks/AWS Security Best Practices"], undefined],
    [["Sensitive Data Identifications/PII"], undefined],
    [[""], undefined],
    [[], undefined],
  ];
  for (const [given, expected] of rows) {
    it(`maps ${JSON.stringify(given)} to ${expected}`, () => assert.equal(guardDutyType(given), expected));
  }
});
