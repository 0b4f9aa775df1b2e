import { rehearsalOf } from "../findings/rehearsal";
import { severityBand } from "../model/finding";
import type { Channel } from "./channel";
import { type NoticeContent, placeText } from "./content";
import { defang } from "./defang";
import { openChannel } from "./headline";
import { messageText } from "./message";

/**
 * The longest text of a mail, in bytes. SNS takes 262,144 bytes, attributes and the chat's form included, and JSON doubles
 * quotation marks and backslashes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const longestText = 100_000;

/** Plain text. */
export const mail: Channel = {
  decision: (content) => withinBytes(textOf(content), longestText),
  message: (message) => withinBytes(messageText(message), longestText),
};

/** What a message has besides its text, the same in every form. */
export interface Head {
  /** At most `longestSubject` ASCII characters. */
  subject: string;
  /** For subscription filters. */
  attributes: Record<string, string>;
}

/** Maximum lines of a list in a mail; the journal has the others. */
const longestList = 100;

/** The notice of a decision as plain text. */
export function textOf({ headline, where, place, facts, sections, next, origin }: NoticeContent): string {
  const lines = [
    `${headline}: ${where}${place ? ` in ${placeText(place)}` : ""}.`,
    "",
    ...facts.map((fact) => `${fact.name}: ${fact.text}`),
    ...sections.flatMap(({ title, items }) => list(title, items)),
    ...list(
      "Next",
      next.map((step) => step.text),
    ),
    "",
    origin,
  ];
  return lines.join("\n");
}

/** The subject of a decision's notice, and what subscribers may filter by. */
export function headOf(content: NoticeContent): Head {
  const { decision, place } = content;
  const { outcome, response, about } = decision;
  return {
    subject: subjectOf(content),
    attributes: {
      outcome,
      response,
      ...(place && { account: place.account }),
      ...(about && { severity: String(about.severity) }),
      ...(rehearsalOf(decision.finding) !== undefined && { rehearsal: "yes" }),
    },
  };
}

/** The longest subject that SNS takes, in characters: less than 100 (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). */
export const longestSubject = 99;

/** What is open gets the space that severity, resource and account leave; the account's name gets what is left then. */
function subjectOf({ decision, where, place }: NoticeContent): string {
  const { outcome, about, openNow = [] } = decision;
  const severity = about ? `, ${severityBand(about.severity)}` : "";
  const channel = openChannel(decision);
  const [what, open] =
    openNow.length > 0 ? ["OPEN NOW", openNow.join(", ")] : [outcome, channel === undefined ? "" : defang(channel)];
  const start = `${productOf(decision)} ${what}${severity}: `;
  const account = place ? ` (${place.account})` : "";
  const room = longestSubject - start.length - account.length;
  const end = clipped(where, open ? 45 : room);
  const middle = open && `${clipped(open, room - end.length - 2)}: `;
  const left = room - end.length - middle.length - 1;
  const name = place?.name && left >= shortestName ? ` ${clipped(place.name, left)}` : "";
  return subjectLine(`${start}${middle}${end}${account.replace(")", `${name})`)}`);
}

/** An account's name is left out where there is no room for this many of its characters. */
const shortestName = 6;

/** The start of a subject: a rehearsal is not urgent. */
const productOf = ({ finding }: NoticeContent["decision"]) =>
  rehearsalOf(finding) === undefined ? "[Firebreak]" : "[Firebreak REHEARSAL]";

const clipped = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 3))}...`;

/** Text as the subject of a message: ASCII, and no longer than SNS takes. */
export const subjectLine = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?").slice(0, longestSubject);

function list(title: string, items: string[]): string[] {
  const more = items.length - longestList;
  const shown = items.slice(0, longestList).map((item) => `- ${item}`);
  return items.length > 0 ? ["", `${title}:`, ...shown, ...(more > 0 ? [`- and ${more} more`] : [])] : [];
}

/** As many lines as fit, then a line that says that the rest is missing; a longer line is cut. */
function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const rest = "The rest is in the journal.";
  // A character that is cut in two ends as a replacement character, which is left out.
  const cut = Buffer.from(text)
    .subarray(0, most - rest.length - 1)
    .toString()
    .replace(/\ufffd+$/, "");
  return `${cut}\n${rest}`;
}
