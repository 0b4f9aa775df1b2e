/** The name of the parameter in Parameter Store with the names and ARNs of the security account. */
export const directoryParameter = "/firebreak/directory";

/** What the command line must know. It consists of names and contains no secrets. */
export interface Directory {
  securityAccountId: string;
  homeRegion: string;
  partition: string;
  journalTable: string;
  /** The function of each response, including `notify`. */
  functions: Record<string, string>;
  /** The releasing function of each response that has a separate one. */
  releases?: Record<string, string>;
  /** The responses that contain, and so accept commands. */
  responses: string[];
  /** The URLs of the queue and of the dead-letter queue of each response. */
  queues: Record<string, { url: string; dead: string }>;
  /** The function and the key that grant exceptions. */
  exceptionsFunction?: string;
  exceptionKeyArn?: string;
  exceptionTagKey: string;
  eventLog: string;
  noticeTopic: string;
  /** The Regions whose findings are forwarded. */
  regions: string[];
  rolePrefix: string;
  /** The accounts that are listed for rehearsals. */
  rehearsalAccounts?: string[];
  /** The path of every role. */
  rolePath: string;
  /** The function that examines accounts. */
  doctorFunction?: string;
  /** The function that evaluates security groups, in each Region; missing if there is none. */
  openGroups?: string;
}
