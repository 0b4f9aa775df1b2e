import { Logger } from "@aws-lambda-powertools/logger";
import { version } from "../../lib/version";

/** The logger of a function. Each of its lines names the function and the version that was deployed. */
export function makeLogger(name: string): Logger {
  return new Logger({ serviceName: name, persistentKeys: { version } });
}
