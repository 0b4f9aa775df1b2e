import { oneLine } from "../lib/oneLine";

/**
 * Text from outside in one line, in which no mail program or chat renders a link: `https://a.example/x` becomes
 * `https[:]//a[.]example/x`. Titles, annotations and names come from accounts that may be under attack. A dot before a word
 * of letters could be part of a host name; numeric addresses, versions and decimals stay as they are.
 */
export function defang(text: string): string {
  return oneLine(text)
    .replaceAll("://", "[:]//")
    .replace(/([\p{L}\p{N}_-])[.\u3002\uff0e\uff61](?=[\p{L}\p{N}-]*\p{L})/gu, "$1[.]");
}
