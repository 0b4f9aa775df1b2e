import { jira } from "./jira";
import { serviceNow } from "./serviceNow";
import type { Vendor } from "./vendor";

/** The tools that have tickets, by the kind of their channel. */
export const vendors: Record<string, Vendor> = { jira, servicenow: serviceNow };
