import assert from "node:assert/strict";
import { controlOf, generatorEnds } from "../../../../runtime/findings/securityHub/controls";

describe("controlOf", () => {
  const cis = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule";
  const rows: [string, string][] = [
    [`${cis}/4.1`, "EC2.13"],
    [`${cis}/4.2`, "EC2.14"],
    [`${cis}/4.3`, "EC2.2"],
    [`${cis.replace("arn:aws:", "arn:aws-us-gov:")}/4.1`, "EC2.13"],
    ["cis-aws-foundations-benchmark/v/1.4.0/5.2", "EC2.13"],
    ["cis-aws-foundations-benchmark/v/1.4.0/2.1.5.2", "S3.8"],
    ["pci-dss/v/3.2.1/PCI.EC2.5", "EC2.13"],
    ["pci-dss/v/3.2.1/PCI.S3.2", "S3.2"],
    ["security-control/EC2.13", "EC2.13"],
    ["aws-foundational-security-best-practices/v/1.0.0/EC2.19", "EC2.19"],
    ["nist-800-53/v/5.0.0/S3.8", "S3.8"],
    ["service-managed-aws-control-tower/v/1.0.0/RDS.2", "RDS.2"],
    ["cis-aws-foundations-benchmark/v/3.0.0/5.2", "EC2.53"],
    ["cis-aws-foundations-benchmark/v/3.0.0/5.3", "EC2.54"],
    ["cis-aws-foundations-benchmark/v/5.0.0/5.3", "EC2.53"],
    ["cis-aws-foundations-benchmark/v/5.0.0/5.4", "EC2.54"],
    ["cis-aws-foundations-benchmark/v/5.0.0/2.1.4.2", "S3.8"],
    [`${cis}/2.3`, "CloudTrail.6"],
    ["cis-aws-foundations-benchmark/v/1.4.0/3.3", "CloudTrail.6"],
    ["pci-dss/v/4.0.1/EC2.13", "EC2.13"],
    ["nist-800-171/v/2/EC2.18", "EC2.18"],
    ["aws-resource-tagging-standard/v/1.0.0/EC2.43", "EC2.43"],
    ["cis-aws-foundations-benchmark/v/6.0.0/6.3", "cis-aws-foundations-benchmark/v/6.0.0/6.3"],
    // Not guessed: people see what is not answered.
    [`${cis}/1.6`, "cis-aws-foundations-benchmark/v/1.2.0/1.6"],
    ["pci-dss/v/3.2.1/PCI.Lambda.9", "pci-dss/v/3.2.1/PCI.Lambda.9"],
    ["my-scanner/EC2.13", "my-scanner/EC2.13"],
    ["constructor", "constructor"],
  ];
  for (const [generatorId, control] of rows) {
    it(`case 3 X25: maps ${generatorId} to ${control}`, () => assert.equal(controlOf(generatorId), control));
  }

  it("X25: maps back: each generator id of a control ends in one of its endings, and in none of another control's", () => {
    const ids = rows.filter(([, control]) => /^[A-Za-z0-9]+\.[0-9]+$/.test(control));
    assert.ok(ids.length > 15);
    for (const [id, control] of ids) {
      assert.ok(
        generatorEnds(control).some((end) => id.endsWith(end)),
        `${id} is ${control}`,
      );
    }
    const open = ["EC2.13", "EC2.2", "EC2.53", "S3.2"].map((control) => [control, generatorEnds(control)] as const);
    for (const [id, control] of ids) {
      for (const [other, ends] of open) {
        if (other !== control) assert.ok(!ends.some((end) => id.endsWith(end)), `${id} is not ${other}`);
      }
    }
  });
});
