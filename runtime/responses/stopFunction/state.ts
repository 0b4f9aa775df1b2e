/** The part of the state that is read after the cut: what calls the function, and its versions and aliases. */
export const surroundings = "surroundings";

/** The part that is refused if Lambda does not show the event source mappings. */
export const sourcesPart = "its event source mappings";

/** Provisioned concurrency of an alias or a version. */
export interface Provisioned {
  qualifier: string;
  /** How many environments were requested. */
  count: number;
}

/** An event source mapping of the function: Lambda itself reads the source and invokes the function. */
export interface EventSource {
  id: string;
  /** The ARN of the source, or what is known of one that has none. */
  source: string;
  /** Whether Lambda reads the source, or is about to. */
  enabled: boolean;
}

/** A function URL. */
export interface FunctionUrl {
  url: string;
  /** Whether everybody may call it. */
  isPublic: boolean;
}

/** Everything that stopping reads of a function, as one plain object. */
export interface FunctionState {
  name: string;
  arn: string;
  region: string;
  tags: Record<string, string>;
  /** The ARN of the execution role. */
  role: string;
  /** Seconds that an invocation may take. */
  timeout: number;
  /** How many environment variables it has. */
  variables: number;
  /** Publishing a version would run the function's initialization code. */
  snapStart: boolean;
  /** Runs on Lambda Managed Instances, which reserved concurrency does not limit. */
  managed: boolean;
  /** Executions of a durable function may wait for days. */
  durable: boolean;
  /** Where events that fail go. */
  deadLetter?: string;
  /** Null if the function has no reserved concurrency, which is not the same as 0. */
  reserved: number | null;
  provisioned: Provisioned[];
  /** The published version that has exactly the code and configuration of $LATEST. */
  kept?: string;
  /** Versions and aliases. */
  qualifiers: string[];
  sources: EventSource[];
  urls: FunctionUrl[];
  /** Where asynchronous events go that fail, besides the dead-letter queue. */
  onFailure: string[];
  /** The parts that an urgent reading left out. */
  unread: string[];
  /** The parts that Lambda refused to show, in words. */
  refused: string[];
}

/** What a release has to know. Parts that are read after the cut are added then. */
export interface FunctionPriorState {
  /** By which a call may name the function that undoes the containment. */
  arn: string;
  reserved: number | null;
  provisioned: Provisioned[];
  /** The event source mappings that were enabled. */
  sources?: string[];
}

/** The settings of stop-function. */
export interface StopSettings {
  /** Whether event source mappings are disabled too. */
  disableEventSources: boolean;
  /** The ARNs of the product's own functions. */
  ownFunctions?: string[];
}

/** Whether no invocation begins any more. */
export const isStopped = ({ reserved, managed }: Pick<FunctionState, "reserved" | "managed">): boolean =>
  reserved === 0 && !managed;

/** Reserved concurrency in words. */
export const inWords = (reserved: number | null): string => (reserved === null ? "none" : String(reserved));
