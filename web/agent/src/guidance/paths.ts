export const guidancePath = "/settings/ai/guidance";
/** What was tried; its id follows. */
export const trialRoute = `${guidancePath}/trials/:trialId`;

export function trialPath(trialId: string): string {
  return `${guidancePath}/trials/${trialId}`;
}
