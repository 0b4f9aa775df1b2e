import type { ReportData } from "../../../cli/report";
import { consoleLink } from "../../../runtime/findings/sources";
import type { Finding } from "../../../runtime/model/finding";
import type { Approval, Containment, Decision, Exemption, GrantedException } from "../../../runtime/model/journalItems";
import { containmentId, type Target } from "../../../runtime/model/target";
import { bucketTarget, groupTarget, instanceTarget, principalTarget } from "../../../runtime/resources/targets";

/** When the report of the samples is made. */
export const now = "2026-11-26T08:00:00.000Z";
const since = "2026-10-28T00:00:00.000Z";

const payments = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const website = { accountId: "777788889999", region: "eu-central-1", partition: "aws" };
const analytics = { accountId: "222233334444", region: "us-east-1", partition: "aws" };

/** A time so many seconds after another one. */
export const later = (iso: string, seconds: number): string => new Date(Date.parse(iso) + seconds * 1000).toISOString();

/** A finding, complete as the journal keeps it with approvals and exemptions. */
export function findingAbout(target: Target, id: string, sentAt: string, more: Partial<Finding> = {}): Finding {
  const { accountId, region, partition } = target;
  return {
    source: "guardduty",
    id,
    type: "Backdoor:EC2/C&CActivity.B!DNS",
    title: `The EC2 instance ${target.id} is querying a domain name associated with a known Command & Control server.`,
    severity: 8,
    accountId,
    region,
    partition,
    firstSeen: later(sentAt, -420),
    lastSeen: later(sentAt, -300),
    sentAt,
    sample: false,
    resourceType: "Instance",
    resources: [],
    ...more,
  };
}

/** A decision about a finding, so many seconds after it was sent. */
export function decided(
  finding: Finding,
  target: Target | undefined,
  seconds: number,
  more: Partial<Decision> & Pick<Decision, "response" | "outcome" | "reason">,
): Decision {
  const { source, type, title, severity, accountId, region, partition, lastSeen, sentAt, sample } = finding;
  const at = later(finding.sentAt, seconds);
  return {
    finding: finding.id,
    at,
    run: `run-${Date.parse(at).toString(36)}`,
    ...(target && { target }),
    about: {
      ...{ source, type, title, severity, accountId, region, partition, lastSeen, sentAt, sample },
      link: consoleLink(finding),
    },
    calls: [],
    callCount: 14,
    seconds: Math.min(seconds, 21.4),
    remains: [],
    evidence: [],
    notice: "sent",
    ...more,
  };
}

/** The containment that a decision left. */
export function containmentOf(decision: Decision, more: Partial<Containment>): Containment {
  const { response, target, finding, about, at, remains, evidence } = decision;
  return {
    id: containmentId(response, target!.arn),
    response,
    target: target!,
    status: "contained",
    holds: { [finding]: { finding, type: about?.type ?? "", since: at } },
    evidence,
    remains,
    round: 0,
    updatedAt: at,
    ...more,
  };
}

const isolate = "isolate-instance";
const block = "block-principal";
const confine = "confine-security-group";
const blockBucket = "block-public-bucket";
const proof = "read back, nothing is missing";

const isolationCalls = (port: string): Decision["calls"] => [
  { operation: "CreateSnapshots", reason: "all volumes at one moment, before anything else changes" },
  { operation: "ModifyInstanceAttribute", reason: "nobody may terminate it by accident while it is looked at" },
  {
    operation: "ModifyNetworkInterfaceAttribute",
    reason: `${port}: the open group, so that flows become untracked and end when it goes`,
  },
  { operation: "ModifyNetworkInterfaceAttribute", reason: `${port}: the closed group lets nothing in or out` },
];

const isolationRemains = [
  "connections that were open through nat-0a1b2c3d4e5f60718 (NAT gateway) may go on until they idle out",
  "DNS through the VPC's resolver and instance metadata are not filtered by security groups",
  "credentials of instance-profile/payments-api that were taken from the instance work elsewhere until they expire",
];

