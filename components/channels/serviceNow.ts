import { z } from "zod";
import type { ChannelKind } from "./channel";
import { basicAuth, siteUrl } from "./url";

/** Incidents of ServiceNow, with the password of a user for integrations. */
export const serviceNow: ChannelKind = {
  secret: "USER:PASSWORD of a user who may write incidents",
  settings: {
    url: siteUrl,
    /** The resolution code, of which each instance has its own list. */
    closeCode: z.string().min(1).max(100).default("Resolved by caller"),
    /** The group that gets the incidents; none if it is empty. */
    assignmentGroup: z.string().max(100).default(""),
  },
  messages: [{}],
  tickets: true,
  destination: ({ url }, secret) => ({ url: url!, header: basicAuth(secret) }),
};
