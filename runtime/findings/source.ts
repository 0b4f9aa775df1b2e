import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Permission } from "../model/permission";
import type { Route } from "../model/response";
import type { Run } from "../run/run";
import type { EventKind, SourcePatterns } from "./pattern";
import type { SourceEvent } from "./sourceEvent";

/** A reader of one kind of events. It throws a ZodError for a malformed event. */
export type Reader = (event: unknown) => SourceEvent;

/** A kind of events that findings come in, and its reader. */
export interface FindingEvent extends EventKind {
  reader(): Reader;
}

/**
 * The finding as its source has it now, or why it does not match. `settled` means that it is archived there: only a response that
 * archived it itself continues, so that Security Hub gets its note.
 */
export type Reread = { finding: Finding; settled?: string } | { refused: string };

/** Where findings come from: one folder each. A new source is a folder and a line in `sources.ts`. */
export interface FindingSource {
  /** The `source` of its findings. */
  name: string;
  /** What people call it. */
  label: string;
  events: FindingEvent[];
  /** The patterns for the rules of the bus; none if the source sends no events. */
  patterns?: SourcePatterns;
  /** Whether AWS alone chooses its finding types. */
  fixedTypes?: boolean;
  /** Whether a fault that reappears is a later event of the same finding. */
  repeatsFaults?: boolean;
  consoleLink(finding: Finding): string;
  /** Additional permissions of a route's roles in every account, to read findings of this source. */
  permissions?(route: { contains: boolean; findingTypes: string[] }): Permission[];
  /** The finding with data that its event lacks, such as what a rule checks. */
  complete?(run: Run, route: Route, finding: Finding): Promise<Finding>;
  /** Reads the finding again at its source; without this it is accepted as it came. */
  reread?(run: Run, finding: Finding, read: Reader): Promise<Reread>;
  /**
   * Reports the result to the source, whichever source the finding came from. A source that refuses stops nothing.
   *
   * @returns a sentence for the notice; undefined if nothing is reported
   */
  reply?(run: Run, finding: Replied, decision: Decision): Promise<string | undefined>;
}

/** What a reply is about: a finding, or the reference to one that could not be read. */
export type Replied = Finding | Pick<Finding, "hub" | "action" | "answered">;
