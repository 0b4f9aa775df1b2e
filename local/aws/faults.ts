/** Which calls a fault is about. Text may hold `*` and `?`. Calls that the local AWS makes itself are never meant. */
export interface FaultyCalls {
  /** botocore's name of the service, such as `ec2`, `iam`, `dynamodb`, `autoscaling`, `elbv2`. */
  service: string;
  /** Name of the operation, such as `CreateSecurityGroup`. Every operation if absent. */
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
  /** Code of the error, such as `RequestLimitExceeded`. Without one the call is only delayed, or its function killed. */
  code?: string;
  message?: string;
  /** HTTP status of the error, 400 if absent. The SDK tries a call again by itself from 500 on. */
  status?: number;
  /** `before` (the default): the call has no effect. `after`: it has its effect, and the caller is told otherwise. */
  when?: "before" | "after";
  /** How many calls fail; always if absent. */
  times?: number;
  /** How many matching calls pass before the first one fails. */
  skip?: number;
  /** How long the call waits before it fails, or before it goes on if there is no code. With a client's own time limit this is a time-out. */
  delaySeconds?: number;
  /** Name of the Lambda functions whose processes are killed when the call is made, as by the loss of a machine. */
  kill?: string;
}

/** How long answers lag: a number of reads that still miss the change, or seconds. */
export type Lag = { reads: number; seconds?: never } | { seconds: number; reads?: never };

/** What `operation` makes is not found and not listed for a while. */
export type Hiding = FaultyCalls & { kind: "hide"; operation: string } & Lag & {
    /** Code of the error for calls that name the object. If absent: the code of EC2 for its kind, NoSuchEntity of IAM. */
    code?: string;
    message?: string;
    status?: number;
    /** Where the answer names what was made, such as `Policy.Arn`. Known for the usual calls of EC2 and IAM. */
    identifier?: string;
  };

/** After `operation`, reads answer what they had answered before. A question that nobody had asked yet is answered freshly. */
export type Staleness = FaultyCalls & { kind: "stale"; operation: string; of: string[] } & Lag;

/** What the local AWS can be told. */
export type Fault = Failure | Hiding | Staleness;

/** A fault in force and how often it acted. */
export interface FaultInForce {
  id: number;
  hits: number;
  fault: Fault;
}

/** The faults of a local AWS. Each that acts leaves a line in its log. */
export interface Faults {
  /** Adds a fault and returns its id. Faults are asked in the order in which they were added. */
  add(fault: Fault): Promise<number>;
  /** Every fault that was added and not removed. */
  list(): Promise<FaultInForce[]>;
  /** How often a fault acted. Throws Error if there is no such fault. */
  hits(id: number): Promise<number>;
  remove(id: number): Promise<void>;
  /** Removes all faults and everything they hide. */
  clear(): Promise<void>;
}

/**
 * The control of the faults of a local AWS: calls that fail, objects that are not visible yet, stale answers.
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
