export { getSurvey, getSurveySetting } from "./queries.ts";
export { openSurvey, rate, type SurveyPage, textWithLink } from "./rate.ts";
export { answeredBy, leastGood, longestComment, longestDelayMinutes } from "./rules.ts";
export { planSurvey, sendSurvey } from "./send-survey.ts";
export { setSurvey } from "./set-survey.ts";
