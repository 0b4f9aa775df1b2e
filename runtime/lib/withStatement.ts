/** A text with one more statement at its end, unless it has that statement already. */
export function withStatement(text: string, more: string | undefined): string {
  if (!more || text.toLowerCase().includes(more.toLowerCase())) return text;
  return text.endsWith(".") ? `${text} ${more.charAt(0).toUpperCase()}${more.slice(1)}` : `${text}; ${more}`;
}
