import { html, type Markup } from "./markup";

/**
 * A person as text. For a role session this is the session name, which often identifies the person, with the role and
 * its account.
 */
export function personText(by: string): Markup {
  const [, account, role, session] = /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(by) ?? [];
  if (session === undefined) return html`${by}`;
  return html`${session} <span class="note">(role ${role} in ${account})</span>`;
}
