/** What fleet does to a stack. `drift` only reads, and `repair` deploys what differs from the account. */
export type FleetCommand = "preview" | "up" | "drift" | "repair" | "destroy";

/** One command on one stack. */
export interface Job {
  stack: string;
  /** The folder in which Pulumi runs. */
  workspace: string;
  /** Whether it is the security account's. */
  isMaster: boolean;
  command: FleetCommand;
  /** Recorded with the update, and found again by `lastUpdate`. */
  message: string;
  /** Encrypts the secrets in the state, such as a key of KMS; undefined for Pulumi's choice. */
  secretsProvider: string | undefined;
}

/** How many resources a command changes, by operation, and what it found. */
export interface Changes {
  changes: Record<string, number>;
  /** Only of `drift`: each resource that is not as it was deployed, and how. */
  drift?: string[];
}

/** The last change of a stack, by any tool. */
export interface LastUpdate {
  /** Such as update, refresh and destroy. */
  kind: string;
  /** Such as succeeded, failed and in-progress. */
  result: string;
  message: string;
  /** ISO 8601. */
  time: string;
}

/** A lock that a run holds on a stack, or left there. */
export interface Lock {
  stack: string;
  /** Undefined if the backend does not say. */
  host?: string;
  process?: number;
  /** As the backend writes it. */
  since?: string;
}

/** What the backend knows of a stack. */
export interface StackState {
  /** Undefined if the stack was never deployed. */
  last?: LastUpdate;
  locks: Lock[];
}

/** What the backend knows of a stack, or why it cannot be read: one broken stack must not hide the others. */
export async function stateOrError(
  engine: Engine,
  stack: string,
  workspace: string,
): Promise<StackState & { error?: string }> {
  try {
    return await engine.state(stack, workspace);
  } catch (error) {
    return { locks: [], error: error instanceof Error ? error.message : String(error) };
  }
}

/** Deploys stacks. */
export interface Engine {
  /**
   * Runs a command on a stack.
   *
   * @param tell gets what is being done
   * @throws Error whose message says what is wrong with the stack
   */
  run(job: Job, tell: (line: string) => void): Promise<Changes>;
  /** @returns undefined if the stack was never deployed */
  lastUpdate(stack: string, workspace: string): Promise<LastUpdate | undefined>;
  state(stack: string, workspace: string): Promise<StackState>;
  /** Removes all locks of a stack. Only for those of a run that has ended. */
  unlock(stack: string, workspace: string): Promise<void>;
  /** Ends what is running without leaving a lock; later calls of `run` fail. */
  stop(): void;
  close(): Promise<void>;
}
