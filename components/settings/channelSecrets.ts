import type { Destination } from "../channels/channel";
import { channelKinds } from "../channels/channels";
import { userError } from "../shared/userError";
import type { ChannelSettings } from "./channels";
import { channelSecretsKey } from "./keys";
import { namespace } from "./problems";

/** Where each channel delivers to, by its name, with its secret. */
export type Destinations = Record<string, Destination>;

/**
 * Reads the secrets of the channels, which are no part of the settings, so that no error, file or output has them.
 *
 * @param text the value of the key: JSON with one secret for each channel, by the channel's name; undefined if it is not set
 * @throws Error that names every secret that is missing or wrong, without any part of it
 */
export function readChannelSecrets(text: string | undefined, channels: Record<string, ChannelSettings>): Destinations {
  const key = `${namespace}:${channelSecretsKey}`;
  const given = parsed(text);
  const problems = Object.keys(given)
    .filter((name) => !Object.hasOwn(channels, name))
    .map((name) => `${key} has "${name}", which is no channel`);
  const destinations: Destinations = {};
  for (const [name, settings] of Object.entries(channels)) {
    const kind = channelKinds[settings.kind]!;
    const set = `Set ${kind.secret}: pulumi config set --secret --path '${key}["${name}"]'`;
    const secret = given[name];
    if (typeof secret !== "string" || secret === "") {
      problems.push(`${key} has no "${name}". ${set}`);
      continue;
    }
    try {
      destinations[name] = kind.destination(settings as unknown as Record<string, string>, secret);
    } catch (error) {
      problems.push(`${key} for "${name}" is wrong: ${(error as Error).message}. ${set}`);
    }
  }
  if (problems.length > 0) throw userError(problems.join("\n"));
  return destinations;
}

/** Empty if it is no map: then the secret of each channel is missing. */
function parsed(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
