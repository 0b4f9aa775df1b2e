import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Who may use the console: the browser that opened the address which the command printed. */
export interface Session {
  /** Goes into that address, and opens the console once. */
  token: string;
  /** What each write carries besides the cookie. Only the page of the console can read it. */
  writeToken: string;
  /** Trades the token for the value of the cookie. @returns undefined if it is wrong, or was used before */
  enter(token: string): string | undefined;
  isCookie(value: string | undefined): boolean;
}

const secret = () => randomBytes(32).toString("base64url");

/** Compares secrets in a time that says nothing about them. */
export function isSame(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

/** A session with new secrets. */
export function newSession(): Session {
  const [token, writeToken, cookie] = [secret(), secret(), secret()];
  let used = false;
  return {
    token,
    writeToken,
    enter(given) {
      if (used || !isSame(given, token)) return undefined;
      used = true;
      return cookie;
    },
    isCookie: (value) => isSame(value, cookie),
  };
}
