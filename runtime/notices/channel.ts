import type { NoticeContent } from "./content";
import type { Message } from "./message";

/** How notices look where people read them. A new channel is one file and its place in `channels.ts`. */
export interface Channel {
  /** The notice of a decision. */
  decision(content: NoticeContent): string;
  /** A message that is about no decision. */
  message(message: Message): string;
}
