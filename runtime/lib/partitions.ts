/** A partition of AWS: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
export interface Partition {
  /** As in ARNs. */
  id: string;
  /** What its Regions are called, as text of a pattern. */
  regions: string;
  /** What the names of its services' hosts end with. */
  domain: string;
  /** Where IAM, and STS's global endpoint, have their calls recorded. */
  globalRegion: string;
  /** Where Organizations has its calls recorded, if that is another Region. */
  organizationsRegion?: string;
  /** What the hosts of its console end with, after the Region. */
  console: string;
}

/**
 * Every partition. Ids, Regions and domains are those of the AWS SDK, which a test verifies; the SDK of Lambda's runtime may be
 * older. A function, because closures capture it.
 *
 * Consoles: https://docs.aws.amazon.com/general/latest/gr/mgmt-console.html,
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html,
 * https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-differences.html; AWS publishes none of the isolated
 * partitions, and there the domain of the services stands. IAM of China records its calls in Beijing.
 */
export const partitions = (): Partition[] => [
  {
    id: "aws",
    regions: "(us|eu|ap|sa|ca|me|af|il|mx)-\\w+-\\d+",
    domain: "amazonaws.com",
    globalRegion: "us-east-1",
    console: "console.aws.amazon.com",
  },
  {
    id: "aws-cn",
    regions: "cn-\\w+-\\d+",
    domain: "amazonaws.com.cn",
    globalRegion: "cn-north-1",
    organizationsRegion: "cn-northwest-1",
    console: "console.amazonaws.cn",
  },
  {
    id: "aws-eusc",
    regions: "eusc-(de)-\\w+-\\d+",
    domain: "amazonaws.eu",
    globalRegion: "eusc-de-east-1",
    console: "console.amazonaws-eusc.eu",
  },
  {
    id: "aws-iso",
    regions: "us-iso-\\w+-\\d+",
    domain: "c2s.ic.gov",
    globalRegion: "us-iso-east-1",
    console: "console.c2s.ic.gov",
  },
  {
    id: "aws-iso-b",
    regions: "us-isob-\\w+-\\d+",
    domain: "sc2s.sgov.gov",
    globalRegion: "us-isob-east-1",
    console: "console.sc2s.sgov.gov",
  },
  {
    id: "aws-iso-e",
    regions: "eu-isoe-\\w+-\\d+",
    domain: "cloud.adc-e.uk",
    globalRegion: "eu-isoe-west-1",
    console: "console.cloud.adc-e.uk",
  },
  {
    id: "aws-iso-f",
    regions: "us-isof-\\w+-\\d+",
    domain: "csp.hci.ic.gov",
    globalRegion: "us-isof-south-1",
    console: "console.csp.hci.ic.gov",
  },
  {
    id: "aws-us-gov",
    regions: "us-gov-\\w+-\\d+",
    domain: "amazonaws.com",
    globalRegion: "us-gov-west-1",
    console: "console.amazonaws-us-gov.com",
  },
];

/** The ids of all partitions. */
export const partitionIds = (): string[] => partitions().map(({ id }) => id);

/** A partition by its id; the default partition for an unknown id. */
export const partitionNamed = (id: string): Partition => partitions().find((one) => one.id === id) ?? partitions()[0]!;

/** The partition of a Region; an unknown Region counts as one of the first, where AWS adds new names. */
export const partitionOf = (region: string): Partition =>
  partitions().find(({ regions }) => new RegExp(`^${regions}$`).test(region)) ?? partitions()[0]!;

/** What a Region looks like. Not a list of today's Regions: Firebreak must act in new ones too. */
export const regionForm = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** Whether a text looks like a Region. */
export const isRegion = (text: string): boolean => regionForm.test(text);

/** The partition of an ARN; undefined if AWS has no such partition. */
export function partitionIn(arn: string): string | undefined {
  const [scheme, id = ""] = arn.split(":");
  return scheme === "arn" && partitionIds().includes(id) ? id : undefined;
}

/** The name of a service before its domain, such as `ec2` of `ec2.amazonaws.com`, in any partition. */
export function serviceNamed(principal: string): string | undefined {
  const domain = partitions().find((one) => principal.endsWith(`.${one.domain}`))?.domain;
  return domain && principal.slice(0, -domain.length - 1);
}
