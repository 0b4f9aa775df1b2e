import type { NoticeContent } from "./content";
import type { Message } from "./message";

/** How notices look where people read them. A new channel is one file and an entry in `channels.ts`. */
export interface Channel {
  /** The notice of a decision. */
  decision(content: NoticeContent): string;
  /** A message that is not about a decision. */
  message(message: Message): string;
}
