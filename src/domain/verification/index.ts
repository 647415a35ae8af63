export { assuranceOf } from "./assurance-of.ts";
export { forgetCode } from "./forget-code.ts";
export { hasOpenCode, lastCode, textWithCode, withoutGivenCodes } from "./queries.ts";
export { readCodes } from "./read-codes.ts";
export { sendCode } from "./send-code.ts";
export { codeLanguages } from "./words.ts";
