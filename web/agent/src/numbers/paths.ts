export const numbersPath = "/settings/numbers";
