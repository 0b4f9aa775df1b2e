import type { Channel } from "./channel";
import { chat } from "./chat";
import { mail } from "./mail";

/**
 * What subscribers get for each value of the setting `noticeFormat`: a channel per SNS protocol, and `default` for all
 * others (MessageStructure in https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
export const noticeFormats: Record<string, { default: Channel } & Record<string, Channel>> = {
  text: { default: mail },
  // Mail subscribers still get plain text.
  chat: { default: chat, email: mail },
};
