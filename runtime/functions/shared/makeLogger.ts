import { Logger } from "@aws-lambda-powertools/logger";
import { version } from "../../lib/version";

/** The logger of a function. Each line has the function's name and the deployed version. */
export function makeLogger(name: string): Logger {
  return new Logger({ serviceName: name, persistentKeys: { version } });
}
