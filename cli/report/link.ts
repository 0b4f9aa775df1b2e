import { consoleDomains } from "../../runtime/findings/consolePage";
import { isRegion } from "../../runtime/lib/partitions";
import { html, type Markup, type Part } from "./markup";

/** Whether an address is a page of the AWS console. The report links to no other pages. */
export function isConsoleLink(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  const [region, ...domain] = hostname.split(".");
  return (
    protocol === "https:" &&
    `${port}${username}${password}` === "" &&
    isRegion(region!) &&
    consoleDomains().includes(domain.join("."))
  );
}

/** A link to the AWS console, or nothing for any other address. */
export function consoleAnchor(address: string, text: Part): Markup | undefined {
  if (!isConsoleLink(address)) return undefined;
  return html`<a href="${new URL(address).href}" rel="noopener noreferrer">${text}</a>`;
}
