/** A list of texts under a heading. */
export interface Section {
  title: string;
  items: string[];
}

/** The sections that have items. */
export const filled = (sections: [title: string, items: string[]][]): Section[] =>
  sections.filter(([, items]) => items.length > 0).map(([title, items]) => ({ title, items }));

/** Calls in one line each. */
export const callLines = (calls: { operation: string; reason: string }[] = []): string[] =>
  calls.map(({ operation, reason }) => `${operation}: ${reason}`);
