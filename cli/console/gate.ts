import type { IncomingHttpHeaders } from "node:http";
import { isSame, type Session } from "./session";

/** What is known of a request before its body is read. */
export interface Asked {
  method: string;
  /** The path without the query. */
  path: string;
  headers: IncomingHttpHeaders;
}

/** Where the console is, and who may use it. */
export interface Place {
  /** `127.0.0.1:PORT`. */
  host: string;
  session: Session;
}

/** Why a request is refused. */
export interface Refusal {
  status: number;
  error: string;
}

/** The largest body, in bytes. */
export const largestBody = 64 * 1024;

/** The header with the token of writes. */
export const writeHeader = "x-firebreak-write";

/** Cookies of 127.0.0.1 are sent to all its ports, so the name has the port: https://www.rfc-editor.org/rfc/rfc6265#section-8.5 */
const cookieName = ({ host }: Pick<Place, "host">): string => `firebreak-console-${host.split(":")[1]}`;

/** The cookie for the whole session of the browser. */
export const cookieText = (place: Pick<Place, "host">, value: string): string =>
  `${cookieName(place)}=${value}; Path=/; HttpOnly; SameSite=Strict`;

/**
 * Why a request is refused, whatever it asks for; undefined if it may go on. Another site that the browser shows can send
 * requests here, through a name of its own too (DNS rebinding): the host, the origin and the browser's own word on the
 * sender (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site) tell.
 *
 * @param entering whether the request brings the token of the address, and so has no cookie yet
 */
export function refusalOf({ method, path, headers }: Asked, place: Place, entering = false): Refusal | undefined {
  const { host, session } = place;
  const origin = `http://${host}`;
  if (headers.host !== host) return { status: 421, error: `The console is only at ${origin}.` };
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return { status: 403, error: "Another site sent this request." };
  if (headers.origin !== undefined && headers.origin !== origin)
    return { status: 403, error: "Another site sent this request." };
  if (method !== "GET" && method !== "POST") return { status: 405, error: "Only GET and POST are known here." };
  if (entering && method === "GET") return undefined;
  if (!session.isCookie(cookieIn(headers.cookie, cookieName(place))))
    return {
      status: 401,
      error: "Open the address that firebreak console printed. It works once: for another browser, start it again.",
    };
  return method === "POST" ? refusalOfWrite(path, headers, { origin, session }) : undefined;
}

function refusalOfWrite(
  path: string,
  headers: IncomingHttpHeaders,
  { origin, session }: { origin: string; session: Session },
): Refusal | undefined {
  if (headers.origin !== origin) return { status: 403, error: "A write must name the console as its origin." };
  const given = headers[writeHeader];
  if (typeof given !== "string" || !isSame(given, session.writeToken))
    return { status: 403, error: `A write to ${path} needs the token of this console: reload the page.` };
  if (headers["content-type"]?.split(";")[0]?.trim() !== "application/json")
    return { status: 415, error: "The body of a write must be JSON." };
  if (Number(headers["content-length"] ?? 0) > largestBody) return tooLarge;
  return undefined;
}

/** The refusal of a body that is too large. */
export const tooLarge: Refusal = { status: 413, error: `A body may have at most ${largestBody} bytes.` };

function cookieIn(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([key]) => key === name)?.[1];
}

/**
 * The headers of every answer. The page may load from the console alone, and nothing that is written into it may run; Cloudscape
 * has its font in its style sheet: https://cloudscape.design/get-started/dev-guides/csp/
 */
export const commonHeaders: Record<string, string> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "font-src data:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "cache-control": "no-store",
};