const instancePriorState = {
  terminationProtection: false,
  shutdownBehavior: "stop",
  deleteOnTermination: [{ device: "/dev/xvda", volumeId: "vol-049df61146c4d7901" }],
  interfaces: [
    { id: "eni-0e1f2a3b4c5d6e7f8", groups: ["sg-903004f8", "sg-0b1c2d3e4f5a6b7c8"] },
    { id: "eni-0aa11bb22cc33dd44", groups: ["sg-903004f8"] },
  ],
  autoScaling: { group: "payments-api-blue" },
  registrations: [],
};

/** Isolated within a minute, seen again, still held. */
function isolated(): Part {
  const target = instanceTarget(payments, "i-0c4f9e2b7a61d8035");
  const finding = findingAbout(target, "3ec8a1f0b7d94c52a6e1f0c9d8b7a655", "2026-11-26T02:41:07.000Z");
  const containment = containmentId(isolate, target.arn);
  const first = decided(finding, target, 38, {
    response: isolate,
    outcome: "contained",
    reason: proof,
    containment,
    calls: isolationCalls("eni-0e1f2a3b4c5d6e7f8"),
    remains: isolationRemains,
    evidence: [{ kind: "snapshot", id: "snap-0d9e8f7a6b5c4d3e2" }],
  });
  const again = decided(finding, target, 912, {
    response: isolate,
    outcome: "already-contained",
    reason: "nothing was missing before this finding",
    containment,
    callCount: 6,
    remains: isolationRemains,
  });
  return { decisions: [first, again], containments: [containmentOf(first, { priorState: instancePriorState })] };
}

/** A residual risk that no call can remove. */
function partly(): Part {
  const target = instanceTarget(analytics, "i-0f9d1c3b5a7e8046b");
  const finding = findingAbout(target, "a81c02c4d1b84b0f9b57d1a5fdc0e3f2", "2026-11-24T15:12:40.000Z", {
    type: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
    title: `The EC2 instance ${target.id} is querying a domain name that is associated with Bitcoin-related activity.`,
  });
  const rest =
    "interface eni-07e6d5c4b3a291807 is managed by amazon-elb and keeps its groups sg-0c9b8a7d6e5f40312, sg-0aa99bb88cc77dd66";
  const first = decided(finding, target, 61, {
    response: isolate,
    outcome: "partial",
    reason: rest,
    containment: containmentId(isolate, target.arn),
    calls: isolationCalls("eni-0d4c3b2a190807f6e"),
    remains: [rest, isolationRemains[1]!],
    evidence: [{ kind: "snapshot", id: "snap-02b1a0c9d8e7f6a5b" }],
  });
  const priorState = { ...instancePriorState, autoScaling: undefined };
  return { decisions: [first], containments: [containmentOf(first, { status: "partial", priorState })] };
}

