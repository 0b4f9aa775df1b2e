import type { Directory } from "../../components/documents/directoryContent";
import type { JournalReader } from "../../runtime/journal/journal";
import type {
  Approval,
  Containment,
  Decision,
  Exemption,
  GrantedException,
  Pause,
} from "../../runtime/model/journalItems";
import { type AccountText, accountTexts } from "../accountNames";
import { currentPause, decisionsSince, exemptionsFrom, openJournal, severitiesOf } from "../journal";
import { type Incident, incidentsOf } from "../report/incidents";
import type { World } from "../world";

/** The journal as it was at one moment. */
export interface Snapshot {
  now: Date;
  directory: Directory;
  accountText: AccountText;
  /** Since the longest time that was asked for, newest first. */
  incidents: Incident[];
  held: Containment[];
  /** By the containment's id, as far as they are known. */
  severities: Record<string, number>;
  approvals: Approval[];
  exemptions: Exemption[];
  exceptions: GrantedException[];
  pause: Pause | undefined;
}

/** Reads the journal as it is now, at most every few seconds. */
export interface Live {
  /** @param since the decisions that are needed, ISO 8601 */
  read(since: string): Promise<Snapshot>;
  journal(): Promise<JournalReader>;
  /** The next reading sees what was changed by now. */
  changed(): void;
}

/** Milliseconds for which a reading counts as now. */
const fresh = 2_000;

/** A decision may be visible in the journal's indexes some seconds late, so each reading begins this long before the last. */
const overlap = 60_000;

/** The journal that the directory names. Decisions are never changed, so that each is read only once. */
export function liveJournal(world: World, directory: Directory): Live {
  const decisions = knownDecisions();
  const severities = knownSeverities();
  let opened: Promise<JournalReader> | undefined;
  let last: { at: number; since: string; snapshot: Promise<Snapshot> } | undefined;

  const journal = () => {
    opened ??= openJournal(world, directory);
    return opened;
  };

  async function take(since: string): Promise<Snapshot> {
    const now = world.now();
    const reader = await journal();
    const [accountText, held, approvals, exemptions, exceptions, pause, incidents] = await Promise.all([
      accountTexts(reader),
      reader.heldContainments(),
      reader.allApprovals(),
      exemptionsFrom(reader, Object.keys(directory.functions)),
      reader.allGranted(),
      currentPause(reader, now),
      decisions.read(reader, since, now),
    ]);
    const found = await severities.read(reader, held);
    const base = { now, directory, accountText, incidents, held, severities: found };
    return { ...base, approvals, exemptions, exceptions, pause };
  }

  return {
    journal,
    changed() {
      last = undefined;
    },
    read(since) {
      const at = world.now().getTime();
      if (last && at - last.at < fresh && last.since <= since) return last.snapshot;
      const from = last && last.since < since ? last.since : since;
      const snapshot = take(from);
      const reading = { at, since: from, snapshot };
      last = reading;
      // What failed is asked again.
      snapshot.catch(() => {
        if (last === reading) last = undefined;
      });
      return snapshot;
    },
  };
}

/** The decisions read so far, and the incidents that they are. */
function knownDecisions() {
  const known = new Map<string, Decision>();
  let from: string | undefined;
  let until = "";
  let incidents: Incident[] = [];
  const add = (found: Decision[]): boolean => {
    const before = known.size;
    for (const one of found) known.set(keyOf(one), one);
    return known.size > before;
  };
  return {
    async read(reader: JournalReader, since: string, now: Date): Promise<Incident[]> {
      const start = from === undefined || since < from ? since : new Date(Date.parse(until) - overlap).toISOString();
      const more = add(await decisionsSince(reader, start, now, undefined));
      from = from === undefined || since < from ? since : from;
      until = now.toISOString();
      // The views name the accounts, whose names may change.
      if (more) incidents = incidentsOf({ decisions: [...known.values()], containments: [], accountNames: {} });
      return incidents;
    },
  };
}

const keyOf = ({ finding, at, run, target, response }: Decision): string =>
  JSON.stringify([finding, at, run, response, target?.arn]);

/** The severities of what was held so far: what holds a containment is looked up once. */
function knownSeverities() {
  const known: Record<string, number | undefined> = {};
  const keyOfHeld = ({ id, holds }: Containment) => JSON.stringify([id, ...Object.keys(holds).sort()]);
  return {
    async read(reader: JournalReader, held: Containment[]): Promise<Record<string, number>> {
      const unknown = held.filter((item) => !(keyOfHeld(item) in known));
      const found = await severitiesOf(reader, unknown);
      for (const item of unknown) known[keyOfHeld(item)] = found[item.id];
      return Object.fromEntries(
        held.flatMap((item) => {
          const severity = known[keyOfHeld(item)];
          return severity === undefined ? [] : [[item.id, severity]];
        }),
      );
    },
  };
}
