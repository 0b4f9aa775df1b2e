import type { Call } from "../../model/call";
import { setStatus } from "./credentials";
import { denyEverything } from "./deny";
import type { BlockSettings, Credential, PrincipalState } from "./state";

/**
 * The missing calls for a user: first access keys, so that a later failure leaves less open; then the deny, which also covers
 * sessions and the console; then every other credential
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html). The console password is kept unless the
 * settings require its deletion: a deleted password cannot be restored, and the deny makes it useless.
 */
export function planUser(state: PrincipalState, settings: BlockSettings): Call[] {
  const active = state.credentials.filter((credential) => credential.active);
  const off = (credential: Credential) => setStatus(state.name, credential, "Inactive", `of user ${state.name}`);
  const isKey = ({ kind }: Credential) => kind === "access-key";
  return [
    ...active.filter(isKey).map(off),
    ...denyEverything(state),
    ...active.filter((credential) => !isKey(credential)).map((credential) => ({ ...off(credential), secondary: true })),
    ...(settings.deleteLoginProfile && state.loginProfile ? [deletePassword(state)] : []),
  ];
}

function deletePassword({ name }: PrincipalState): Call {
  return {
    service: "iam",
    operation: "DeleteLoginProfile",
    input: { UserName: name },
    reason: `the console password of user ${name}: deleteLoginProfile is on`,
    changes: ["credentials"],
    secondary: true,
  };
}