/** A role was missing at first; the dead letters were redriven once it existed. */
function failedFirst(): Part {
  const target = instanceTarget(website, "i-0b2d4f6a8c0e1f357");
  const finding = findingAbout(target, "c7b6a5948372615f4e3d2c1b0a9f8e7d", "2026-11-18T09:30:00.000Z", {
    type: "UnauthorizedAccess:EC2/TorClient",
    title: `EC2 instance ${target.id} is communicating with a Tor entry node.`,
  });
  const failed = decided(finding, target, 171, {
    response: isolate,
    outcome: "failed",
    reason:
      "given up after 5 deliveries: AccessDenied: User: arn:aws:sts::111122223333:assumed-role/firebreak-isolate-instance/i " +
      "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::777788889999:role/firebreak-isolate-instance",
    callCount: 5,
  });
  const done = decided(finding, target, 5_412, {
    response: isolate,
    outcome: "contained",
    reason: proof,
    containment: containmentId(isolate, target.arn),
    calls: isolationCalls("eni-0123abcd4567ef890"),
    remains: [isolationRemains[1]!],
    evidence: [{ kind: "snapshot", id: "snap-0f1e2d3c4b5a69788" }],
  });
  const released = decided(finding, target, 98_000, {
    response: isolate,
    outcome: "released",
    reason: "Rebuilt from the golden image, ticket INC-4711",
    containment: done.containment!,
    by: "arn:aws:sts::111122223333:assumed-role/Operator/maria.lindqvist",
    said: "Rebuilt from the golden image, ticket INC-4711",
    calls: [
      { operation: "ModifyNetworkInterfaceAttribute", reason: "eni-0123abcd4567ef890: its groups from before" },
      { operation: "ModifyInstanceAttribute", reason: "termination protection was off before" },
    ],
    drift: ["shutdown behavior is terminate: someone changed it meanwhile, so it stays"],
  });
  const { about: _, ...bare } = released;
  const containment = containmentOf(done, { status: "released", releasedAt: released.at, holds: {}, remains: [] });
  return { decisions: [failed, done, bare], containments: [containment] };
}

/** Held for approval and approved; another request is still pending. */
function approvals(): Part {
  const target = principalTarget(payments, "role", "payments-batch");
  const finding = findingAbout(target, "5f4e3d2c1b0a49f8a7b6c5d4e3f2a1b0", "2026-11-20T22:05:30.000Z", {
    type: "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
    title: "Credentials for the EC2 instance role payments-batch were used from an external IP address.",
    resourceType: "AccessKey",
  });
  const calls = [
    { operation: "PutRolePolicy", reason: "denies everything to the session i-09f8e7d6c5b4a3928 and to older ones" },
  ];
  const waits = decided(finding, target, 12, {
    response: block,
    outcome: "awaiting-approval",
    reason: "the mode of block-principal is approve for account 444455556666",
    calls,
    approval: "9c8b7a6f5e4d3c2b",
  });
  const done = decided(finding, target, 1_505, {
    response: block,
    outcome: "contained",
    reason: proof,
    containment: containmentId(block, target.arn),
    by: "arn:aws:sts::111122223333:assumed-role/Approver/tomasz.nowak",
    said: "Confirmed with the payments team: the address is not ours",
    calls,
    remains: ["temporary credentials of other accounts that this role assumed work until they expire"],
  });
  const openTarget = principalTarget(analytics, "user", "etl-export");
  const openFinding = findingAbout(openTarget, "e0d1c2b3a4958677a8b9cadbecfd0e1f", "2026-11-26T06:52:11.000Z", {
    type: "Exfiltration:IAMUser/AnomalousBehavior",
    title:
      "APIs commonly used in Exfiltration tactics were invoked by user IAMUser : etl-export, under anomalous circumstances.",
    resourceType: "AccessKey",
    severity: 8,
  });
  const plan = [
    { operation: "PutUserPolicy", reason: "denies everything to user etl-export" },
    { operation: "UpdateAccessKey", reason: "AKIAIOSFODNN7EXAMPLE is active and has to be off" },
  ];
  const open: Approval = {
    id: "41d2c3b4a5968778",
    response: block,
    target: openTarget,
    finding: openFinding,
    reason: "the cap of 5 an hour for block-principal in account 222233334444 is reached",
    calls: plan,
    remains: ["a console session that is open may go on for up to 12 hours"],
    askedAt: later(openFinding.sentAt, 9),
    expiresAt: "2026-11-27T06:52:20.000Z",
    status: "waiting",
  };
  const asked = decided(openFinding, openTarget, 9, {
    response: block,
    outcome: "awaiting-approval",
    reason: open.reason,
    calls: plan,
    remains: open.remains,
    approval: open.id,
  });
  const priorState = {
    attached: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    credentials: [],
    loginProfile: false,
  };
  return {
    decisions: [waits, done, asked],
    containments: [containmentOf(done, { priorState })],
    approvals: [
      open,
      { ...open, id: "9c8b7a6f5e4d3c2b", target, finding, status: "approved", decidedAt: done.at, by: done.by! },
    ],
  };
}

