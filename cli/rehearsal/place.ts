import type { Directory } from "../../components/documents/directoryContent";
import { complianceChange } from "../../rehearsal/findings";
import type { Followed, Place } from "../../rehearsal/place";
import { configFindingId } from "../../runtime/findings/config/read";
import { rehearsalId, rehearsalOf, rehearsalSource } from "../../runtime/findings/rehearsal";
import type { JournalReader } from "../../runtime/journal/journal";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import type { RehearsalClients } from "../aws/clients";
import { releaserOf } from "../directory";
import { invoke } from "../invoke";
import type { World } from "../world";
import type { RehearsalAccount } from "./account";

/**
 * A rehearsal's account as the place of incidents: findings enter through its default bus, with a source of our own.
 */
export function realPlace(
  { account, region }: RehearsalAccount,
  { partition }: Directory,
  clients: RehearsalClients,
  run: string,
): Place {
  const send = async (kind: string, detail: Record<string, unknown>) => {
    // An entry without a bus goes to the default bus:
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    const Entries = [
      { Source: rehearsalSource, DetailType: kind, Detail: JSON.stringify({ ...detail, rehearsal: run }) },
    ];
    const sent = await clients.events.putEvents({ Entries });
    if (sent.FailedEntryCount) throw new Error(`EventBridge did not accept the event: ${JSON.stringify(sent.Entries)}`);
  };
  return {
    name: account,
    account,
    region,
    partition,
    clients,
    async tell(detail) {
      await send("GuardDuty Finding", detail);
      return rehearsalId(run, detail["id"]);
    },
    async evaluate({ rule, resourceType, resourceId }) {
      const evaluated = { account, region, partition, rule, resourceType, resourceId };
      await send("Config Rules Compliance Change", complianceChange(evaluated));
      return rehearsalId(run, configFindingId({ accountId: account, region, rule, resourceType, id: resourceId }));
    },
  };
}

/** How long to wait for a decision, in milliseconds; five deliveries with their pauses take less. */
const timeout = 300_000;

/** Follows the incidents of a rehearsal through the journal and the commands that operators use. */
export function followedBy(
  world: World,
  directory: Directory,
  journal: JournalReader,
  pause: (milliseconds: number) => Promise<void>,
): Followed {
  return {
    async decisions(finding, count) {
      const deadline = Date.now() + timeout;
      for (;;) {
        const found = await journal.decisionsOf(finding);
        if (found.length >= count) return found;
        if (Date.now() > deadline) throw new Error(notArrived(finding, found.length, count));
        await pause(1000);
      }
    },
    command: (response, payload) =>
      invoke<Decision>(world, { functionName: releaserOf(directory, response), alias: "operate" }, payload),
  };
}

const notArrived = (finding: string, found: number, count: number) =>
  `${finding} has ${found} of ${count} decisions after ${timeout / 1000} s: check that the security account's stack was ` +
  "deployed after the account was listed, and look at the dead letters and at what doctor reports about forwarding and queues";

/** The containments that earlier rehearsals left in the account. */
export async function leftContained(journal: JournalReader, { account }: RehearsalAccount): Promise<Containment[]> {
  const open = await journal.heldContainments();
  return open.filter(({ target, holds }) => {
    const findings = Object.keys(holds);
    return target.accountId === account && findings.length > 0 && findings.every((id) => rehearsalOf(id) !== undefined);
  });
}
