import { type ChannelKind, type FromEvent, from } from "./channel";
import { secretUrl } from "./url";

/** Slack renders no markup, no mention and no emoji in it: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const plainText = (text: FromEvent) => ({ type: "plain_text", text, emoji: false });

const title = from("text.title");

/** An incoming webhook of Slack. The path of its URL is the secret (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
export const slack: ChannelKind = {
  secret: "the URL of the incoming webhook",
  settings: {},
  // https://docs.slack.dev/apis/web-api/rate-limits
  perSecond: 1,
  messages: [
    {
      template: {
        // For notifications and screen readers.
        text: title,
        mrkdwn: false,
        unfurl_links: false,
        unfurl_media: false,
        blocks: [
          { type: "header", text: plainText(title) },
          { type: "section", text: plainText(from("text.body")) },
        ],
      },
    },
  ],
  destination: (_, secret) => secretUrl(secret),
};
