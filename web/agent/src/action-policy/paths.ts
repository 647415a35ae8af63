export const actionPolicyPath = "/settings/shop-actions";
