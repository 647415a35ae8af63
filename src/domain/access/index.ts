export { createApiKey, findApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
export { addMember, authorOf, getMember, listMembers } from "./members.ts";
export { findRole } from "./queries.ts";
export { getUser, registerUser, verifyPassword } from "./register-user.ts";
export { allow, type Permission, permissions, permissionsOf, permissionsOfKey, type Role, roles } from "./rules.ts";
export type { ApiKey } from "./tables.ts";
