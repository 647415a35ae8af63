export const sendingPath = "/settings/sending";
