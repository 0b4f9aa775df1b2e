/** The first texts, and the number of the others: "a, b and 3 more". */
export function inShort(texts: string[], most = 5): string {
  const more = texts.length - most;
  return more > 0 ? `${texts.slice(0, most).join(", ")} and ${more} more` : texts.join(", ");
}
