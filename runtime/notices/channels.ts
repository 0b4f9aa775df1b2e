import type { Channel } from "./channel";
import { chat } from "./chat";
import { mail } from "./mail";

/**
 * What subscribers get for each value of the setting `noticeFormat`: the channel of each SNS protocol, and of all other
 * protocols under `default` (MessageStructure in https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
 */
export const noticeFormats: Record<string, { default: Channel } & Record<string, Channel>> = {
  text: { default: mail },
  // Who subscribed by mail reads plain text all the same.
  chat: { default: chat, email: mail },
};
