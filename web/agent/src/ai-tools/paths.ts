export const aiToolsPath = "/settings/ai/tools";
