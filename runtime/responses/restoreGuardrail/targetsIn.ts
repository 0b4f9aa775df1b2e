import { isMissing } from "../../lib/errors";
import type { Finding } from "../../model/finding";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { Target } from "../../model/target";
import { guardrails, typesAbout } from "./guardrails";
import type { Guardrail } from "./guardrails/guardrail";
import { since } from "./plan";
import type { GuardrailClients, Shown } from "./state";

/**
 * How long before a finding a guardrail may have gone off for the finding to be about it, in milliseconds: rules and controls are
 * evaluated at least once a day (https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config-rules.html).
 */
const longestDelay = 2 * 86_400_000;

/**
 * The guardrails that went off, as targets: a finding about the account does not say which they are. What has been off for longer is
 * not what the finding reports, and neither is what was never on.
 */
export async function targetsIn(clients: GuardrailClients, finding: Finding): Promise<Target[] | string | Refusal> {
  const guardrail = guardrails.find((one) => typesAbout(one).includes(finding.type));
  if (!guardrail) return leftToPerson(`${finding.type} names no guardrail`);
  const targets = await guardrail.find(clients, finding);
  const seen: Seen[] = [];
  for (const target of targets) {
    const shown = await shownOf(guardrail, clients, target);
    if (shown && !shown.on) seen.push({ target, shown });
  }
  const fresh = seen.filter(({ shown }) => isOf(finding, shown)).map(({ target }) => target);
  if (fresh.length > 0) return fresh;
  const place = `account ${finding.accountId}, ${finding.region}`;
  if (seen.length > 0) return leftToPerson(seen.map((one) => whyLeft(guardrail, one)).join("; "));
  if (targets.length > 0) return `${guardrail.kind} of ${place}: it is on`;
  return leftToPerson(
    `there is no ${guardrail.kind} in ${place}: it was deleted or never existed, so there is nothing to switch on. Make it from its template`,
  );
}

interface Seen {
  target: Target;
  shown: Shown;
}

async function shownOf({ show }: Guardrail, clients: GuardrailClients, target: Target): Promise<Shown | undefined> {
  try {
    return await show(clients, target);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether it went off recently enough. */
const isOf = ({ firstSeen }: Finding, { wasOn, offSince }: Shown): boolean =>
  wasOn && offSince !== undefined && Date.parse(offSince) >= Date.parse(firstSeen) - longestDelay;

function whyLeft({ kind, off }: Guardrail, { target, shown }: Seen): string {
  const why = shown.wasOn
    ? "too long before the finding to be what it reports"
    : "AWS shows nothing that says it was on before, so there is nothing to restore";
  return `${kind} ${target.id}: ${off}${since(shown)}: ${why}. A person decides`;
}
