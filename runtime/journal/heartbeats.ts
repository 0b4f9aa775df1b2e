/** What the doctor's watch hears of the accounts. */
export interface Heartbeats {
  /** What was heard of every account so far. */
  readHeartbeats(): Promise<Heartbeat[]>;
  /** Keeps what was heard of an account. */
  writeHeartbeat(heartbeat: Heartbeat): Promise<void>;
  /** Deletes an account that is no longer in the organization. */
  forgetHeartbeat(account: string): Promise<void>;
}

/** What was heard of an account. */
export interface Heartbeat {
  account: string;
  /** The Regions that were heard at some time. */
  regions: string[];
  /** Since when a Region is silent, in ISO 8601, by Region. */
  silent: Record<string, string>;
  /** The problems of the last examination, one line each. */
  faults?: string[];
  /** Whether that examination found a fault, or could not check something. */
  partly?: boolean;
}
