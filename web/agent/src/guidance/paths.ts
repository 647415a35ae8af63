export const guidancePath = "/settings/ai/guidance";
