/** The accounts of the organization, as the doctor last saw them. */
export interface Members {
  readMembers(): Promise<Member[]>;
  /** One account; undefined if it is not known. */
  readMember(account: string): Promise<Member | undefined>;
  writeMember(member: Member): Promise<void>;
  /** Deletes an account that is no longer in the organization. */
  forgetMember(account: string): Promise<void>;
}

/** An account of the organization. */
export interface Member {
  account: string;
  /** Its name in the organization, if that is known. */
  name?: string;
  /** The unit or root that it is in, if that is known. */
  unit?: string;
  /** When its last change was noticed, in ISO 8601. */
  since: string;
  /** A change that people were not notified of, because what it leads to may take some time. */
  pending?: "new" | "moved";
  /** The unit before a pending move. */
  from?: string;
  /** How it stopped being a member, if an event said so. */
  ended?: "closed" | "left";
  /** Whether people know that it is not covered. */
  told?: boolean;
}
