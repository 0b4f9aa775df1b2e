import { apiCallDetailType } from "../../runtime/messages/apiCall";
import { isResponse, type Route, type UndoingCalls, undoingCalls } from "../../runtime/model/response";
import { catalogue } from "../../runtime/responses/catalogue";

/** The AWS API calls that may undo a route's containments, one entry for each service. */
export const undoingCallsOf = (route: Route): UndoingCalls[] => (isResponse(route) ? undoingCalls(route) : []);

const all = catalogue.flatMap(undoingCallsOf);

/** The services whose calls are forwarded. */
export const callSources = [...new Set(all.map(({ source }) => source))].sort();

/** Matches successful calls only; a refused call changed nothing. */
const made = { errorCode: [{ exists: false }] };

/** The pattern of the calls that may undo a response's containments. */
export const undoing = ({ calls }: UndoingCalls): object => ({ eventName: calls, ...made });

/**
 * The EventBridge pattern of the calls that an account forwards: those that may undo a containment, except calls by the
 * product's own roles. The hourly check detects changes by a role that only has such a name. EventBridge receives these
 * events if a trail records management events; IAM events arrive in us-east-1
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
