import { z } from "zod";
import { accountId } from "../../runtime/lib/accountId";
import type { ModeRule } from "../../runtime/model/responderSettings";
import { blockPrincipalSettings } from "../../runtime/responses/blockPrincipal/settings";
import { confineSecurityGroupSettings } from "../../runtime/responses/confineSecurityGroup/settings";
import { isolateInstanceSettings } from "../../runtime/responses/isolateInstance/settings";
import { findingType } from "./findingTypes";

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

/** The settings of each response by its name, with those of its own folder; what is not set has a default. */
export const responseSchemas = {
  "isolate-instance": z.strictObject({ ...base, ...isolateInstanceSettings }),
  "block-principal": z.strictObject({ ...base, ...blockPrincipalSettings }),
  "confine-security-group": z.strictObject({ ...base, ...confineSecurityGroupSettings }),
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
