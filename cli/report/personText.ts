import { html, type Markup } from "./markup";

/** Who somebody is: of a role's session its name, which companies make the person's, and whose it is. */
export function personText(by: string): Markup {
  const [, account, role, session] = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(by) ?? [];
  if (session === undefined) return html`${by}`;
  return html`${session} <span class="note">(role ${role} in ${account})</span>`;
}