/** Exceptions that end in every way, and the register. */
function exemptions(): Part {
  const bucket = bucketTarget(website, "www-example-com-assets");
  const group = groupTarget(website, "sg-0d1e2f3a4b5c6d7e8");
  const host = instanceTarget(analytics, "i-0a9b8c7d6e5f40123");
  const entry = (target: Target, finding: Finding, reason: string, end: Partial<Exemption>): Exemption => ({
    id: containmentId("", target.arn),
    response: finding.source === "guardduty" ? isolate : target === bucket ? blockBucket : confine,
    target,
    finding,
    reason,
    since: later(finding.sentAt, 4),
    ...end,
  });
  const config = (target: Target, id: string, at: string, rule: string): Finding =>
    findingAbout(target, id, at, {
      source: "config",
      type: `Config:${rule}`,
      title: `${target.id} is NON_COMPLIANT with ${rule}`,
      severity: 7,
      resources: [{ ...website, kind: target === bucket ? "s3-bucket" : "security-group", id: target.id }],
      resourceType: target === bucket ? "AWS::S3::Bucket" : "AWS::EC2::SecurityGroup",
    });
  const list = [
    entry(
      bucket,
      config(
        bucket,
        "config/777788889999/www-example-com-assets",
        "2026-11-02T07:15:00.000Z",
        "s3-bucket-public-read-prohibited",
      ),
      "tag firebreak:exception exempts from block-public-bucket, until 2027-01-31, by web@example.com, SEC-123, signed",
      { until: "2027-01-31", owner: "web@example.com" },
    ),
    entry(
      group,
      config(
        group,
        "config/777788889999/sg-0d1e2f3a4b5c6d7e8",
        "2026-11-10T13:44:00.000Z",
        "security-group-open-prohibited",
      ),
      "tag firebreak:exception exempts from confine-security-group, until 2026-11-30, by web@example.com, SEC-140, signed",
      { until: "2026-11-30", owner: "web@example.com" },
    ),
    entry(
      host,
      findingAbout(host, "b0a1c2d3e4f5061728394a5b6c7d8e9f", "2026-11-12T18:20:00.000Z", {
        type: "Recon:EC2/Portscan",
        title: `EC2 instance ${host.id} is performing outbound port scans against remote host 198.51.100.7.`,
        severity: 5,
      }),
      'tag firebreak:exception="vulnerability scanner" exempts from every response without end',
      {},
    ),
  ];
  const granted = (target: Target, more: Partial<GrantedException>): GrantedException => ({
    arn: target.arn,
    kind: target.kind,
    resource: target.id,
    accountId: target.accountId,
    region: target.region,
    partition: target.partition,
    responses: [blockBucket],
    until: "2027-01-31",
    owner: "web@example.com",
    reference: "SEC-123",
    issuedAt: "2026-10-30T10:00:00Z",
    grantedBy: "arn:aws:sts::111122223333:assumed-role/Approver/tomasz.nowak",
    signature: "N3pS0mEs1gnatureOf43Characters_base64url-AAA",
    status: "granted",
    ...more,
  });
  return {
    containments: [],
    decisions: list.map((item) =>
      decided(item.finding, item.target, 4, {
        response: item.response,
        outcome: "exempt",
        reason: item.reason,
        callCount: 3,
        exemption: { ...(item.until && { until: item.until }), ...(item.owner && { owner: item.owner }) },
      }),
    ),
    exemptions: list,
    exceptions: [
      granted(bucket, {}),
      granted(group, { responses: [confine], until: "2026-11-30", reference: "SEC-140" }),
      granted(instanceTarget(payments, "i-0556677889900aabb"), {
        responses: [isolate, block],
        until: "2026-12-24",
        owner: "payments@example.com",
        reference: "SEC-151",
        status: "revoked",
        revokedAt: "2026-11-19T16:02:00.000Z",
        revokedBy: "arn:aws:sts::111122223333:assumed-role/Approver/ines.ferreira",
      }),
    ],
  };
}

