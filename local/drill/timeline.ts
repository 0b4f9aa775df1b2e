import type { Result } from "../../rehearsal/incident";

/** One line of `--json`. */
export function jsonLine({ decision, seconds }: Result): string {
  const { finding, response, target, about, outcome, callCount, remains } = decision;
  const account = target?.accountId ?? about?.accountId ?? null;
  return JSON.stringify({
    finding,
    response,
    account,
    target: target?.arn ?? null,
    outcome,
    seconds,
    calls: callCount,
    remains,
  });
}

/** An incident as text. */
export function timeline({ incident, decision, seconds, fault }: Result): string {
  const { outcome, response, target, reason, calls, callCount, remains, drift = [], evidence } = decision;
  const lines = [
    incident.title,
    `  ${fault ? "✗" : "✓"} ${outcome.toUpperCase()} after ${seconds.toFixed(1)} s, ${callCount} API calls (${response}${target ? `, ${target.id}` : ""})`,
    `    why: ${reason}`,
    ...calls.map((call) => `    ${outcome === "observed" ? "would call" : "called"} ${call.operation}: ${call.reason}`),
    ...evidence.map((item) => `    evidence: ${item.kind} ${item.id}`),
    ...remains.map((text) => `    residual risk: ${text}`),
    ...drift.map((text) => `    not restored: ${text}`),
    ...(fault ? [`    NOT AS EXPECTED: ${fault}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** What was real in the drill and what was simulated. Printed each time, because a successful drill has limits. */
export const whatWasReal = (realProvider: boolean) =>
  `Real: the Pulumi program and the shipped stack files (with placeholders filled in), Pulumi's engine, the serialised
functions under their own roles, rules, bus policy, queues, dead letters, IAM policies as evaluated, the journal.
Simulated: AWS itself (a local emulation on 127.0.0.1)${realProvider ? "" : " and @pulumi/aws (a provider double)"}. The drill does not prove that
AWS accepts every document, nor AWS's quotas and timing, nor that established connections end. The findings were
synthetic. The time between the open and the closed group, and until the second check of a principal, was 1 second
instead of 5 and 10.
`;
