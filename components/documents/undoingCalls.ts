import { apiCallDetailType } from "../../runtime/messages/apiCall";
import { isResponse, type Route, type UndoingCalls } from "../../runtime/model/response";
import { catalogue } from "../../runtime/responses/catalogue";

/** The calls of AWS's API that may undo what a route contains; undefined for one that contains nothing. */
export const undoingCallsOf = (route: Route): UndoingCalls | undefined =>
  isResponse(route) ? route.undoneBy : undefined;

const all = catalogue.flatMap((route) => undoingCallsOf(route) ?? []);

/** The services whose calls are listened to. */
export const callSources = [...new Set(all.map(({ source }) => source))].sort();

/** A call that AWS refused has changed nothing. */
const made = { errorCode: [{ exists: false }] };

/** The calls of a response that its rule takes. */
export const undoing = ({ calls }: UndoingCalls): object => ({ eventName: calls, ...made });

/**
 * The EventBridge pattern of the calls that an account forwards: those that may undo a containment, by anyone but the
 * product's own roles. A role that only bears such a name is found by the hourly look. EventBridge gets these events where a
 * trail records management events; those of IAM come in us-east-1
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
 */
export function callsPattern(rolePrefix: string): string {
  const byRole = (userName: object[]) => ({ userIdentity: { sessionContext: { sessionIssuer: { userName } } } });
  return JSON.stringify({
    source: callSources,
    "detail-type": [apiCallDetailType],
    detail: {
      eventName: [...new Set(all.flatMap(({ calls }) => calls))].sort(),
      ...made,
      $or: [byRole([{ "anything-but": { prefix: `${rolePrefix}-` } }]), byRole([{ exists: false }])],
    },
  });
}
