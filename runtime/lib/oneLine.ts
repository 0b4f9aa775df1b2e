/**
 * Text of others in one line, without line ends and invisible characters: nobody who names a resource or a finding can add
 * a line to what people read, or control a terminal.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
