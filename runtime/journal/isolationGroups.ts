import type { IsolationGroupNote } from "../model/journalItems";

/** The security groups that isolate-instance made. */
export interface IsolationGroups {
  /**
   * Notes that a group is ours, before its first use, and until when an isolation needs it. It can be noted again; the later end
   * of use stays, because two isolations in one VPC share the group.
   */
  noteIsolationGroups(note: IsolationGroupNote): Promise<void>;
  /** The groups of isolate-instance in an account and Region, as they were noted; some may have been deleted since. */
  isolationGroups(accountId: string, region: string): Promise<IsolationGroupNote[]>;
}
