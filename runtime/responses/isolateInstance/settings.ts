import { z } from "zod";

/** What can be set for isolate-instance. */
export const isolateInstanceSettings = {
  /** Seconds between the open and the closed group. */
  conversionSeconds: z.number().min(0).max(30).default(5),
  /** Whether interfaces go through the open group before they are closed. */
  openFirst: z.enum(["always", "never", "unless-no-egress"]).default("unless-no-egress"),
  snapshots: z.boolean().default(true),
  /**
   * Whether network ACLs keep the instance from NAT gateways, load balancers and endpoints in other subnets, whose connections
   * outlive a change of groups. The entries match only the instance's addresses.
   */
  networkAcls: z.boolean().default(true),
  /** The largest share of an Auto Scaling group that may be isolated at a time; beyond it a person approves. */
  largestShare: z.number().gt(0).max(1).optional(),
};
