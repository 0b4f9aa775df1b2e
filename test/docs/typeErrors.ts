import path from "node:path";
import ts from "typescript";

/**
 * The compiler's errors in some files of a folder, with the folder's own settings. Other files are read for their types
 * and not checked themselves.
 */
export function typeErrors(folder: string, files: string[]): string[] {
  const settings = ts.readConfigFile(path.join(folder, "tsconfig.json"), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent({ ...settings, include: [], files }, ts.sys, folder);
  const roots = files.map((file) => path.join(folder, file));
  const program = ts.createProgram(roots, options);
  return roots
    .map((file) => program.getSourceFile(file)!)
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}