/** Two findings held one group; the release is recorded with the first. */
function heldTwice(): Part {
  const target = groupTarget(payments, "sg-0fedcba9876543210");
  const about = (id: string, at: string) =>
    findingAbout(target, id, at, {
      source: "security-hub",
      type: "Security Hub:EC2.19",
      title: "Security groups should not allow unrestricted access to ports with high risk",
      severity: 9,
      hub: {
        id: `arn:aws:securityhub:eu-west-1:444455556666:security-control/EC2.19/finding/${id}`,
        productArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
        region: "eu-west-1",
        accountId: "444455556666",
      },
    });
  const calls = [
    { operation: "AuthorizeSecurityGroupIngress", reason: "tcp 22 from 10.20.0.0/16, which lies in its VPC" },
    { operation: "RevokeSecurityGroupIngress", reason: "tcp 22 from 0.0.0.0/0 lets everybody in" },
  ];
  const containment = containmentId(confine, target.arn);
  const first = about("hub-1", "2026-11-05T11:00:00.000Z");
  const second = about("hub-2", "2026-11-05T11:20:00.000Z");
  const one = decided(first, target, 17, {
    response: confine,
    outcome: "contained",
    reason: proof,
    containment,
    calls,
  });
  const two = decided(second, target, 9, {
    response: confine,
    outcome: "already-contained",
    reason: "nothing was missing before this finding",
    containment,
  });
  const end = decided(first, target, 200_000, {
    response: confine,
    outcome: "released",
    reason: "The bastion host is reached through Session Manager now",
    containment,
    by: "arn:aws:sts::111122223333:assumed-role/Operator/maria.lindqvist",
    said: "The bastion host is reached through Session Manager now",
    calls: [{ operation: "RevokeSecurityGroupIngress", reason: "tcp 22 from 10.20.0.0/16 was not there before" }],
    drift: ["tcp 22 from 0.0.0.0/0 was removed by someone else meanwhile and is not put back"],
  });
  const { about: _, ...bare } = end;
  return {
    decisions: [one, two, bare],
    containments: [containmentOf(one, { status: "released", releasedAt: end.at, holds: {} })],
  };
}

