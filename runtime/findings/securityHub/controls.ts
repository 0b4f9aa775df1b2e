/**
 * Controls of standards that have numbers of their own, by the path in their generator id. The rows are those of
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-changes-consolidation.html for what a response can act on
 * (groups, buckets, databases, volumes, principals, guardrails); for CIS 3.0.0 and 5.0.0 those of
 * https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html. All other standards (FSBP,
 * NIST 800-53 and 800-171, PCI DSS 4.0.1, Control Tower, tagging) name the control itself.
 */
const controls: Record<string, string> = {
  "cis-aws-foundations-benchmark/v/1.2.0/1.2": "IAM.5",
  "cis-aws-foundations-benchmark/v/1.2.0/1.3": "IAM.8",
  "cis-aws-foundations-benchmark/v/1.2.0/1.4": "IAM.3",
  "cis-aws-foundations-benchmark/v/1.2.0/1.12": "IAM.4",
  "cis-aws-foundations-benchmark/v/1.2.0/1.16": "IAM.2",
  "cis-aws-foundations-benchmark/v/1.2.0/1.22": "IAM.1",
  "cis-aws-foundations-benchmark/v/1.2.0/2.1": "CloudTrail.1",
  "cis-aws-foundations-benchmark/v/1.2.0/2.3": "CloudTrail.6",
  "cis-aws-foundations-benchmark/v/1.2.0/2.5": "Config.1",
  "cis-aws-foundations-benchmark/v/1.2.0/4.1": "EC2.13",
  "cis-aws-foundations-benchmark/v/1.2.0/4.2": "EC2.14",
  "cis-aws-foundations-benchmark/v/1.2.0/4.3": "EC2.2",
  "cis-aws-foundations-benchmark/v/1.4.0/3.1": "CloudTrail.1",
  "cis-aws-foundations-benchmark/v/1.4.0/3.5": "Config.1",
  "cis-aws-foundations-benchmark/v/1.4.0/3.3": "CloudTrail.6",
  "cis-aws-foundations-benchmark/v/1.4.0/1.4": "IAM.4",
  "cis-aws-foundations-benchmark/v/1.4.0/1.10": "IAM.5",
  "cis-aws-foundations-benchmark/v/1.4.0/1.14": "IAM.3",
  "cis-aws-foundations-benchmark/v/1.4.0/1.16": "IAM.1",
  "cis-aws-foundations-benchmark/v/1.4.0/2.1.2": "S3.5",
  "cis-aws-foundations-benchmark/v/1.4.0/2.1.5.1": "S3.1",
  "cis-aws-foundations-benchmark/v/1.4.0/2.1.5.2": "S3.8",
  "cis-aws-foundations-benchmark/v/1.4.0/2.2.1": "EC2.7",
  "cis-aws-foundations-benchmark/v/1.4.0/2.3.1": "RDS.3",
  "cis-aws-foundations-benchmark/v/1.4.0/5.1": "EC2.21",
  // Not in the list of AWS. 5.2 is about the ports of remote administration, of which EC2.13 has the first: one open group
  // has to be one finding by either.
  "cis-aws-foundations-benchmark/v/1.4.0/5.2": "EC2.13",
  "cis-aws-foundations-benchmark/v/1.4.0/5.3": "EC2.2",
  "cis-aws-foundations-benchmark/v/3.0.0/1.4": "IAM.4",
  "cis-aws-foundations-benchmark/v/3.0.0/1.5": "IAM.9",
  "cis-aws-foundations-benchmark/v/3.0.0/1.6": "IAM.6",
  "cis-aws-foundations-benchmark/v/3.0.0/1.10": "IAM.5",
  "cis-aws-foundations-benchmark/v/3.0.0/1.12": "IAM.22",
  "cis-aws-foundations-benchmark/v/3.0.0/1.14": "IAM.3",
  "cis-aws-foundations-benchmark/v/3.0.0/1.15": "IAM.2",
  "cis-aws-foundations-benchmark/v/3.0.0/2.1.1": "S3.5",
  "cis-aws-foundations-benchmark/v/3.0.0/2.1.2": "S3.20",
  "cis-aws-foundations-benchmark/v/3.0.0/2.1.4.1": "S3.1",
  "cis-aws-foundations-benchmark/v/3.0.0/2.1.4.2": "S3.8",
  "cis-aws-foundations-benchmark/v/3.0.0/2.2.1": "EC2.7",
  "cis-aws-foundations-benchmark/v/3.0.0/2.3.1": "RDS.3",
  "cis-aws-foundations-benchmark/v/3.0.0/2.3.2": "RDS.13",
  "cis-aws-foundations-benchmark/v/3.0.0/2.3.3": "RDS.2",
  "cis-aws-foundations-benchmark/v/3.0.0/3.1": "CloudTrail.1",
  "cis-aws-foundations-benchmark/v/3.0.0/3.3": "Config.1",
  "cis-aws-foundations-benchmark/v/3.0.0/5.1": "EC2.21",
  "cis-aws-foundations-benchmark/v/3.0.0/5.2": "EC2.53",
  "cis-aws-foundations-benchmark/v/3.0.0/5.3": "EC2.54",
  "cis-aws-foundations-benchmark/v/3.0.0/5.4": "EC2.2",
  "cis-aws-foundations-benchmark/v/3.0.0/5.6": "EC2.8",
  // 5.0.0 moved the network's controls on by one and the volumes to the front of their section.
  "cis-aws-foundations-benchmark/v/5.0.0/2.1.1": "S3.5",
  "cis-aws-foundations-benchmark/v/5.0.0/2.1.2": "S3.20",
  "cis-aws-foundations-benchmark/v/5.0.0/2.1.4.1": "S3.1",
  "cis-aws-foundations-benchmark/v/5.0.0/2.1.4.2": "S3.8",
  "cis-aws-foundations-benchmark/v/5.0.0/2.2.1": "RDS.3",
  "cis-aws-foundations-benchmark/v/5.0.0/2.2.2": "RDS.13",
  "cis-aws-foundations-benchmark/v/5.0.0/2.2.3": "RDS.2",
  "cis-aws-foundations-benchmark/v/5.0.0/3.1": "CloudTrail.1",
  "cis-aws-foundations-benchmark/v/5.0.0/3.3": "Config.1",
  "cis-aws-foundations-benchmark/v/5.0.0/5.1.1": "EC2.7",
  "cis-aws-foundations-benchmark/v/5.0.0/5.2": "EC2.21",
  "cis-aws-foundations-benchmark/v/5.0.0/5.3": "EC2.53",
  "cis-aws-foundations-benchmark/v/5.0.0/5.4": "EC2.54",
  "cis-aws-foundations-benchmark/v/5.0.0/5.5": "EC2.2",
  "cis-aws-foundations-benchmark/v/5.0.0/5.7": "EC2.8",
  "pci-dss/v/3.2.1/PCI.CloudTrail.2": "CloudTrail.3",
  "pci-dss/v/3.2.1/PCI.Config.1": "Config.1",
  "pci-dss/v/3.2.1/PCI.EC2.1": "EC2.1",
  "pci-dss/v/3.2.1/PCI.EC2.2": "EC2.2",
  "pci-dss/v/3.2.1/PCI.EC2.4": "EC2.12",
  "pci-dss/v/3.2.1/PCI.EC2.5": "EC2.13",
  "pci-dss/v/3.2.1/PCI.EC2.6": "EC2.6",
  "pci-dss/v/3.2.1/PCI.GuardDuty.1": "GuardDuty.1",
  "pci-dss/v/3.2.1/PCI.IAM.1": "IAM.4",
  "pci-dss/v/3.2.1/PCI.IAM.2": "IAM.2",
  "pci-dss/v/3.2.1/PCI.IAM.3": "IAM.1",
  "pci-dss/v/3.2.1/PCI.IAM.6": "IAM.19",
  "pci-dss/v/3.2.1/PCI.IAM.7": "IAM.8",
  "pci-dss/v/3.2.1/PCI.RDS.1": "RDS.1",
  "pci-dss/v/3.2.1/PCI.RDS.2": "RDS.2",
  "pci-dss/v/3.2.1/PCI.S3.1": "S3.3",
  "pci-dss/v/3.2.1/PCI.S3.2": "S3.2",
  "pci-dss/v/3.2.1/PCI.S3.3": "S3.7",
  "pci-dss/v/3.2.1/PCI.S3.5": "S3.5",
  "pci-dss/v/3.2.1/PCI.S3.6": "S3.1",
};

