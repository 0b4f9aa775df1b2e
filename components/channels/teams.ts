import { type ChannelKind, from } from "./channel";
import { secretUrl } from "./url";

/**
 * An incoming webhook of Microsoft Teams, made by Workflows. The signature in the query of its URL is the secret
 * (https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook).
 */
export const teams: ChannelKind = {
  secret: "the URL of the workflow",
  settings: {},
  // https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors
  perSecond: 4,
  messages: [
    {
      template: {
        type: "message",
        attachments: [
          {
            contentType: "application/vnd.microsoft.card.adaptive",
            contentUrl: null,
            content: {
              $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
              type: "AdaptiveCard",
              version: "1.4",
              body: [
                { type: "TextBlock", text: from("text.title"), weight: "Bolder", size: "Medium", wrap: true },
                { type: "TextBlock", text: from("text.body"), wrap: true },
              ],
              msteams: { width: "Full" },
            },
          },
        ],
      },
    },
  ],
  destination: (_, secret) => secretUrl(secret),
};
