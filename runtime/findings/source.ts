import type { Finding } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Permission } from "../model/permission";
import type { Route } from "../model/response";
import type { Run } from "../model/run";
import type { EventKind, SourcePatterns } from "./pattern";
import type { SourceEvent } from "./sourceEvent";

/** A reader of one kind of events. It throws a ZodError for a malformed event. */
export type Reader = (event: unknown) => SourceEvent;

/** A kind of events that findings come in, and its reader. */
export interface FindingEvent extends EventKind {
  reader(): Reader;
}

/**
 * The finding as its source knows it now, or why it is not as it was said. `settled` says that it was archived there meanwhile:
 * only a response that archived it itself goes on, so that Security Hub gets its answer.
 */
export type Reread = { finding: Finding; settled?: string } | { refused: string };

/** Where findings come from: one folder each. A new source is a folder and a line in `sources.ts`. */
export interface FindingSource {
  /** The `source` of its findings. */
  name: string;
  /** What people call it. */
  label: string;
  events: FindingEvent[];
  /** What the rules of the bus ask of it; none for one that sends no events. */
  patterns?: SourcePatterns;
  /** Whether its finding types are AWS's own words, which no customer chooses. */
  fixedTypes?: boolean;
  /** Whether a fault that goes on is a later event of the same finding. */
  repeatsFaults?: boolean;
  consoleLink(finding: Finding): string;
  /** What the roles of a route may do besides in every account, to read findings of this source. */
  permissions?(route: { contains: boolean; findingTypes: string[] }): Permission[];
  /** The finding with what its event does not tell, such as what a rule checks. */
  complete?(run: Run, route: Route, finding: Finding): Promise<Finding>;
  /** Reads the finding again where it was made; without this it is taken as it came. */
  reread?(run: Run, finding: Finding, read: Reader): Promise<Reread>;
  /**
   * Tells the source what came of a finding, whichever source it came by. A source that refuses never stops anything.
   *
   * @returns a sentence for the notice; undefined if there is nothing to say there
   */
  reply?(run: Run, finding: Replied, decision: Decision): Promise<string | undefined>;
}

/** What a reply needs to know of a finding. One that could not be read has no more than a place. */
export type Replied = Partial<Finding>;