/**
 * The control of Security Hub that made a finding, by its generator id: an ARN of a rule (CIS 1.2), the path of a standard
 * or `security-control/EC2.13` if control findings are consolidated. Every standard except CIS and PCI DSS 3.2.1 ends with the
 * control's own id, future standards included. An unknown id stays as it is, without the first part of the ARN, so that people
 * see which control no response acts on.
 */
export function controlOf(generatorId: string): string {
  const path = generatorId
    .replace(/^arn:[a-z-]+:securityhub:[^:]*:[^:]*:ruleset\//, "")
    .replace(/^(cis-aws-foundations-benchmark\/v\/[0-9.]+)\/rule\//, "$1/");
  if (Object.hasOwn(controls, path)) return controls[path]!;
  const own = /^(?:security-control|[a-z0-9-]+\/v\/[0-9.]+)\/([A-Za-z][A-Za-z0-9]*\.[0-9]+)$/;
  return own.exec(path)?.[1] ?? path;
}

/**
 * The ends of the generator ids that stand for a control: its own id after a slash, and the numbers that it has in the
 * standards that have numbers of their own. Rules on the bus ask for these.
 */
export function generatorEnds(control: string): string[] {
  const numbered = Object.keys(controls).filter((path) => controls[path] === control);
  return [
    `/${control}`,
    // CIS 1.2 writes /rule/ before the number.
    ...numbered.map((path) => path.replace("/v/1.2.0/", "/v/1.2.0/rule/")),
  ];
}
