import { inShort } from "../../lib/inShort";
import { type FunctionState, isStopped } from "./state";

/** The residual risk of a stopped function, one sentence each, open paths first. */
export function residualRisk(state: FunctionState): string[] {
  return [
    ...beyondReach(state),
    ...(isStopped(state) ? [...running(state), ...evidence(state), ...callers(state)] : []),
  ];
}

/** What was not seen, so that nothing is proven about it. */
export function beyondReach({ refused }: FunctionState): string[] {
  return refused.length > 0 ? [`Lambda denied access to ${refused.join(", ")}: what they contain is unknown`] : [];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html: at most 15 minutes */
function running({ timeout, role, region, durable }: FunctionState): string[] {
  const name = role.slice(role.lastIndexOf("/") + 1);
  return [
    `invocations that were running when it was stopped go on for up to ${inTime(timeout)}, its timeout: Lambda has no call that ends them`,
    `credentials of role ${name} that its invocations got stay valid until they expire, wherever they are used: block-principal denies its sessions`,
    ...(durable ? ["it is a durable function: executions that wait go on after the release"] : []),
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-how-it-works-tutorial.html
    ...(region === "us-east-1"
      ? [
          "if CloudFront uses one of its versions (Lambda@Edge), replicas in other Regions still run: remove it from the distribution",
        ]
      : []),
  ];
}

const inTime = (seconds: number): string =>
  seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

function evidence({ kept, snapStart, variables }: FunctionState): string[] {
  return [
    ...(kept ? [`its code is kept as version ${kept}, which nobody can change, but which can be deleted`] : []),
    ...(snapStart && !kept
      ? [
          "its code was not kept: with SnapStart, publishing a version runs the initialization code. Download the code with GetFunction",
        ]
      : []),
    ...(variables > 0
      ? [
          `the values of its environment variables (${variables}) may be known to others: replace the secrets among them`,
        ]
      : []),
  ];
}

/**
 * What keeps calling it: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
 */
function callers({ sources, urls, onFailure, deadLetter }: FunctionState): string[] {
  const enabled = sources.filter((item) => item.enabled).map(({ source }) => source);
  const disabled = sources.filter((item) => !item.enabled).map(({ source }) => source);
  const failed = [...onFailure, ...(deadLetter ? [deadLetter] : [])];
  return [
    ...(enabled.length > 0
      ? [
          `Lambda still reads ${inShort(enabled)} for it (disableEventSources is off): messages of a queue may go to its dead-letter ` +
            "queue, and records of a stream may expire, before the release",
        ]
      : []),
    ...(disabled.length > 0
      ? [`event source mappings are disabled (${inShort(disabled)}): what arrives there waits, and may expire`]
      : []),
    ...urls.map(
      ({ url, isPublic }) =>
        `its function URL ${url}${isPublic ? ", which everybody may call," : ""} refuses requests until the release (status 429)`,
    ),
    failed.length > 0
      ? `new asynchronous events go to ${inShort([...new Set(failed)])} at once: what arrives there may be the attacker's input`
      : "new asynchronous events are discarded: it has neither a dead-letter queue nor a destination for failures",
    "asynchronous events from before may wait in Lambda's queue for up to 6 hours and run after a release",
  ];
}
