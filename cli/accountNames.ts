import type { JournalReader } from "../runtime/journal/journal";
import { safe } from "./output/print";

/** An account for people: its id, and its name in the organization if the doctor has seen it. */
export type AccountText = (account: string) => string;

/** How the accounts of the organization are called. */
export async function accountTexts(journal: Pick<JournalReader, "readMembers">): Promise<AccountText> {
  const names = await accountNamesIn(journal);
  return (account) => accountIn(names, account).map(safe).join(" ");
}

/** The known names by account. */
export async function accountNamesIn(journal: Pick<JournalReader, "readMembers">): Promise<Record<string, string>> {
  const members = await journal.readMembers();
  return Object.fromEntries(members.flatMap(({ account, name }) => (name ? [[account, name]] : [])));
}

/** An account's id, then its name if it is known. */
export const accountIn = (names: Record<string, string>, account: string): string[] =>
  names[account] ? [account, names[account]] : [account];
