import type { Directory } from "../../components/documents/directoryContent";
import { assumeApprover } from "../approverRole";
import { releaserOf } from "../directory";
import { type Alias, mayInvoke } from "../invoke";
import { callAws } from "../problem";
import type { World } from "../world";

/** What IAM lets the person do. The console offers nothing else, and the functions check it all the same. */
export interface May {
  /** The person's ARN. */
  person: string;
  /** The responses that the person may contain, decide and release with. */
  contain: string[];
  approve: string[];
  release: string[];
  grant: boolean;
  revoke: boolean;
  pause: boolean;
  coverage: boolean;
  modes: boolean;
}

/** Asks AWS what the person may do, without doing anything. */
export async function mayOf(world: World, directory: Directory): Promise<May> {
  const { responses, functions, exceptionsFunction, exceptionKeyArn, doctorFunction } = directory;
  const asked: Record<string, Promise<boolean>> = {};
  const may = (functionName: string | undefined, alias: Alias): Promise<boolean> => {
    if (functionName === undefined) return Promise.resolve(false);
    asked[`${functionName}:${alias}`] ??= mayInvoke(world, { functionName, alias });
    return asked[`${functionName}:${alias}`]!;
  };
  const each = async (allowed: (response: string) => Promise<boolean>) => {
    const all = await Promise.all(responses.map(allowed));
    return responses.filter((_, at) => all[at]);
  };
  const exceptions = exceptionsFunction && exceptionKeyArn ? exceptionsFunction : undefined;
  const [person, contain, approve, release, grant, revoke, pause, coverage, modes] = await Promise.all([
    personOf(world),
    each((response) => may(functions[response], "operate")),
    each((response) => may(functions[response], "approve")),
    each((response) => may(releaserOf(directory, response), "operate")),
    exceptions === undefined ? false : isApprover(world, directory),
    may(exceptions, "operate"),
    may(functions[responses[0] ?? ""], "operate"),
    may(doctorFunction, "operate"),
    may(functions[responses[0] ?? ""], "read"),
  ]);
  return { person, contain, approve, release, grant, revoke, pause, coverage, modes };
}

const personOf = (world: World): Promise<string> =>
  callAws("ask who you are", "auditorPolicy", async () => {
    const { Arn = "" } = await (await world.aws.sts()).getCallerIdentity({});
    return Arn;
  });

const isApprover = (world: World, directory: Directory): Promise<boolean> =>
  assumeApprover(world, directory).then(
    () => true,
    () => false,
  );
