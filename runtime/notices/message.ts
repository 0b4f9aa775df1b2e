import { oneLine } from "../lib/oneLine";
import { defang } from "./defang";

/** A line of a message: text, or a command with what leads up to it, to be run exactly as it stands. */
export type Line = string | { before: string; command: string };

/** A message to people that is about no decision. Its lines may hold text of others. */
export interface Message {
  subject: string;
  lines: Line[];
  /** For subscription filters. */
  attributes: Record<string, string>;
  /** What makes messages one thread in a chat; the subject unless given. */
  thread?: string;
}

/** A message as plain text: nothing in it can add a line, and only the product's own commands are left as they are. */
export const messageText = ({ lines }: Message): string =>
  lines.map((line) => (typeof line === "string" ? defang(line) : `${line.before} ${oneLine(line.command)}`)).join("\n");
