import { z } from "zod";

/** The most ranges that EKS takes: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const mostRanges = 40;

const message = "an IPv4 or IPv6 range such as 203.0.113.0/24, and not every address";
const range = z.union([z.cidrv4(), z.cidrv6()], message).refine((text) => !text.endsWith("/0"), message);

/** What can be set for confine-cluster. */
export const confineClusterSettings = {
  /**
   * The ranges of administrators and pipelines that still reach the public endpoint of a contained cluster, as far as they did
   * before. Without any, the endpoint is closed.
   */
  publicAccessCidrs: z.array(range).max(mostRanges).default([]),
};
