/** The rows of all tables of a Markdown page, each as its cells; heads and the lines below them are not among them. */
export function rowsOf(page: string): string[][] {
  const lines = page.split("\n");
  return lines
    .filter((line, index) => line.startsWith("| ") && !isRule(line) && !isRule(lines[index + 1] ?? ""))
    .map((line) => line.slice(2).replace(/ ?\|$/, "").split(" | "));
}

const isRule = (line: string) => /^\|( -+ \|)+$/.test(line);
