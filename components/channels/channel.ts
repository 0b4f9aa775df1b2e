import type { z } from "zod";
import type { DecisionEvent } from "../../runtime/notices/eventSchema";

/** The stages of an incident. */
export type Stage = DecisionEvent["incident"]["stage"];

/** A value of the event in a message, by its place in the event's `detail`. */
export interface FromEvent {
  from: `$.detail.${string}`;
}

/**
 * The body of a request. A value of the event always stands alone, and never inside a text: EventBridge then writes it as JSON, so
 * that no quotation mark or line end in it can break out
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
 */
export type Template = FromEvent | string | number | boolean | null | Template[] | { [key: string]: Template };

/** What a channel sends at some stages of an incident. */
export interface ChannelMessage {
  /** The end of the rule's name, if the channel has several messages. */
  name?: string;
  /** All stages if it is left out. */
  stages?: Stage[];
  /** The whole event if it is left out. */
  template?: Template;
}

/**
 * Where the messages go. EventBridge keeps the values of `header`, `body` and `query` in Secrets Manager
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html).
 */
export interface Destination {
  url: string;
  header?: { key: string; value: string };
  /** Added to the body of each request. */
  body?: Record<string, string>;
  query?: Record<string, string>;
}

/** A kind of channel. A new one is one file and its place in `channels.ts`. */
export interface ChannelKind {
  /** What its secret is, in words. */
  secret: string;
  /** Its own settings, which are texts. */
  settings: z.ZodRawShape;
  messages: ChannelMessage[];
  /** Whether it keeps a ticket for each incident, by a function, as an API destination cannot find it again. */
  tickets?: true;
  /** How many requests a second it takes, if that is less than EventBridge's 300. */
  perSecond?: number;
  /** @throws Error if the secret cannot be one; the error must not have any part of it */
  destination(settings: Record<string, string>, secret: string): Destination;
}

/** A value of the event. */
export const from = (place: string): FromEvent => ({ from: `$.detail.${place}` });
