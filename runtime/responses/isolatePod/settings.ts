import { z } from "zod";

/** What can be set for isolate-pod. */
export const isolatePodSettings = {
  /** Whether network ACLs keep the pod's address from the other subnets of its VPC. */
  networkAcls: z.boolean().default(true),
  /**
   * The clusters, by name, where you have seen that a NetworkPolicy without rules ends all connections of a pod, open ones too.
   * Elsewhere a pod is at most partly contained.
   */
  enforcingClusters: z
    .array(z.string().regex(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, "must be the name of a cluster"))
    .default([]),
  /** Whether the pod's node takes no new pods while it is contained. Those that run there go on. */
  cordonNode: z.boolean().default(false),
};
