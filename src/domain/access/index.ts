export { actAs, type Sighted, sightedBy } from "./act-as.ts";
export { createApiKey, findApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
export { changePassword, type EndedLogin } from "./change-password.ts";
export { createRole, deleteRole, listRoles, longestRoleName, updateRole } from "./custom-roles.ts";
export { addMember, authorOf, findMembers, getMember, listMembers } from "./members.ts";
export { findRole } from "./queries.ts";
export { getUser, registerUser, verifyPassword } from "./register-user.ts";
export {
  allow,
  type Permission,
  permissions,
  permissionsOf,
  permissionsOfKey,
  permissionsOfMember,
  type Role,
  roles,
} from "./rules.ts";
export { setMemberRole } from "./set-member-role.ts";
export type { ApiKey } from "./tables.ts";
