/** What each permission is called on screen, in groups that belong together. An unknown one shows its own name. */
export const permissionGroups: { title: string; permissions: [name: string, words: string][] }[] = [
  {
    title: "Conversations",
    permissions: [
      ["conversations:read", "Read conversations"],
      ["conversations:write", "Answer and decide"],
      ["views:read", "See views"],
      ["views:write", "Keep views of one's own"],
      ["views:manage", "Manage shared views"],
      ["canned_replies:read", "Use canned replies"],
      ["canned_replies:manage", "Write canned replies"],
      ["knowledge:read", "Read the shop's articles"],
      ["knowledge:manage", "Write and publish articles"],
      ["rules:read", "See rules and what they did"],
      ["rules:manage", "Make rules that act by themselves"],
      ["tags:read", "See tags"],
      ["tags:manage", "Manage tags"],
      ["statuses:read", "See statuses"],
      ["statuses:manage", "Manage statuses"],
    ],
  },
  {
    title: "Customers",
    permissions: [
      ["customers:read", "See customers"],
      ["customers:write", "Change customers"],
      ["customers:erase", "Erase customers"],
      ["orders:read", "See orders"],
      ["actions:read", "See what was done in shops"],
      ["actions:request", "Do things in shops, as the policy allows"],
      ["actions:approve", "Approve what others ask for"],
      ["actions:manage", "Set what is allowed, approve anything"],
      ["fields:read", "See custom fields"],
      ["fields:manage", "Manage custom fields"],
    ],
  },
  {
    title: "The workspace",
    permissions: [
      ["members:read", "See members"],
      ["members:manage", "Give out roles"],
      ["teams:read", "See teams"],
      ["teams:manage", "Manage teams"],
      ["connections:read", "See connections"],
      ["connections:manage", "Manage connections"],
      ["events:read", "Follow what happens"],
      ["audit:read", "Read the audit log"],
      ["api_keys:manage", "Manage API keys"],
      ["jobs:manage", "Repeat failed work"],
    ],
  },
];

const named = new Set(permissionGroups.flatMap(({ permissions }) => permissions.map(([name]) => name)));

/** The groups, and in one more what `all` holds beside them. */
export function groupsOf(all: readonly string[]): typeof permissionGroups {
  const others = all.filter((name) => !named.has(name)).map((name): [string, string] => [name, name]);
  return others.length === 0 ? permissionGroups : [...permissionGroups, { title: "More", permissions: others }];
}