/** What ends without a containment, and what is not over. */
function others(): Part {
  const bucket = bucketTarget(analytics, "analytics-exports-2026");
  const leak = findingAbout(bucket, "d4c3b2a190807f6e5d4c3b2a19080706", "2026-11-22T04:10:00.000Z", {
    type: "Policy:S3/BucketAnonymousAccessGranted",
    title: "Amazon S3 Public anonymous access was granted for the S3 bucket analytics-exports-2026.",
    severity: 8,
  });
  const done = decided(leak, bucket, 6, {
    response: blockBucket,
    outcome: "contained",
    reason: proof,
    containment: containmentId(blockBucket, bucket.arn),
    calls: [
      {
        operation: "PutPublicAccessBlock",
        reason: "Block Public Access of the bucket is not set: all four switches have to be on",
      },
    ],
    remains: ["objects that were read while the bucket was public are known to anyone who read them"],
  });
  const volume: Target = {
    ...website,
    kind: "ebs-volume",
    id: "vol-0badc0ffee0ddf00d",
    arn: "arn:aws:ec2:eu-central-1:777788889999:volume/vol-0badc0ffee0ddf00d",
  };
  const plain = findingAbout(volume, "config/777788889999/vol-0badc0ffee0ddf00d", "2026-11-15T12:00:00.000Z", {
    source: "config",
    type: "Config:encrypted-volumes",
    title: "vol-0badc0ffee0ddf00d is NON_COMPLIANT with encrypted-volumes",
    severity: 5,
  });
  const byHandTarget = instanceTarget(website, "i-07a6b5c4d3e2f1098");
  const byHand = findingAbout(byHandTarget, "by-hand-6f1e", "2026-11-25T17:30:00.000Z", {
    source: "operator",
    type: "Operator:Request",
    title: "maria.lindqvist asked for it: beaconing seen in the flow logs",
    severity: 10,
  });
  const hand = decided(byHand, byHandTarget, 29, {
    response: isolate,
    outcome: "contained",
    reason: proof,
    containment: containmentId(isolate, byHandTarget.arn),
    calls: isolationCalls("eni-0777766665555444a"),
    remains: [isolationRemains[1]!],
    by: "arn:aws:sts::111122223333:assumed-role/Operator/maria.lindqvist",
    said: "beaconing seen in the flow logs",
  });
  const runbookTarget = bucketTarget(payments, "payments-raw-imports");
  const runbook = findingAbout(runbookTarget, "config/444455556666/payments-raw-imports", "2026-11-26T07:40:00.000Z", {
    source: "config",
    type: "Config:s3-bucket-logging-enabled",
    title: "payments-raw-imports is NON_COMPLIANT with s3-bucket-logging-enabled",
    severity: 4,
  });
  const refused: Decision = {
    finding: "0b7a9c2e-51d3-4f68-9a0b-c1d2e3f40516",
    at: "2026-11-21T19:45:02.000Z",
    run: "run-r",
    response: "notify",
    outcome: "refused",
    reason: "the finding is about account 444455556666, and account 777788889999 sent it",
    calls: [],
    callCount: 0,
    seconds: 0.1,
    remains: [],
    evidence: [],
    notice: "sent",
    excerpt: '{"source":"aws.guardduty"}',
  };
  return {
    decisions: [
      done,
      decided(plain, volume, 3, {
        response: "notify",
        outcome: "notified",
        reason: "a volume cannot be encrypted in place: copy it from an encrypted snapshot",
      }),
      hand,
      decided(runbook, runbookTarget, 8, {
        response: "run-runbook",
        outcome: "started",
        reason: "execution 7d1c of AWS-ConfigureS3BucketLogging is running",
        containment: containmentId("run-runbook", runbookTarget.arn),
        evidence: [{ kind: "execution of AWS-ConfigureS3BucketLogging", id: "7d1c0f5e-9b7a-4c3d-8e2f-1a0b9c8d7e6f" }],
      }),
      refused,
    ],
    containments: [
      containmentOf(done, { priorState: { block: null, policyIsPublic: true, aclIsPublic: false } }),
      containmentOf(hand, { priorState: instancePriorState }),
    ],
  };
}

type Part = Pick<ReportData, "decisions" | "containments"> &
  Partial<Pick<ReportData, "approvals" | "exemptions" | "exceptions">>;

/** The same numbers every time, from 0 up to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Ordinary incidents, one decision each, spread over the range. */
export function ordinary(count: number, from = since, until = now): Decision[] {
  const next = numbers(7);
  const places = [payments, payments, website, analytics];
  const span = (Date.parse(until) - Date.parse(from)) / 1000;
  return Array.from({ length: count }, (_, at) => {
    const place = places[Math.floor(next() * places.length)]!;
    const target = instanceTarget(
      place,
      `i-0${Math.floor(next() * 1e15)
        .toString(16)
        .padStart(16, "0")}`,
    );
    const sent = later(from, Math.floor(next() ** 0.7 * (span - 400)));
    const finding = findingAbout(target, `ordinary-${at}`, sent);
    const kind = next();
    if (kind < 0.12) {
      return decided(finding, target, 3, {
        response: isolate,
        outcome: "gone",
        reason: "it does not exist any more, or never did in this account and Region",
      });
    }
    if (kind < 0.3) {
      return decided(finding, target, 5, {
        response: isolate,
        outcome: "observed",
        reason: "the mode is observe; 4 calls would be made",
        calls: isolationCalls("eni-0123456789abcdef0"),
      });
    }
    return decided(finding, target, 20 + next() ** 3 * 200, {
      response: isolate,
      outcome: "contained",
      reason: proof,
      containment: containmentId(isolate, target.arn),
      calls: isolationCalls("eni-0123456789abcdef0"),
      remains: isolationRemains.slice(0, 2),
    });
  });
}

