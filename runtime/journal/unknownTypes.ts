/** The findings of types that no table knows. */
export interface UnknownTypes {
  /** Counts a finding of an unknown type on a day such as 2026-11-26. */
  countUnknownType(day: string, found: Omit<UnknownType, "findings">): Promise<void>;
  /** The unknown types of a day, most findings first. */
  unknownTypes(day: string): Promise<UnknownType[]>;
}

/** The number of findings of an unknown type on a day. */
export interface UnknownType {
  type: string;
  findings: number;
  /** One of the accounts. */
  account: string;
}
