/**
 * Text from outside in one line, without line ends and invisible characters: the name of a resource or a finding cannot add a line
 * to what people read, or control a terminal.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