/** A month of an organization with three accounts. */
export function sample(): ReportData {
  const parts = [isolated(), partly(), failedFirst(), approvals(), exemptions(), heldTwice(), others()];
  const all = <Key extends keyof Part>(key: Key) => parts.flatMap((part) => (part[key] ?? []) as any[]);
  return {
    generatedAt: now,
    range: { since, until: now },
    installation: { securityAccountId: "111122223333", homeRegion: "eu-west-1", partition: "aws" },
    decisions: [...all("decisions"), ...ordinary(28)],
    containments: all("containments"),
    approvals: all("approvals"),
    exemptions: all("exemptions"),
    exceptions: all("exceptions"),
    before: ordinary(12, later(since, -29 * 86_400), later(since, -1)),
    accountNames: { [payments.accountId]: "payments-production" },
  };
}

/** A report without data. */
export const empty = (): ReportData => ({
  ...sample(),
  decisions: [],
  before: [],
  containments: [],
  approvals: [],
  exemptions: [],
  exceptions: [],
});

/** Texts that could inject markup or code, or change the order of letters, in a page. */
export const hostileTexts = [
  "<script>globalThis.hacked=1</script>",
  "</script><script>globalThis.hacked=1</script>",
  "</style></title></code><img src=x onerror=globalThis.hacked=1>",
  '"><svg onload=globalThis.hacked=1>',
  "' onmouseover='globalThis.hacked=1' autofocus onfocus='globalThis.hacked=1",
  "javascript:globalThis.hacked=1",
  "data:text/html,<script>globalThis.hacked=1</script>",
  '<a href="javascript:globalThis.hacked=1">click</a>',
  "<!-- --!><![CDATA[ <math><mtext></form><form><mglyph><style></math><img src onerror=globalThis.hacked=1>",
  '<meta http-equiv="refresh" content="0;url=https://evil.example.com">',
  "&lt;script&gt; &#60;script&#62; {{constructor}}",
  "\u202egnp.exe\u2066 \u0000\u001b[31m \ud800",
  "<plaintext>",
  "<base href='https://evil.example.com/'>",
];

/** Names whose values the product itself writes; the page needs them to put things in their place. */
const ownNames = ["at", "outcome", "status", "sentAt", "expiresAt", "issuedAt"];
/** Names whose values must be consistent; all of them get the same suffix. */
const joiningNames = ["containment", "id", "finding", "response"];

/** A report in which every untrusted text is hostile. */
export function hostile(): ReportData {
  const data = sample();
  let at = 0;
  const next = () => hostileTexts[at++ % hostileTexts.length]!;
  const textOf = (text: string, name: string): string => {
    if (ownNames.includes(name)) return text;
    return joiningNames.includes(name) ? `${text}${hostileTexts[1]}` : next();
  };
  const spoil = (value: unknown, name = ""): unknown => {
    if (typeof value === "string") return textOf(value, name);
    if (Array.isArray(value)) return value.map((item) => spoil(item));
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).map(([key, item]) => {
      // A response names what it saves freely; holds are named by their findings.
      const ownKey = name === "priorState" ? `${key}${next()}` : name === "holds" ? `${key}${hostileTexts[1]}` : key;
      return [ownKey, spoil(item, key)];
    });
    return Object.fromEntries(entries);
  };
  return { ...(spoil(data) as ReportData), generatedAt: data.generatedAt, range: data.range };
}
