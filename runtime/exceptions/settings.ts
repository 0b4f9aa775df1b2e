import type { ExceptionLimits, PeopleSettings } from "../model/responderSettings";

/** The name of the function that grants exceptions and of its roles, as responses have one. */
export const exceptions = "exceptions";

/** What the function is deployed with; plain values that its closure captures. */
export interface ExceptionSettings {
  exceptionTagKey: string;
  limits: ExceptionLimits;
  /** Who may give the commands of each alias. */
  people: Pick<PeopleSettings, "operate" | "approve">;
  /** Name of the role that it assumes in every account. */
  roleName: string;
  /** Every response, and the kinds of resources that it acts on; none if config decides that. */
  responses: { name: string; kinds?: string[] }[];
  noticeFormat: string;
  /** How often a message is delivered before it goes to the dead-letter queue. */
  deliveryAttempts: number;
}
