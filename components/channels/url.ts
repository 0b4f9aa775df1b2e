import { z } from "zod";

/** An endpoint. EventBridge calls public names over HTTPS only (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html). */
export const httpsUrl = z
  .string()
  .regex(/^https:\/\/[a-z0-9.-]+\.[a-z]{2,}(:\d+)?(\/[\w\-.~/%]*)?$/i, "an https URL without a query and a fragment");

/** The address of a tool's site. */
export const siteUrl = z
  .string()
  .regex(/^https:\/\/[a-z0-9.-]+\.[a-z]{2,}$/i, "an https URL without a path, such as https://example.atlassian.net");

/**
 * The header of HTTP's basic authentication.
 *
 * @throws Error without any part of the secret
 */
export function basicAuth(secret: string): { key: string; value: string } {
  if (!/^[^:\s]+:.+$/.test(secret.trim()))
    throw new Error("it has to be a name and a password with a colon between them");
  return { key: "Authorization", value: `Basic ${Buffer.from(secret.trim()).toString("base64")}` };
}

/**
 * The parts of a URL that is a secret.
 *
 * @throws Error without any part of it
 */
export function secretUrl(text: string): { url: string; query: Record<string, string> } {
  const trimmed = text.trim();
  const parsed = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  const url = parsed && `${parsed.origin}${parsed.pathname}`;
  if (parsed?.username !== "" || !httpsUrl.safeParse(url).success) throw new Error("it is not an https URL");
  return { url: url!, query: Object.fromEntries(parsed.searchParams) };
}
