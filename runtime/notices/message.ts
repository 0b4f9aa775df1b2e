import { oneLine } from "../lib/oneLine";
import { defang } from "./defang";

/** A line of a message: text, or a command with its introduction, to run exactly as written. */
export type Line = string | { before: string; command: string };

/** A message to people that is not about a decision. Its lines may contain text from outside. */
export interface Message {
  subject: string;
  lines: Line[];
  /** For subscription filters. */
  attributes: Record<string, string>;
  /** Groups messages into one thread in a chat; the subject by default. */
  thread?: string;
}

/** A message as plain text: no value can add a line, and only the product's own commands are not defanged. */
export const messageText = ({ lines }: Message): string =>
  lines.map((line) => (typeof line === "string" ? defang(line) : `${line.before} ${oneLine(line.command)}`)).join("\n");
