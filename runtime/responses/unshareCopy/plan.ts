import { inShort } from "../../lib/inShort";
import type { Call } from "../../model/call";
import { change, inParts } from "./calls";
import { type CopyState, everyone, mayStay, type UnshareSettings, unwanted } from "./state";

/**
 * Most grants that are noted for a release. A journal item holds 400 KB
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
 */
export const mostKept = 1000;

/**
 * The missing calls until the copy is neither public nor shared with anyone who may not have it; then, if config says so, the
 * account's block of public access for new sharing.
 */
export function plan(state: CopyState, settings: UnshareSettings): Call[] {
  const parts = inParts(unwanted(state, settings));
  return [...parts.map((grants) => remove(state, grants)), ...(settings.blockPublicAccess ? block(state) : [])];
}

function remove(state: CopyState, grants: string[]): Call {
  const room = Math.max(0, mostKept - state.removed.length);
  return {
    ...change(state, { remove: grants }),
    reason:
      grants[0] === everyone
        ? "anyone may copy it"
        : `config does not allow that ${inShort(grants)} may copy it${why(state)}`,
    marks: grants.slice(0, room),
  };
}

const why = ({ organizationKnown }: CopyState): string =>
  organizationKnown ? "" : " (the journal does not know the accounts of the organization)";

/**
 * Prevents that any snapshot or AMI of the account becomes public in the Region. Other public ones stay public: they are not what the
 * finding is about. The state of the block for AMIs shows up to 10 minutes later, so it is asked for once
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableSnapshotBlockPublicAccess.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageBlockPublicAccess.html).
 */
function block({ kind, blocked, blockRequested }: CopyState): Call[] {
  if (blocked !== false || blockRequested) return [];
  const common = { service: "ec2", changes: ["grants"], secondary: true };
  return [
    kind === "ami"
      ? {
          ...common,
          operation: "EnableImageBlockPublicAccess",
          input: { ImageBlockPublicAccessState: "block-new-sharing" },
          reason: "no AMI of the account may become public in this Region",
        }
      : {
          ...common,
          operation: "EnableSnapshotBlockPublicAccess",
          input: { State: "block-new-sharing" },
          reason: "no snapshot of the account may become public in this Region",
        },
  ];
}

/** The grants that stay although the copy is contained. */
export const staying = (state: CopyState, settings: UnshareSettings): string[] =>
  state.grants.filter((who) => mayStay(who, state, settings));
