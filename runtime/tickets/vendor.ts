import type { DecisionEvent } from "../notices/eventSchema";

/** A request to the tool; the path begins with a slash. */
export interface ToolRequest {
  method: "GET" | "POST" | "PATCH";
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** Makes a request and returns the JSON of the answer. Throws if the tool refuses it. */
export type Call = (request: ToolRequest) => Promise<any>;

/** What a tool does with the tickets of incidents. */
export interface Vendor {
  /** The id of the incident's ticket that is still open; undefined if there is none. */
  find(call: Call, settings: Record<string, string>, incident: string): Promise<string | undefined>;
  /** Opens a ticket that `find` can find, and returns its id. */
  open(call: Call, settings: Record<string, string>, event: DecisionEvent): Promise<string>;
  comment(call: Call, ticket: string, event: DecisionEvent): Promise<unknown>;
  close(call: Call, settings: Record<string, string>, ticket: string): Promise<unknown>;
}

/** The text of a comment. */
export const commentText = ({ text }: DecisionEvent): string => `${text.title}\n\n${text.body}`;
