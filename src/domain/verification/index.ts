export { assuranceOf } from "./assurance-of.ts";
export { findWayToCaller } from "./caller.ts";
export { forgetCode } from "./forget-code.ts";
export { type Given as GivenCode, giveCode } from "./give-code.ts";
export { hasOpenCode, isCodeLost, lastCode, textWithCode, withoutGivenCodes } from "./queries.ts";
export { readCodes } from "./read-codes.ts";
export { type SentCode, sendCode } from "./send-code.ts";
export { partOfCode, spokenCodesIn, withoutSpokenCodes } from "./spoken-codes.ts";
export { type CodeLanguage, codeLanguages, hiddenCode } from "./words.ts";
