import { coded } from "../lib/errors";
import type { Finding, Principal, Resource } from "../model/finding";
import type { Decision } from "../model/journalItems";
import { reasonOf } from "../model/refusal";
import type { Response } from "../model/response";
import { findingKind, isPrincipal } from "../resources";
import type { Run } from "../run/run";
import { contain } from "./contain";

/** What a person wants contained. */
export interface ByHandRequest {
  target: {
    account: string;
    region: string;
    /** Instance id, group id, bucket name, `role/NAME` or `user/NAME`. */
    id: string;
  };
  by: string;
  reason: string;
}

/**
 * Contains a target without a finding of GuardDuty, Config or Security Hub. Exceptions, protection and the mode `approve`
 * apply as for any finding; `observe` and the caps for findings do not, since a person decided.
 *
 * @throws BadCommand if the response cannot act on such a target, and what containing throws
 */
export async function containByHand(
  run: Run,
  response: Response,
  request: ByHandRequest,
  partition: string,
): Promise<Decision> {
  const { by, reason } = request;
  run.person = { by, reason };
  const finding = findingByHand(response, request, { partition, id: `by-hand-${run.id}`, now: new Date() });
  const targets = response.targets(finding);
  if (!Array.isArray(targets)) throw coded("BadCommand", reasonOf(targets));
  return contain(run, response, finding, targets[0]!);
}

/** The finding that represents a person's request. @throws BadCommand that says what the target must be */
export function findingByHand(
  response: Pick<Response, "name" | "kind" | "followsAutomation">,
  { target, by, reason }: ByHandRequest,
  { partition, id, now }: { partition: string; id: string; now: Date },
): Finding {
  const kind = response.followsAutomation ? undefined : findingKind(response.kind ?? "");
  if (!kind) {
    throw coded("BadCommand", `${response.name} cannot be started by hand: its runbooks are declared for findings`);
  }
  if (!kind.isId(target.id)) {
    throw coded("BadCommand", `target "${target.id}": ${response.name} takes ${kind.idForm}`);
  }
  const at = now.toISOString();
  const place = { accountId: target.account, region: target.region, partition };
  const resource: Resource = {
    kind: kind.kind,
    id: target.id,
    ...place,
    ...(isPrincipal(kind.kind) && { principal: principalOf(target.id) }),
  };
  return {
    source: "operator",
    id,
    type: "Operator:Request",
    title: `${by} requested it: ${reason}`,
    severity: 10,
    ...place,
    firstSeen: at,
    lastSeen: at,
    sentAt: at,
    sample: false,
    resourceType: kind.kind,
    resources: [resource],
  };
}

function principalOf(id: string): Principal {
  const [kind, userName] = id.split("/") as [string, string];
  return { userType: kind === "user" ? "IAMUser" : "Role", userName };
}
