/**
 * Whether a text matches a pattern in which `*` stands for anything, as in IAM's ARN patterns.
 *
 * @param flags `i` to ignore case
 */
export function matchesWildcard(pattern: string, text: string, flags = ""): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, `s${flags}`).test(text);
}
