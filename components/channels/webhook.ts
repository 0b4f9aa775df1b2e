import { z } from "zod";
import type { ChannelKind } from "./channel";
import { httpsUrl } from "./url";

/** A program of your own: it gets the whole event, with the secret in a header. */
export const webhook: ChannelKind = {
  secret: "the value of the header",
  settings: {
    url: httpsUrl,
    header: z
      .string()
      .regex(/^[A-Za-z][\w-]{0,63}$/, "the name of a header")
      .default("Authorization"),
  },
  messages: [{}],
  destination: ({ url, header }, value) => ({ url: url!, header: { key: header!, value } }),
};
