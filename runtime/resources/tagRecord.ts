/** Tags by their keys, from the list that most services of AWS answer. */
export function tagRecord(
  tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.Key!, tag.Value ?? ""]));
}
