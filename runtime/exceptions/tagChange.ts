import { z } from "zod";
import { commonSchemas } from "../findings/commonSchemas";
import type { GrantedException } from "../model/journalItems";
import type { Target } from "../model/target";
import { operatorCommand } from "../notices/operatorCommand";
import { taggedTypes, targetType } from "../resources";
import { targetOf } from "../resources/targets";
import { openResource } from "./openResource";
import { inWords, type Registrar } from "./registrar";
import { grantedValue } from "./tagValue";

/** The `detail-type` of events about tags. */
export const tagChangeDetailType = "Tag Change on Resource";

/** A changed exception tag. */
export interface TagChange {
  /** The resource; undefined if exceptions do not apply to its kind. */
  target: Target | undefined;
  arn: string;
  /** The new value; undefined if the tag is gone. */
  value: string | undefined;
}

/**
 * A reader of events about tags (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-tagging.html).
 *
 * @returns a function that throws a ZodError for a malformed event, and answers undefined for one about other keys
 */
export function tagChangeReader(key: string): (event: unknown) => TagChange | undefined {
  const { account, region } = commonSchemas();
  const schema = z.object({
    source: z.literal("aws.tag"),
    "detail-type": z.literal(tagChangeDetailType),
    account,
    region,
    resources: z
      .array(
        z
          .string()
          .regex(/^arn:[\w-]+:[\w-]+:/, "must be an ARN")
          .max(2048),
      )
      .min(1),
    detail: z.object({
      "changed-tag-keys": z.array(z.string()),
      tags: z.record(z.string(), z.string()).default({}),
    }),
  });
  return (event) => {
    const { account: accountId, region: at, resources, detail } = schema.parse(event);
    if (!detail["changed-tag-keys"].includes(key)) return undefined;
    const arn = resources[0]!;
    return { target: targetNamed(arn, accountId, at), arn, value: detail.tags[key] };
  };
}

/** The target that an ARN names, as the product names it: principals without their path. */
export function targetNamed(arn: string, account: string, at: string): Target | undefined {
  const [, partition = "", service, region, owner, ...rest] = arn.split(":");
  const name = rest.join(":");
  const place = { accountId: owner || account, region: region || at, partition };
  // An account speaks for its own resources only.
  if (place.accountId !== account) return undefined;
  const named = `${service}:${name}`;
  for (const { kind, inArn, hasPath, isId } of taggedTypes) {
    if (!named.startsWith(inArn)) continue;
    const rest = named.slice(inArn.length);
    const id = hasPath ? rest.slice(rest.lastIndexOf("/") + 1) : rest;
    if (!id.includes("/") || isId(id)) return targetOf(kind, place, id);
  }
  return undefined;
}

/** Whether the register explains the value: it was granted, or what was granted was revoked. */
export function isExplained(value: string | undefined, entry: GrantedException | undefined): boolean {
  if (entry?.status !== "granted") return value === undefined;
  return value === grantedValue(entry);
}

/** Notifies people of an exception tag that was not changed by this function. */
export async function followTagChange(registrar: Registrar, { target, arn, value }: TagChange): Promise<void> {
  const known = target && (await registeredTarget(registrar, target));
  if (!known) {
    registrar.log.info("exceptions do not apply to the tagged resource", { resource: arn });
    return;
  }
  if (isExplained(value, await registrar.journal.grantedFor(known.arn))) {
    registrar.log.info("the register knows the tag", { target: known.arn });
    return;
  }
  registrar.log.warn("an exception tag was changed outside the register", { target: known.arn });
  await registrar.notify({
    subject: `exception tag changed by others: ${known.kind} ${known.id}`,
    lines: [
      `The tag ${registrar.tagKey} of ${inWords(known)} was ${value === undefined ? "removed" : "set"}, but not by an approver.`,
      value === undefined ? "It is no longer exempt from anything." : `Its value is now: ${value}`,
      "CloudTrail in that account shows who did it.",
      {
        before: "To see what it exempts from:",
        command: operatorCommand(
          `exception check ${known.kind} ${known.id} --account ${known.accountId} --region ${known.region}`,
        ),
      },
    ],
    attributes: { outcome: "exception-changed", account: known.accountId },
  });
}

/** Looks up a resource whose exceptions use another id than its name, such as a database. */
async function registeredTarget(registrar: Registrar, target: Target): Promise<Target | undefined> {
  if (!targetType(target.kind)?.grantedBy) return target;
  const { found } = await openResource(registrar, target);
  return found?.resourceId ? targetOf(target.kind, target, found.resourceId) : undefined;
}
