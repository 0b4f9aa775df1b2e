import { z } from "zod";
import { typesOnRequest } from "../../runtime/findings/notifiedTypes";
import { accountId } from "../../runtime/lib/accountId";
import type { ModeRule } from "../../runtime/model/responderSettings";
import { blockPrincipalSettings } from "../../runtime/responses/blockPrincipal/settings";
import { confineClusterSettings } from "../../runtime/responses/confineCluster/settings";
import { confineSecurityGroupSettings } from "../../runtime/responses/confineSecurityGroup/settings";
import { isolateDatabaseSettings } from "../../runtime/responses/isolateDatabase/settings";
import { isolateInstanceSettings } from "../../runtime/responses/isolateInstance/settings";
import { isolatePodSettings } from "../../runtime/responses/isolatePod/settings";
import { isolateTaskSettings } from "../../runtime/responses/isolateTask/settings";
import { stopFunctionSettings } from "../../runtime/responses/stopFunction/settings";
import { unshareCopySettings } from "../../runtime/responses/unshareCopy/settings";
import { findingType } from "./findingTypes";
import { organizationalUnit } from "./organizationalUnit";

/** The settings of one response. */
export interface ResponseSettings {
  /** The first match decides; without a match the response only observes. */
  modes: ModeRule[];
  /** Replaces the response's own list of finding types. */
  findingTypes?: string[];
  /** Finding types besides that list. */
  moreFindingTypes?: string[];
  /**
   * How many containments of a severity band and all higher bands may begin in an account in an hour; further ones wait
   * for approval.
   */
  containmentsPerHour: number;
  /** The largest share of a group, such as an Auto Scaling group, that may be contained at the same time. */
  largestShare?: number;
  [setting: string]: unknown;
}

/** The settings that only this response has: those of its own folder. */
export function ownSettings(settings: Partial<ResponseSettings>): Record<string, unknown> {
  const { modes, findingTypes, moreFindingTypes, containmentsPerHour, largestShare, ...own } = settings;
  return own;
}

/** A rule with an empty list matches nothing. */
const empty = "a list with at least one entry, or left out for all";

const mode = z.strictObject({
  mode: z.enum(["contain", "approve", "observe", "off"]),
  accounts: z.array(accountId).min(1, empty).optional(),
  organizationalUnits: z.array(organizationalUnit).min(1, empty).optional(),
  severities: z
    .array(z.enum(["low", "medium", "high", "critical"]))
    .min(1, empty)
    .optional(),
  /** Finding types, with `*` for anything. */
  types: z.array(findingType).min(1, empty).optional(),
});

/** What all responses have. The rules and controls of an account may have any name. */
const base = (name: string) => ({
  modes: z.array(mode).default([]),
  findingTypes: z.array(findingType).min(1).optional(),
  /** Types that the response can contain but does not answer by default, with `*` for anything. */
  moreFindingTypes: z
    .array(
      findingType.refine(
        (type) => /^(Config:Rule|SecurityHub:Control)\//.test(type) || typesOnRequest(name, type).length > 0,
        {
          error: `a finding type that ${name} can contain on request (docs/finding-types.md), with * for anything, or a rule or control`,
        },
      ),
    )
    .min(1, empty)
    .optional(),
  containmentsPerHour: z.int().min(1).max(1000).default(20),
});

/** The settings of each response by its name, with those of its own folder; what is not set has a default. */
export const responseSchemas = {
  "isolate-instance": z.strictObject({ ...base("isolate-instance"), ...isolateInstanceSettings }),
  "block-principal": z.strictObject({ ...base("block-principal"), ...blockPrincipalSettings }),
  "confine-security-group": z.strictObject({ ...base("confine-security-group"), ...confineSecurityGroupSettings }),
  "block-public-bucket": z.strictObject(base("block-public-bucket")),
  "stop-function": z.strictObject({ ...base("stop-function"), ...stopFunctionSettings }),
  "isolate-database": z.strictObject({ ...base("isolate-database"), ...isolateDatabaseSettings }),
  "unshare-copy": z.strictObject({ ...base("unshare-copy"), ...unshareCopySettings }),
  "isolate-task": z.strictObject({ ...base("isolate-task"), ...isolateTaskSettings }),
  "isolate-pod": z.strictObject({ ...base("isolate-pod"), ...isolatePodSettings }),
  "confine-cluster": z.strictObject({ ...base("confine-cluster"), ...confineClusterSettings }),
  "restore-guardrail": z.strictObject(base("restore-guardrail")),
  "run-runbook": z.strictObject(base("run-runbook")),
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
