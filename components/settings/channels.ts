import { z } from "zod";
import { accountId } from "../../runtime/lib/accountId";
import { outcomes } from "../../runtime/model/outcome";
import { channelKinds } from "../channels/channels";
import type { Filter } from "../channels/pattern";

const empty = "a list with at least one entry, or left out for all";

/** What all channels have. */
const common = {
  /** Without it, every outcome. */
  outcomes: z.array(z.enum(outcomes)).min(1, empty).optional(),
  severities: z
    .array(z.enum(["low", "medium", "high", "critical"]))
    .min(1, empty)
    .optional(),
  accounts: z.array(accountId).min(1, empty).optional(),
  /** Whether it also gets decisions of which people are not notified. */
  all: z.boolean().default(false),
  /** Whether it also gets the decisions of rehearsals. */
  rehearsals: z.boolean().default(false),
};

const kinds = Object.entries(channelKinds).map(([kind, { settings }]) =>
  z.strictObject({ kind: z.literal(kind), ...common, ...settings }),
);

const channel = z.discriminatedUnion("kind", kinds as [(typeof kinds)[0]], Object.keys(channelKinds).join(", "));

/** All keys inside the settings of channels, for suggestions. */
export const channelKeys = [...new Set(kinds.flatMap(({ shape }) => Object.keys(shape)))];

/** A name leaves room for the names of rules, which have at most 64 characters. */
const map =
  "a map of channels, each by a name of at most 30 lower-case letters, digits and dashes that begins with a letter";

/** Other tools that get the decisions, by a name of your own. */
export const channelsSchema = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{0,29}$/), channel, map)
  .default({}) as unknown as z.ZodDefault<z.ZodType<Record<string, ChannelSettings>>>;

/** The names of the channels that keep tickets. */
export const ticketChannels = ({ channels }: { channels: Record<string, ChannelSettings> }): string[] =>
  Object.keys(channels).filter((name) => channelKinds[channels[name]!.kind]!.tickets);

/** The settings of one channel; those of its kind come on top. */
export type ChannelSettings = Filter & { kind: string };
