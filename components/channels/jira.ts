import { z } from "zod";
import type { ChannelKind } from "./channel";
import { basicAuth, siteUrl } from "./url";

/** Issues of Jira Cloud, with the token of a user (https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/). */
export const jira: ChannelKind = {
  secret: "ADDRESS:TOKEN, the address and an API token of a user",
  settings: {
    url: siteUrl,
    project: z.string().regex(/^[A-Z][A-Z0-9_]{1,99}$/, "the key of a project, such as SOC"),
    issueType: z.string().min(1).max(100).default("Task"),
  },
  messages: [{}],
  tickets: true,
  destination: ({ url }, secret) => ({ url: url!, header: basicAuth(secret) }),
};
