import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { peopleOf, peopleOfExceptions, peopleWarnings } from "../../../components/settings/people";
import { readSettings } from "../../../components/settings/settings";
import { masterConfig } from "../deploy";

const here = "111122223333";
const there = "444455556666";
const role = (name: string, account = here) => `arn:aws:iam::${account}:role/${name}`;
const user = (name: string, account = here) => `arn:aws:iam::${account}:user/${name}`;
const center = role("aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Operator_*");

const settingsWith = (more: Record<string, string[]>): any => {
  const given = Object.fromEntries(
    Object.entries(more).map(([key, arns]) => [`firebreak:${key}`, JSON.stringify(arns)]),
  );
  const config: Record<string, string> = { ...masterConfig, ...given };
  return readSettings((key) => config[`firebreak:${key}`]);
};

describe("the settings of people", () => {
  it("Y4: give responses the people of the security account, and exceptions those of other accounts too", () => {
    const settings = settingsWith({
      operators: [center, user("analyst*")],
      approvers: [user("approver"), role("exception-board", there)],
      personalSessions: [role("team/analyst")],
    });
    assert.deepEqual(peopleOf(settings), {
      operate: [center, user("analyst*")],
      approve: [user("approver")],
      personalSessions: [role("team/analyst")],
    });
    assert.deepEqual(peopleOfExceptions(settings), {
      operate: [center, user("analyst*"), user("approver"), role("exception-board", there)],
      approve: [user("approver"), role("exception-board", there)],
    });
  });

  for (const key of ["operators", "approvers", "personalSessions"]) {
    it(`Y4: ${key} accept ARNs of roles and users with a name and a real account`, () => {
      for (const wrong of [
        "*",
        "arn:aws:iam::*:role/x",
        `arn:aws:iam::${here}:root`,
        `arn:aws:sts::${here}:assumed-role/x/y`,
        `arn:aws:iam::${here}:*`,
        role("x", "000000000000"),
        role("team/*"),
        role("team/**"),
        role("team/"),
      ]) {
        assert.throws(() => settingsWith({ [key]: [wrong] }), new RegExp(`firebreak:${key}\\.0 is `), wrong);
      }
      for (const right of [role("x"), role("team/x-*"), role("*"), user("team/*"), center])
        settingsWith({ [key]: [right] });
    });
  }

  it("Y4: refuse operators of another account, because they could not call a function", () => {
    assert.throws(
      () => settingsWith({ operators: [user("ana", there)] }),
      /operators has arn:aws:iam::444455556666:user\/ana: it must be of the security account 111122223333/,
    );
  });

  it("Y4: warn the person who deploys of what nobody will be able to do", () => {
    const warned = (more: Record<string, string[]>) => peopleWarnings(settingsWith(more));
    const approvers = [user("approver")];
    assert.deepEqual(warned({ operators: [center, user("ana")], approvers }), []);
    assert.match(
      warned({ operators: [], approvers })[0]!,
      /operators is empty: no one can contain by hand, release or/,
    );
    assert.match(
      warned({ operators: [center], approvers: [role("exception-board", there)] })[0]!,
      /approvers has no principal of the security account: no one can approve/,
    );
    const nameless = { operators: [role("SecOps")], approvers: [role("SecOps"), user("bob")] };
    const [only, ...others] = warned(nameless);
    assert.match(only!, /^sessions of arn:aws:iam::111122223333:role\/SecOps do not identify a person/);
    assert.deepEqual(others, [], "once, though it is in both lists");
    assert.deepEqual(warned({ ...nameless, personalSessions: [role("SecOps")] }), []);
  });
});
