import { permissionsOf, rolesOf } from "../../components/documents/serviceRole";
import { partName } from "../../runtime/aws/rolePart";
import type { Permission } from "../../runtime/model/permission";
import { entersAccounts, type Route } from "../../runtime/model/response";

const code = (texts: string[]) => texts.map((text) => `\`${text}\``).join("<br>");

/** The page that lists what each response may do in an account, made from the responses' declarations. */
export function permissionsPage(catalogue: Route[]): string {
  const sections = catalogue.filter(entersAccounts).flatMap((route) =>
    rolesOf(route).map(
      ({ part }) => `## \`<rolePrefix>-${partName(route.name, part)}\`

| statement | actions | resources | conditions and reasons |
| --- | --- | --- | --- |
${permissionsOf(route, part).map(row).join("\n")}
`,
    ),
  );
  return `# What each response may do

Each response has a role in every account, \`<rolePrefix>-<response>\` (with the path \`rolePath\`), trusted by that
response's function only. What is needed to release only is in a second role, \`<rolePrefix>-<response>-release\`, and rights
that must not come together with the others are in a third one, \`<rolePrefix>-<response>-write\`. Every session is narrowed
further by a session policy: of the target's kind it reaches the very target and nothing else. In the resources
\`{partition}\`, \`{account}\`, \`{region}\` and \`{target}\` stand for those of the target; the role's own policy has \`*\`
for Region and target.

This page is made by \`npm run docs\`; a test fails if it is not what the code declares, and the end-to-end tests fail if a
response makes a call that is not here, or if an action stands here that they never use.

${sections.join("\n")}`;
}

function row({ sid, actions, resources, condition, why }: Permission): string {
  const conditions = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `\`${key}\` ${operator} ${code([values].flat())}`),
  );
  const remarks = [...conditions, ...(why ? [why] : [])];
  return `| ${sid} | ${code([...actions].sort())} | ${code(resources)} | ${remarks.join("<br>")} |`;
}
