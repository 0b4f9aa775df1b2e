import { z } from "zod";
import { accountId } from "../../lib/accountId";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LockSnapshot.html */
const lock = z
  .strictObject({
    mode: z.enum(["governance", "compliance"]),
    days: z.int().min(1).max(36_500),
    coolOffHours: z.int().min(1).max(72).optional(),
  })
  .refine(({ mode, coolOffHours }) => mode === "compliance" || coolOffHours === undefined, {
    error: "coolOffHours is for mode compliance only",
  });

const keyForm =
  "the ARN of a KMS key such as arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const keyArn = z.string(keyForm).regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, keyForm);
const regionsOf = (keys: string[]) => keys.map((key) => key.split(":")[3]);

const forensics = z
  .strictObject({ account: accountId, keys: z.array(keyArn).min(1, "a list with at least one key") })
  .refine(({ account, keys }) => keys.every((key) => key.split(":")[4] === account), {
    error: "the keys must belong to the forensic account: otherwise the account of the instance could delete them",
  })
  .refine(({ keys }) => new Set(regionsOf(keys)).size === keys.length, { error: "one key for each Region" });

/** What can be set for isolate-instance. */
export const isolateInstanceSettings = {
  /** Seconds between the open and the closed group. */
  conversionSeconds: z.number().min(0).max(30).default(5),
  /** Whether interfaces go through the open group before they are closed. */
  openFirst: z.enum(["always", "never", "unless-no-egress"]).default("unless-no-egress"),
  snapshots: z.boolean().default(true),
  /** How the snapshots and their copies are locked. Nobody can end a lock in compliance mode after its cooling-off period. */
  lockSnapshots: lock.optional(),
  /** The account that may use copies of the snapshots, and its keys that encrypt them, one for each Region. */
  forensics: forensics.optional(),
  /** Whether the connection tracking timeouts of the interfaces go to the minimum while isolated. Instance types before Nitro refuse. */
  shortTimeouts: z.boolean().default(false),
  /**
   * Whether a rule of Route 53 Resolver DNS Firewall blocks the domain of a finding that reports DNS, and the names below it, in the
   * VPCs of the instance. It meets everything in these VPCs.
   */
  blockDomains: z.boolean().default(false),
  /** Domains that are never blocked, like those above and below them; AWS's own are among them in any case. */
  neverBlock: z
    .array(
      z.string().regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i, "a domain, such as example.com"),
    )
    .default([]),
  /**
   * Whether network ACLs keep the instance from NAT gateways, load balancers and endpoints in other subnets, whose connections
   * outlive a change of groups. The entries match only the instance's addresses.
   */
  networkAcls: z.boolean().default(true),
  /** The largest share of an Auto Scaling group that may be isolated at a time; beyond it a person approves. */
  largestShare: z.number().gt(0).max(1).optional(),
};
