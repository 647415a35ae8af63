export const externalToolsPath = "/settings/ai/other-systems";
/** One server; its id follows. */
export const toolSourceRoute = `${externalToolsPath}/:toolSourceId`;

export function toolSourcePath(toolSourceId: string): string {
  return `${externalToolsPath}/${toolSourceId}`;
}
