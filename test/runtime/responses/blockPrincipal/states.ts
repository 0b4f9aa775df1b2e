import fc from "fast-check";
import type { Identity, ModelCredential, Version, World } from "./model";
import { identity, place, sessionA, sessionB, settings } from "./work";

const managed = ["ReadOnlyAccess", "AmazonS3FullAccess", "AWSCompromisedKeyQuarantineV2", "AWSDenyAll"].map(
  (name) => `arn:aws:iam::aws:policy/${name}`,
);
const limits = `arn:aws:iam::${place.accountId}:policy/limits`;
/** A policy in our path, but with a name that only others can have given. */
export const squatted = `arn:aws:iam::${place.accountId}:policy/firebreak/web/bound/web-quarantine`;

/** Documents that someone may have put into a policy with our name. */
const documents = [
  '{"Version":"2012-10-17","Statement":[]}',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}',
  '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "LimitNothingElse", Effect: "Allow", Action: "*", Resource: "*" },
      {
        Sid: "DenyOlderSessions",
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { DateLessThan: { "aws:TokenIssueTime": "1970-01-02T00:00:00Z" } },
      },
    ],
  }),
];

const versions: fc.Arbitrary<Version[]> = fc
  .array(fc.constantFrom(...documents), { minLength: 1, maxLength: 5 })
  .chain((texts) =>
    fc
      .nat({ max: texts.length - 1 })
      .map((current) =>
        texts.map((document, index) => ({ id: `v${index + 8}`, document, isDefault: index === current })),
      ),
  );

const attached = fc.uniqueArray(fc.constantFrom(...managed), { maxLength: 4 });
const boundary = fc.constantFrom(undefined, undefined, limits, managed[0], managed[3]);

const credentials = (prefix: string, statuses: ModelCredential["status"][] = ["Active", "Inactive"]) =>
  fc
    .array(fc.constantFrom(...statuses), { maxLength: 2 })
    .map((list) => list.map((status, index): ModelCredential => ({ id: `${prefix}${index}`, status })));

const asIdentity = ({
  boundary: given,
  ...parts
}: Omit<Partial<Identity>, "boundary"> & { boundary: string | undefined }) =>
  identity({ ...parts, ...(given && { boundary: given }) });

const roles = fc
  .record({
    path: fc.constantFrom("/", "/team/"),
    attached,
    boundary,
    profiles: fc.constantFrom<string[]>([], ["web"], ["a", "b", "c"]),
  })
  .map(asIdentity);

const users = fc
  .record({
    id: fc.constant("AIDABOBBOBBOBBOBBOB01"),
    path: fc.constantFrom("/", "/team/"),
    attached,
    boundary,
    keys: credentials("AKIA"),
    service: credentials("ACCA", ["Active", "Inactive", "Expired"]),
    ssh: credentials("APKA"),
    certificates: credentials("CERT"),
    password: fc.boolean(),
    devices: fc.nat({ max: 3 }),
  })
  .map(asIdentity);

/** An account whose role `web` and user `bob` may have anything, with or without a leftover policy of our name. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    web: roles,
    bob: users,
    left: fc.option(versions, { nil: undefined }),
    quota: fc.integer({ min: 4, max: 5 }),
  })
  .map(({ web, bob, left, quota }) => ({
    partition: "aws",
    account: place.accountId,
    roles: { web },
    users: { bob },
    policies: {
      [limits]: [{ id: "v1", document: documents[0]!, isDefault: true }],
      ...(left && { [squatted]: left }),
    },
    quota,
  }));

/** What findings request for role `web`: sessions, or the role without a session. */
export const wantedOfRole = fc.uniqueArray(
  fc.constantFrom<Record<string, string>>(
    { sessions: sessionA, accessKeys: "ASIAEXAMPLE1" },
    { sessions: sessionB, accessKeys: "" },
    { sessions: `${sessionA} ${sessionB}`, accessKeys: "" },
    { whole: "yes", accessKeys: "" },
  ),
  { minLength: 1, maxLength: 3, selector: (details) => JSON.stringify(details) },
);

export const anySettings = fc.record({
  ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, fc.constant(value)])),
  roles: fc.constantFrom("session" as const, "older-sessions" as const, "principal" as const),
  wholeRoleIfNeeded: fc.boolean(),
  deleteLoginProfile: fc.boolean(),
  reactivateCredentials: fc.boolean(),
});
