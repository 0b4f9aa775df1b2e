import { coded } from "../lib/errors";
import type { Finding } from "../model/finding";
import type { SourceEvent } from "./sourceEvent";

/**
 * The `source` of events from `firebreak rehearse`. Only AWS may send events whose source begins with `aws.`
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html), so rehearsals use another one.
 */
export const rehearsalSource = "firebreak.rehearsal";

/** The tag of everything that a rehearsal creates; its value is the id of the rehearsal's run. */
export const rehearsalTag = "firebreak:rehearsal";

/** The kinds of events that a rehearsal may send, by `detail-type`, and their `source` at AWS. */
export const rehearsedSources: Record<string, string> = {
  "GuardDuty Finding": "aws.guardduty",
  "Config Rules Compliance Change": "aws.config",
};

/** What the id of a run looks like. */
const runForm = /^[0-9a-z]{12}$/;

/** The id under which a rehearsal's finding is recorded: never that of a real finding, and never too long for a key. */
export const rehearsalId = (run: string, id: string): string =>
  `rehearsal-${runForm.test(run) ? run : "unknown"}-${id}`.slice(0, 128);

/** The run of a rehearsal that a finding belongs to, by the id that `rehearsalId` gave it; undefined for a real finding. */
export const rehearsalOf = (findingId: string): string | undefined => /^rehearsal-([0-9a-z]{12})-/.exec(findingId)?.[1];

/**
 * A reader that also accepts the events of rehearsals from the configured accounts. Such an event has the `detail-type` and the
 * `detail` of the original, and the id of the run in `detail.rehearsal`. It may only be about the account and Region that it was
 * sent from, even if the sender may speak for others. EventBridge sets both in the envelope.
 *
 * @param accounts the configured accounts; with none, no such event is accepted
 * @returns a function that throws what `read` throws, and a NotForRehearsal for what a rehearsal may not send
 */
export function rehearsalReader(
  read: (event: unknown) => SourceEvent,
  accounts: string[],
): (event: unknown) => SourceEvent {
  return (event) => {
    const given = (event ?? {}) as Record<string, any>;
    if (given["source"] !== rehearsalSource) return read(event);
    const { account, region, detail } = given;
    if (!accounts.includes(account)) {
      throw coded(
        "NotForRehearsal",
        `account ${JSON.stringify(account)} is not among the rehearsalAccounts of the security account's stack`,
      );
    }
    const kind = given["detail-type"];
    const source =
      typeof kind === "string" && Object.hasOwn(rehearsedSources, kind) ? rehearsedSources[kind] : undefined;
    if (!source) {
      const known = Object.keys(rehearsedSources).join(", ");
      throw coded("NotForRehearsal", `detail-type is ${JSON.stringify(kind)}; a rehearsal may send ${known}`);
    }
    const run = detail?.rehearsal;
    if (typeof run !== "string" || !runForm.test(run)) {
      throw coded("NotForRehearsal", `detail.rehearsal is ${JSON.stringify(run)}; it has to be the id of a run`);
    }
    const { envelope, findings } = read({ ...given, source });
    return {
      envelope,
      findings: findings.map((item) => {
        if (!("finding" in item)) return { ...item, id: rehearsalId(run, item.id) };
        const { finding } = item;
        for (const place of [finding, ...finding.resources]) checkPlace(place, { account, region });
        return { finding: { ...finding, id: rehearsalId(run, finding.id), rehearsal: run } };
      }),
    };
  };
}

function checkPlace(place: { accountId: string; region: string }, from: { account: string; region: string }): void {
  if (place.accountId === from.account && place.region === from.region) return;
  throw coded(
    "NotForRehearsal",
    `a rehearsal of account ${from.account} in ${from.region} names account ${place.accountId} in ${place.region}: it may only name its own`,
  );
}

/**
 * Why a target must not be changed for a rehearsal's finding; undefined if it may be, and for every real finding. The tag replaces
 * the trust in an AWS source: it proves that this run created the target.
 *
 * @param tags the tags of the target, just read
 */
export function whyNotRehearsed(
  { rehearsal }: Pick<Finding, "rehearsal">,
  tags: Record<string, string>,
): string | undefined {
  if (rehearsal === undefined || tags[rehearsalTag] === rehearsal) return undefined;
  const tag = Object.hasOwn(tags, rehearsalTag)
    ? `its tag ${rehearsalTag} has another value`
    : `it has no tag ${rehearsalTag}`;
  return `a rehearsal changes only resources that it created, in run ${rehearsal}: ${tag}`;
}
