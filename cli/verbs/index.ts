import type { Verb, VerbGroup } from "../verb";
import { approvals } from "./approvals";
import { approve, decline } from "./approve";
import { serveConsole } from "./console";
import { contain } from "./contain";
import { doctor } from "./doctor";
import { exception } from "./exception";
import { fleet } from "./fleet";
import { incidents } from "./incidents";
import { init } from "./init";
import { mcp } from "./mcp";
import { pause, resume } from "./pause";
import { plan } from "./plan";
import { policy } from "./policy";
import { preflight } from "./preflight";
import { redrive } from "./redrive";
import { rehearse } from "./rehearse";
import { release } from "./release";
import { report } from "./report";
import { show } from "./show";

/** Every command, in the order of the help. */
export const verbs: (Verb | VerbGroup)[] = [
  incidents,
  serveConsole,
  show,
  approvals,
  plan,
  contain,
  approve,
  decline,
  release,
  pause,
  resume,
  exception,
  policy,
  redrive,
  doctor,
  rehearse,
  report,
  preflight,
  init,
  fleet,
  mcp,
];
