/**
 * Who writes this product's notes, as `Note.UpdatedBy` tells it
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Note.html). Comments of Security Hub V2 have no author.
 */
export const noteAuthor = "firebreak";

/** A note or comment of this product. */
export interface OwnNote {
  text: string;
  /** When the finding's provider had changed it last, as far as this product knew when it wrote. */
  version: string;
}

/**
 * The text of a note or comment. It ends with the version of the finding that it is about. A time of writing would not do:
 * GuardDuty's updates come to Security Hub minutes after the time that they carry.
 *
 * @param version when its provider had changed the finding last
 * @param longest how many characters it may have
 */
export function noteText(text: string, version: string, longest: number): string {
  const end = ` [version ${version}]`;
  return text.slice(0, longest - end.length) + end;
}

/** What a note or comment says and about which version, if this product wrote it. */
export function ownNote(text: string | null | undefined): OwnNote | undefined {
  const match = text ? /^(Firebreak .*) \[version (\S+)\]$/s.exec(text) : undefined;
  return match ? { text: match[1]!, version: match[2]! } : undefined;
}

/** A note of Security Hub CSPM. */
export interface HubNote {
  Text?: string | null | undefined;
  UpdatedBy?: string | null | undefined;
}

/** The same of a note of Security Hub CSPM, which tells its author. */
export const ownHubNote = (note: HubNote | null | undefined): OwnNote | undefined =>
  note?.UpdatedBy === noteAuthor ? ownNote(note.Text) : undefined;

/**
 * Whether an event only tells of this product's own update. Each update of a customer makes an event and leaves the times
 * that the provider sets as they were
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchupdatefindings.html,
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsV2.html): a finding that carries our note
 * about this very version has been answered as it stands. A note stays with a finding, so its author alone says nothing about
 * later updates. A forged note hides only the event of the update that wrote it.
 *
 * @param modifiedAt when its provider changed the finding last
 */
export function isOwnUpdate(note: OwnNote | undefined, modifiedAt: string | null | undefined): boolean {
  return note !== undefined && Boolean(modifiedAt) && Date.parse(note.version) >= Date.parse(modifiedAt!);
}
