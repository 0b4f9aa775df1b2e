import { notifiedTypes } from "../../runtime/findings/notifiedTypes";
import { isResponse, type Route } from "../../runtime/model/response";

/** The active finding types of GuardDuty in a file with a type on each line. */
export const activeTypes = (text: string): string[] => text.split("\n").filter((line) => line && !line.startsWith("#"));

/** What happens to the active finding types of GuardDuty. */
function decisions(catalogue: Route[], active: string[]) {
  const responses = catalogue.filter(isResponse).map(({ name, findingTypes }) => ({
    name,
    types: active.filter((type) => findingTypes.includes(type)),
  }));
  const contained = active.filter((type) => responses.some(({ types }) => types.includes(type)));
  const others = notifiedTypes.map(({ types, ...group }) => ({
    ...group,
    types: active.filter((type) => types.includes(type)),
  }));
  const onRequest = others.filter(({ response, types }) => response !== undefined && types.length > 0);
  const notified = others.filter(({ response, types }) => response === undefined && types.length > 0);
  return { responses: responses.filter(({ types }) => types.length > 0), contained, onRequest, notified };
}

/** One sentence with the number of types that a response contains. */
export function countsOfTypes(catalogue: Route[], active: string[]): string {
  const { responses, contained, onRequest } = decisions(catalogue, active);
  const each = responses.map(({ name, types }) => `\`${name}\` ${types.length}`).join(", ");
  return `Of the ${active.length} active finding types of GuardDuty, a response contains ${contained.length} (${each}), and
${sumOf(onRequest)} more where \`moreFindingTypes\` has them; people are notified of the others, with the reason. [docs/finding-types.md](docs/finding-types.md) has them all.`;
}

/** The page with the decision on each active finding type of GuardDuty. */
export function findingTypesPage(catalogue: Route[], active: string[]): string {
  const { responses, contained, onRequest, notified } = decisions(catalogue, active);
  return `# The finding types of GuardDuty

Every [active finding type](https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html) has a decision: a
response contains it, or it does so on request, or people are notified, and why nothing is contained is given. \`findingTypes\` of a
response changes that for your accounts. \`npm run docs\` generates this page, and a test fails if a type has no decision.

## Contained: ${contained.length} of ${active.length}

The mode of the response decides whether it acts, asks or only observes. A type that stands at several responses has targets for each.

| response | types |
| --- | --- |
${responses.map(({ name, types }) => `| \`${name}\` | ${cell(types)} |`).join("\n")}

## Contained on request: ${sumOf(onRequest)} of ${active.length}

People are notified of these types, because they are not proof enough to act on by default. To contain them, add them to a response,
with \`*\` for anything, and let a person approve:

\`\`\`yaml
firebreak:responses:
  isolate-instance:
    moreFindingTypes: ["*:Runtime/*"]
    modes:
      - { mode: approve, types: ["*:Runtime/*"] }
\`\`\`

| response | why not by default | types |
| --- | --- | --- |
${onRequest.map(({ response, why, types }) => `| \`${response}\` | ${why} | ${cell(types)} |`).join("\n")}

## Notified: ${sumOf(notified)} of ${active.length}

| what people should do | types |
| --- | --- |
${notified.map(({ why, types }) => `| ${why} | ${cell(types)} |`).join("\n")}
`;
}

const sumOf = (groups: { types: string[] }[]) => groups.reduce((sum, { types }) => sum + types.length, 0);

const cell = (types: string[]) => types.map((type) => `\`${type}\``).join("<br>");
