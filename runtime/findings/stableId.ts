import { createHash } from "node:crypto";

/** An id derived from the parts: the prefix, a dash and 32 hexadecimal characters. */
export function stableId(prefix: "config" | "event" | "hub" | "scan", parts: string[]): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32)}`;
}
