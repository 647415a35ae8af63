import { beforeAll, expect, test } from "@jest/globals";
import { aShop, marked, type Shop } from "./shop.ts";

let shop: Shop;
const letters = {
  english: "The candles arrived broken and I would like to have a refund for them, please",
  german: "Die Bestellungen sind nicht angekommen und ich möchte eine Rückerstattung für die große Kerze",
  swedish: "Hej, jag har inte fått mina beställningar och vill att ni skickar ljusen till min adress",
  french: "Bonjour, je n'ai pas été remboursée pour les bougies que vous avez envoyées à ma sœur",
  japanese: "注文した商品がまだ届いていません。返金をお願いします。",
  chinese: "我的订单还没有收到，请问什么时候发货？谢谢",
  korean: "주문한 상품이 아직 도착하지 않았습니다",
  arabic: "مرحبا، لم تصل الطلبات بعد وأريد استرداد المال من فضلكم",
  russian: "Здравствуйте, мои заказы не пришли, верните деньги пожалуйста",
} as const;

beforeAll(async () => {
  shop = await aShop();
  const asLetters = Object.entries(letters).map(([subject, text]) => ({ subject, text }));
  await shop.mail(...asLetters);
});

test.each([
  ["refunds", "english"],
  ["arrive", "english"],
  ["candle", "english"],
  ["Bestellung", "german"],
  ["rückerstattungen", "german"],
  ["ruckerstattung", "german"],
  ["GROSSE", "german"],
  ["größe", "german"],
  ["beställning", "swedish"],
  ["bestallningarna", "swedish"],
  ["ljus", "swedish"],
  ["remboursé", "french"],
  ["rembourser", "french"],
  ["bougie", "french"],
  ["soeur", "french"],
  ["商品", "japanese"],
  ["届いていません", "japanese"],
  ["返金", "japanese"],
  ["订单", "chinese"],
  ["发货", "chinese"],
  ["谢", "chinese"],
  ["도착", "korean"],
  ["الطلب", "arabic"],
  ["إسترداد", "arabic"],
  ["заказ", "russian"],
  ["деньгами", "russian"],
])("%s finds the %s letter, and only that", async (query, subject) => {
  expect(await shop.names(query)).toEqual([subject]);
});

test.each([
  ["recieved refnd", "english"],
  ["brokne candels", "english"],
  ["Bestelung", "german"],
  ["bougeis", "french"],
  ["закзы", "russian"],
])("a typing mistake finds what was meant: %s", async (query, subject) => {
  if (query.startsWith("recieved"))
    await shop.mail({ subject: "english", text: "You have received my refund request" });
  const names = await shop.names(query);
  expect(new Set(names)).toEqual(new Set([subject]));
});

test("the beginning of a word finds it while somebody is typing, and with a star at any time", async () => {
  expect(await shop.names("rücker")).toEqual(["german"]);
  expect(await shop.names("brok*")).toEqual(["english"]);
});

test("what was found is marked, in the form in which it stands there", async () => {
  const [hit] = await shop.find("bestellung kerzen");
  expect(hit?.type === "conversation" && marked(hit.message.snippet)).toEqual(["Bestellungen", "Kerze"]);
  const [second] = await shop.find("返金");
  expect(second?.type === "conversation" && marked(second.message.snippet)).toEqual(["返金"]);
  const [third] = await shop.find("remboursée");
  expect(third?.type === "conversation" && marked(third.message.snippet)).toEqual(["remboursée"]);
});

test("words between quotes stand side by side, and a minus leaves out", async () => {
  expect(await shop.names('"arrived broken"')).toEqual(["english"]);
  expect(await shop.names('"broken arrived"')).toEqual([]);
  expect(await shop.names("candles -broken")).toEqual([]);
  expect(await shop.names("candles -received")).toEqual(["english"]);
});

test("common words are not insisted on, and are found when there are no others", async () => {
  expect(await shop.names("where is the refund for my candle")).toContain("english");
  expect((await shop.names("please")).length).toBeGreaterThan(0);
});
