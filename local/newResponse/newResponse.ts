import path from "node:path";
import { responseSchemas } from "../../components/settings/responses";
import { doctor } from "../../runtime/doctor/settings";
import { exceptions } from "../../runtime/exceptions/settings";
import { openGroups } from "../../runtime/functions/openGroups/evaluator";
import { catalogue } from "../../runtime/responses/catalogue";
import { newKinds } from "./kinds";
import { fault, writeResponse } from "./write";

const usage = `usage: npm run new-response -- NAME KIND

  NAME  a verb and its object, for example require-imdsv2
  KIND  the kind of its targets: ${newKinds.map((one) => one.kind).join(", ")}

Writes the files of a response that compiles. Its tests fail until its parts are written (docs/writing-a-response.md).`;

function main([name, kind, ...rest]: string[]): number {
  if (!name || !kind || rest.length > 0 || name.startsWith("-")) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const taken = [...catalogue.map((route) => route.name), ...Object.keys(responseSchemas)];
  const wrong = fault(name, kind, [...new Set([...taken, openGroups, exceptions, doctor])]);
  if (wrong) {
    process.stderr.write(`${wrong}\n`);
    return 2;
  }
  const written = writeResponse(path.join(__dirname, "..", ".."), name, kind);
  process.stdout.write(`${written.join("\n")}\n`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
