/** Name of the parameter in Parameter Store that says where everything of the security account is. */
export const directoryParameter = "/firebreak/directory";

/** What the tools for people have to know; all of it is names, none of it is secret. */
export interface Directory {
  securityAccountId: string;
  homeRegion: string;
  partition: string;
  journalTable: string;
  /** The function of each response, `notify` included. */
  functions: Record<string, string>;
  /** The function that releases, of each response that has another one for it. */
  releases?: Record<string, string>;
  /** The responses that contain, and so take commands. */
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
  /** The accounts that are named for rehearsals. */
  rehearsalAccounts?: string[];
  /** The path of every role. */
  rolePath: string;
  /** The function that examines accounts. */
  doctorFunction?: string;
  /** The function that evaluates security groups, in each of the Regions; absent if there is none. */
  openGroups?: string;
}
