import { coded } from "../lib/errors";
import type { GrantedException } from "../model/journalItems";
import { findingKindOf, targetType } from "../resources";
import type { CheckCommand } from "./commands";
import { exceptionOf } from "./exceptionOf";
import type { ExceptionVerdict } from "./judge";
import { openResource } from "./openResource";
import { inWords, type Registrar, targetOf } from "./registrar";

/** The result of checking a resource's exception. */
export interface Checked {
  arn: string;
  key: string;
  /** The value of the tag as it is now; absent if there is none. */
  value?: string;
  /** For each response that acts on this kind of resources: a finding whose first activity is now. */
  responses: ({ response: string } & ExceptionVerdict)[];
  /** The resource's entry in the register. */
  granted?: GrantedException;
}

/** Whether a resource is exempt from each response now. @throws NoSuchResource, or what AWS throws */
export async function check(registrar: Registrar, command: CheckCommand, partition: string): Promise<Checked> {
  const target = targetOf(command, partition);
  const names = namesFor(registrar, target.kind, command.response);
  const { found } = await openResource(registrar, target);
  if (!found) throw coded("NoSuchResource", `there is no ${inWords(target)}`);
  const now = new Date().toISOString();
  const responses: Checked["responses"] = [];
  for (const response of names) {
    responses.push({
      response,
      ...(await exceptionOf(registrar, { response, firstSeen: now, target, tags: found.tags })),
    });
  }
  const value = found.tags[registrar.tagKey];
  const granted = await registrar.journal.grantedFor(target.arn);
  return {
    arn: target.arn,
    key: registrar.tagKey,
    ...(value !== undefined && { value }),
    responses,
    ...(granted && { granted }),
  };
}

function namesFor({ responses }: Registrar, kind: string, wanted: string | undefined): string[] {
  const names = responses.map(({ name }) => name);
  if (wanted === undefined) {
    const own = [findingKindOf(kind), targetType(kind)?.memberKind];
    return responses.filter(({ kinds }) => kinds?.some((one) => own.includes(one)) ?? true).map(({ name }) => name);
  }
  if (names.includes(wanted)) return [wanted];
  throw coded("BadCommand", `response ${wanted} has to be one of ${names.join(", ")}`);
}
