export const aiModelsPath = "/settings/ai/models";
