/** Built-in roles are shown with a capital; the workspace's own as they were written. */
export function roleName(name: string, id: string | null): string {
  return id === null ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}
