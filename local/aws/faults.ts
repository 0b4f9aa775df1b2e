/**
 * Which calls a fault affects. Text may contain `*` and `?`. Calls that the local AWS makes itself are never affected.
 */
export interface FaultyCalls {
  /** botocore's name of the service, such as `ec2`, `iam`, `dynamodb`, `autoscaling`, `elbv2`. */
  service: string;
  /** Name of the operation, such as `CreateSecurityGroup`. Every operation if it is left out. */
  operation?: string;
  /** Account of the caller. */
  account?: string;
  /** ARN of the caller, such as `*:assumed-role/firebreak-responder/*`. */
  caller?: string;
  /** What the input must contain: members of objects, elements of lists. */
  input?: Record<string, unknown>;
}

/** A call that fails. */
export interface Failure extends FaultyCalls {
  kind: "fail";
  /**
   * Code of the error, such as `RequestLimitExceeded`. Without it the call is only delayed, or its function is killed.
   */
  code?: string;
  message?: string;
  /** HTTP status of the error; 400 by default. The SDK retries from 500 on. */
  status?: number;
  /** `before` (the default): the call has no effect. `after`: it takes effect, but the caller gets the error. */
  when?: "before" | "after";
  /** How many calls fail; all of them by default. */
  times?: number;
  /** How many matching calls pass before the first one fails. */
  skip?: number;
  /**
   * How long the call waits before it fails, or before it continues if there is no code. It can exceed a client's own
   * timeout.
   */
  delaySeconds?: number;
  /** Name pattern of the Lambda functions whose processes the call kills, as if a machine were lost. */
  kill?: string;
}

/** How long answers lag: for a number of reads, or for seconds. */
export type Lag = { reads: number; seconds?: never } | { seconds: number; reads?: never };

/** Objects that `operation` creates are not found and not listed for a while. */
export type Hiding = FaultyCalls & { kind: "hide"; operation: string } & Lag & {
    /** Code of the error for calls that name the object. By default: EC2's code for its kind, or IAM's NoSuchEntity. */
    code?: string;
    message?: string;
    status?: number;
    /**
     * The path of the new object's id in the answer, such as `Policy.Arn`. It is known for the usual calls of EC2 and
     * IAM.
     */
    identifier?: string;
  };

/** After `operation`, reads return their previous answers. A read without a previous answer returns current data. */
export type Staleness = FaultyCalls & { kind: "stale"; operation: string; of: string[] } & Lag;

/** A fault for the local AWS. */
export type Fault = Failure | Hiding | Staleness;

/** An active fault and how often it acted. */
export interface FaultInForce {
  id: number;
  hits: number;
  fault: Fault;
}

/** The faults of a local AWS. It logs each use of a fault. */
export interface Faults {
  /** Adds a fault and returns its id. Faults apply in the order in which they were added. */
  add(fault: Fault): Promise<number>;
  /** All active faults. */
  list(): Promise<FaultInForce[]>;
  /** How often a fault acted. Throws Error if there is no such fault. */
  hits(id: number): Promise<number>;
  remove(id: number): Promise<void>;
  /** Removes all faults and everything they hide. */
  clear(): Promise<void>;
}

/**
 * Controls the faults of a local AWS: failing calls, objects that are not visible yet, stale answers.
 *
 * @param endpoint URL of the local AWS.
 */
export function faultsOf(endpoint: string): Faults {
  const url = `${endpoint}/_local-aws/faults`;
  const list = async (): Promise<FaultInForce[]> => ask(url, {}) as Promise<FaultInForce[]>;
  return {
    list,
    add: async (fault) => ((await ask(url, { method: "POST", body: JSON.stringify(fault) })) as { id: number }).id,
    hits: async (id) => {
      const found = (await list()).find((one) => one.id === id);
      if (!found) throw new Error(`there is no fault ${id}`);
      return found.hits;
    },
    remove: async (id) => void (await ask(`${url}?id=${id}`, { method: "DELETE" })),
    clear: async () => void (await ask(url, { method: "DELETE" })),
  };
}

async function ask(url: string, init: RequestInit): Promise<any> {
  const response = await fetch(url, init);
  const body = await response.json();
  if (!response.ok) throw new Error(`the local AWS refused the fault: ${JSON.stringify(body)}`);
  return body;
}
