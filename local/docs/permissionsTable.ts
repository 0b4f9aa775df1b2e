import { permissionsOf, rolesOf } from "../../components/documents/serviceRole";
import { partName } from "../../runtime/aws/rolePart";
import type { Permission } from "../../runtime/model/permission";
import { entersAccounts, type Route } from "../../runtime/model/response";

const code = (texts: string[]) => texts.map((text) => `\`${text}\``).join("<br>");

/** The page with the permissions of each response in an account, generated from the responses' declarations. */
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

Each response has a role in every account, \`<rolePrefix>-<response>\` (with the path \`rolePath\`), which trusts only that
response's function. Permissions that only releases need are in a second role, \`<rolePrefix>-<response>-release\`.
Permissions that must not be combined with the others are in a third, \`<rolePrefix>-<response>-write\`. A session policy
narrows every session further: among resources of the target's kind, the session reaches only the target itself. In the
resources, \`{partition}\`, \`{account}\`, \`{region}\`, \`{target}\` and \`{cluster}\` stand for those of the target; the role's own
policy has \`*\` for Region, target and cluster.

\`npm run docs\` generates this page. A test fails if it differs from the code's declarations. The end-to-end tests fail if
a response makes a call that is not listed here, or never uses an action that is.

${sections.join("\n")}`;
}

function row({ sid, actions, resources, condition, why }: Permission): string {
  const conditions = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `\`${key}\` ${operator} ${code([values].flat())}`),
  );
  const remarks = [...conditions, ...(why ? [why] : [])];
  return `| ${sid} | ${code([...actions].sort())} | ${code(resources)} | ${remarks.join("<br>")} |`;
}
