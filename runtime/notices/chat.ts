import { severityBand } from "../model/finding";
import type { Channel } from "./channel";
import { type NoticeContent, placeText } from "./content";
import { defang } from "./defang";
import { address, plain, within, withoutMarkup } from "./markup";
import type { Message } from "./message";

/**
 * A message that Amazon Q Developer in chat applications (once AWS Chatbot) posts to Slack and Microsoft Teams; the longest
 * texts are those of its documentation:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export interface ChatNotice {
  version: "1.0";
  source: "custom";
  content: {
    textType: "client-markdown";
    /** At most 250 characters. */
    title: string;
    /** At most 8000 characters. */
    description: string;
    /** Each at most 350 characters. */
    nextSteps?: string[];
    /** Each at most 75 characters. */
    keywords: string[];
  };
  metadata: {
    /** The finding's id: all notices of a finding are one thread. */
    threadId: string;
    /** Shown in the first message of the thread. */
    summary: string;
    eventType: string;
    relatedResources: string[];
    /** Values for custom actions, which may put them into commands. */
    additionalContext: Record<string, string>;
  };
}

/** Messages for Amazon Q Developer. */
export const chat: Channel = {
  decision: (content) => JSON.stringify(chatNotice(content)),
  message: (message) => JSON.stringify(chatMessage(message)),
};

/** The notice of a decision as a chat message. */
export function chatNotice(content: NoticeContent): ChatNotice {
  const { decision, headline, where, place, next, origin } = content;
  const { outcome, response, about, target, containment } = decision;
  const title = plain(`${headline}: ${where}`, 250);
  const nextSteps = next.map((step) => (step.command ? code(step.text) : plain(step.text, 350)));
  const context = {
    outcome,
    response,
    account: place?.account,
    region: place?.region,
    finding: decision.finding,
    type: about?.type,
    severity: about && severityBand(about.severity),
    containment,
    run: decision.run,
  };
  const given = Object.entries(context).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return {
    version: "1.0",
    source: "custom",
    content: {
      textType: "client-markdown",
      title,
      description: within(8000, [
        ...(place ? [plain(`Where: ${placeText(place)}`, 350)] : []),
        ...content.facts.map(({ name, text, link }) => `${name}: ${link ? address(text) : plain(text, 2000)}`),
        ...content.sections.map(({ title, items }) => `${title}:\n${list(items)}`),
        plain(origin, 350),
      ]),
      ...(nextSteps.length > 0 && { nextSteps }),
      keywords: [
        outcome,
        response,
        ...(about ? [severityBand(about.severity)] : []),
        ...(place ? [place.account] : []),
      ].map((word) => plain(word, 75)),
    },
    metadata: {
      threadId: decision.finding,
      summary: title,
      eventType: "firebreak-decision",
      relatedResources: target ? [target.arn] : [],
      additionalContext: Object.fromEntries(given.map(([name, value]) => [name, withoutMarkup(value, 250)])),
    },
  };
}

/** A message that is not about a decision. */
export function chatMessage({ subject, lines, thread = subject }: Message) {
  const commands = lines.flatMap((line) => (typeof line === "string" ? [] : [line]));
  const content = {
    textType: "client-markdown",
    title: plain(subject, 250),
    description: within(
      8000,
      lines.flatMap((line) => (typeof line === "string" ? [plain(defang(line), 2000)] : [])),
    ),
    ...(commands.length > 0 && {
      nextSteps: commands.flatMap(({ before, command }) => [plain(before, 350), code(command)]),
    }),
  };
  return { version: "1.0", source: "custom", content, metadata: { threadId: thread, summary: content.title } };
}

function list(items: string[]): string {
  // Further items are only counted, so that they do not push out other facts.
  const longestList = 12;
  const more = items.length - longestList;
  const shown = items.slice(0, longestList).map((item) => `- ${plain(item, 300)}`);
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

/** A command of the product's own, to copy. */
function code(command: string): string {
  return `\`${command.replaceAll("`", "'")}\``;
}
