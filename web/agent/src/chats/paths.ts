export const chatsPath = "/settings/chat";
