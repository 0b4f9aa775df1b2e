import { z } from "zod";
import type { ModeRule } from "../../runtime/model/responderSettings";
import { accountId } from "./accountId";
import { findingType } from "./findingTypes";
import { whyNoPrincipal } from "./targetPatterns";

/** The settings of one response. */
export interface ResponseSettings {
  /** The first match decides; without a match the response only observes. */
  modes: ModeRule[];
  /** Replaces the response's own list of finding types. */
  findingTypes?: string[];
  /**
   * How many containments of a severity band and all higher bands may begin in an account in an hour; further ones wait
   * for approval.
   */
  containmentsPerHour: number;
  /** The largest share of a group, such as an Auto Scaling group, that may be contained at the same time. */
  largestShare?: number;
  [setting: string]: unknown;
}

const cidrV4 = z.cidrv4("an IPv4 range such as 10.0.0.0/8");
const cidrV6 = z.cidrv6("an IPv6 range such as fe80::/10");
const ports = z
  .string()
  .regex(/^\d{1,5}(-\d{1,5})?$/, "a port or a range of ports in quotes, such as 443 or 1020-1025")
  .refine(isRangeOfPorts, "a port up to 65535, or a range that does not begin after its end");

/** Without this check, an invalid range would silently allow nothing. */
function isRangeOfPorts(text: string): boolean {
  const [first, last = first] = text.split("-").map(Number);
  return first! <= last! && last! <= 65535;
}

/** A rule with an empty list matches nothing. */
const empty = "a list with at least one entry, or left out for all";

const mode = z.strictObject({
  mode: z.enum(["contain", "approve", "observe", "off"]),
  accounts: z.array(accountId).min(1, empty).optional(),
  organizationalUnits: z
    .array(
      z
        .string()
        .regex(/^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/, "the id of an organizational unit or a root"),
    )
    .min(1, empty)
    .optional(),
  severities: z
    .array(z.enum(["low", "medium", "high", "critical"]))
    .min(1, empty)
    .optional(),
  /** Finding types, with `*` for anything. */
  types: z.array(findingType).min(1, empty).optional(),
});

const base = {
  modes: z.array(mode).default([]),
  findingTypes: z.array(findingType).min(1).optional(),
  containmentsPerHour: z.int().min(1).max(1000).default(20),
};

/** The settings of each response by its name, with defaults. */
export const responseSchemas = {
  "isolate-instance": z.strictObject({
    ...base,
    /** Seconds between the open and the closed group. */
    conversionSeconds: z.number().min(0).max(30).default(5),
    /** Whether interfaces are moved to the open group before the closed one. */
    openFirst: z.enum(["always", "never", "unless-no-egress"]).default("unless-no-egress"),
    snapshots: z.boolean().default(true),
    /** The largest share of an Auto Scaling group that may be isolated at the same time; more needs approval. */
    largestShare: z.number().gt(0).max(1).optional(),
  }),
  "block-principal": z.strictObject({
    ...base,
    /** The extent of blocking a role: the session of the finding, all sessions so far, or the whole role. */
    roles: z.enum(["session", "older-sessions", "principal"]).default("session"),
    wholeRoleIfNeeded: z.boolean().default(false),
    deleteLoginProfile: z.boolean().default(false),
    reactivateCredentials: z.boolean().default(false),
    /** Seconds until the second check, which finds calls made while IAM's changes were propagating. */
    lookAgainSeconds: z.number().min(0).max(60).default(10),
    protectedPrincipals: z
      .array(
        z.string().superRefine((text, context) => {
          const why = whyNoPrincipal(text);
          if (why) context.addIssue({ code: "custom", message: `the name or ARN of a role or user: ${why}` });
        }),
      )
      .default([]),
    /** The organization's management account, which identifies its governing roles. */
    managementAccountId: accountId.optional(),
  }),
  "confine-security-group": z.strictObject({
    ...base,
    safeRangesIPv4: cidrV4.default("172.31.0.0/16"),
    safeRangesIPv6: cidrV6.default("fe80::/10"),
    safeRangesByVpc: z
      .record(
        z.string().regex(/^vpc-[0-9a-f]{8,17}$/, "a VPC's id"),
        z.strictObject({ ipv4: cidrV4.optional(), ipv6: cidrV6.optional() }),
      )
      .default({}),
    allowedPublicPorts: z.array(ports).default([]),
  }),
  "block-public-bucket": z.strictObject(base),
  "run-runbook": z.strictObject(base),
};

type Responses = { [Name in keyof typeof responseSchemas]?: ResponseSettings };

/** The settings of all responses, with defaults. */
export const responsesSchema = z
  .strictObject(Object.fromEntries(Object.entries(responseSchemas).map(([name, schema]) => [name, schema.optional()])))
  .default({})
  .transform((given): Record<string, ResponseSettings> => {
    const settings = Object.entries(responseSchemas).map(([name, schema]) => [
      name,
      (given as Responses)[name as keyof Responses] ?? schema.parse({}),
    ]);
    return Object.fromEntries(settings);
  });
