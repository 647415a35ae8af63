import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { domain, type ShopSandbox, startShopSandbox } from "./shopify-shop.ts";

let shop: ShopSandbox;
beforeAll(async () => {
  shop = await startShopSandbox();
});
afterAll(() => shop.stop());
beforeEach(() => shop.reset());

const mia = "gid://shopify/Customer/7001";
const ledger = async () => (await shop.control("GET", `shopify/${domain}/ledger`)).sums;

describe("a discount code", () => {
  const valid = {
    title: "Sorry",
    code: "SORRY10",
    startsAt: "2026-01-01T00:00:00Z",
    customerGets: { value: { percentage: 0.1 }, items: { all: true } },
  };
  const create = async (input: object) =>
    (
      await shop.data(
        `mutation ($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic {
          status usageLimit appliesOncePerCustomer customerGets { value { __typename ... on DiscountPercentage { percentage } ... on DiscountAmount { amount { amount } appliesOnEachItem } } }
          context { __typename ... on DiscountCustomers { customers { id } } } minimumRequirement { ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount } } } } } } userErrors { code field } } }`,
        { input: { ...valid, ...input } },
      )
    ).discountCodeBasicCreate;

  test("is made for one customer, found by its code whatever its case, and ends when it is switched off", async () => {
    const { codeDiscountNode } = await create({
      ...{ usageLimit: 1, appliesOncePerCustomer: true, context: { customers: { add: [mia] } } },
      ...{
        customerGets: { value: { discountAmount: { amount: "5.00", appliesOnEachItem: false } }, items: { all: true } },
      },
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "20.00" } },
    });
    expect(codeDiscountNode.codeDiscount).toMatchObject({
      ...{ status: "ACTIVE", usageLimit: 1, appliesOncePerCustomer: true },
      customerGets: { value: { __typename: "DiscountAmount", amount: { amount: "5.0" }, appliesOnEachItem: false } },
      ...{
        context: { customers: [{ id: mia }] },
        minimumRequirement: { greaterThanOrEqualToSubtotal: { amount: "20.0" } },
      },
    });
    const status = async () =>
      (
        await shop.data(
          `{ codeDiscountNodeByCode(code: "sorry10") { id codeDiscount { ... on DiscountCodeBasic { status } } } }`,
        )
      ).codeDiscountNodeByCode;
    expect((await status()).id).toBe(codeDiscountNode.id);
    await shop.data(`mutation { discountCodeDeactivate(id: "${codeDiscountNode.id}") { userErrors { message } } }`);
    expect((await status()).codeDiscount.status).toBe("EXPIRED");
    const { discountNodes } = await shop.data(
      `{ discountNodes(first: 5, query: "status:expired") { nodes { discount { ... on DiscountCodeBasic { title } } } } }`,
    );
    expect(discountNodes.nodes).toEqual([{ discount: { title: "Sorry" } }]);
    expect(await ledger()).toEqual({ "discount EUR": 500 });
  });

  test.each([
    [{ code: "" }, "BLANK"],
    [{ title: " " }, "BLANK"],
    [{ usageLimit: 0 }, "GREATER_THAN"],
    [{ endsAt: "2025-01-01T00:00:00Z" }, "END_DATE_BEFORE_START_DATE"],
    [{ customerGets: { value: { percentage: 1.5 } } }, "VALUE_OUTSIDE_RANGE"],
    [{ customerGets: { value: { discountAmount: { amount: "-1" } } } }, "GREATER_THAN"],
    [{ context: { customers: { add: ["gid://shopify/Customer/1"] } } }, "INVALID"],
  ])("%j is refused with %s", async (input, code) => {
    expect(await create(input)).toMatchObject({ codeDiscountNode: null, userErrors: [{ code }] });
  });

  test("is made once", async () => {
    expect((await create({})).userErrors).toEqual([]);
    expect((await create({ code: "sorry10" })).userErrors).toMatchObject([{ code: "TAKEN" }]);
  });
});

describe("a gift card", () => {
  const create = async (input: object) =>
    (
      await shop.data(
        "mutation ($input: GiftCardCreateInput!) { giftCardCreate(input: $input) { giftCard { id balance { amount } enabled customer { id } lastCharacters } giftCardCode userErrors { code } } }",
        { input },
      )
    ).giftCardCreate;

  test("holds what was put on it until it is switched off", async () => {
    const { giftCard, giftCardCode } = await create({
      initialAmount: { amount: "25", currencyCode: "EUR" },
      customerId: mia,
    });
    expect(giftCard).toMatchObject({ balance: { amount: "25.0" }, enabled: true, customer: { id: mia } });
    expect(giftCardCode).toMatch(/^[a-z0-9]{16}$/);
    expect(giftCardCode.endsWith(giftCard.lastCharacters)).toBe(true);
    const off = `mutation { giftCardDeactivate(id: "${giftCard.id}") { giftCard { enabled deactivatedAt } userErrors { code } } }`;
    expect((await shop.data(off)).giftCardDeactivate).toMatchObject({ giftCard: { enabled: false }, userErrors: [] });
    await shop.data(off);
    expect(await ledger()).toEqual({ "gift_card EUR": 2500, "gift_card_deactivated EUR": 2500 });
  });

  test.each([
    [{}, "MISSING_ARGUMENT"],
    [{ initialAmount: { amount: "0", currencyCode: "EUR" } }, "GREATER_THAN"],
    [{ initialAmount: { amount: "5", currencyCode: "EUR" }, code: "short" }, "TOO_SHORT"],
    [
      { initialAmount: { amount: "5", currencyCode: "EUR" }, customerId: "gid://shopify/Customer/1" },
      "CUSTOMER_NOT_FOUND",
    ],
  ])("%j is refused with %s", async (input, code) => {
    expect(await create(input)).toMatchObject({ giftCard: null, userErrors: [{ code }] });
  });
});

describe("store credit", () => {
  const credit = async (id: string, amount: string, currencyCode = "EUR", more: object = {}) =>
    (
      await shop.data(
        `mutation ($id: ID!, $input: StoreCreditAccountCreditInput!) { storeCreditAccountCredit(id: $id, creditInput: $input) {
          storeCreditAccountTransaction { amount { amount } balanceAfterTransaction { amount } account { id } } userErrors { code } } }`,
        { id, input: { creditAmount: { amount, currencyCode }, ...more } },
      )
    ).storeCreditAccountCredit;
  const debit = async (id: string, amount: string, currencyCode = "EUR") =>
    (
      await shop.data(
        `mutation ($id: ID!, $input: StoreCreditAccountDebitInput!) { storeCreditAccountDebit(id: $id, debitInput: $input) {
          storeCreditAccountTransaction { amount { amount } balanceAfterTransaction { amount } } userErrors { code } } }`,
        { id, input: { debitAmount: { amount, currencyCode } } },
      )
    ).storeCreditAccountDebit;

  test("goes to a customer's account in each currency, and never below nothing", async () => {
    const first = await credit(mia, "5.00");
    const account = first.storeCreditAccountTransaction.account.id;
    expect((await credit(account, "2.50")).storeCreditAccountTransaction.balanceAfterTransaction.amount).toBe("7.5");
    expect((await credit(mia, "100", "JPY")).storeCreditAccountTransaction.account.id).not.toBe(account);
    const both = await Promise.all([debit(mia, "5.00"), debit(account, "5.00")]);
    expect(both.map(({ userErrors }) => userErrors[0]?.code ?? "taken").sort()).toEqual([
      "INSUFFICIENT_FUNDS",
      "taken",
    ]);
    expect(await ledger()).toEqual({ "store_credit EUR": 750, "store_credit JPY": 100, "store_credit_debit EUR": 500 });
  });

  test("that makes no sense is refused", async () => {
    expect((await credit("gid://shopify/Customer/1", "1")).userErrors).toEqual([{ code: "OWNER_NOT_FOUND" }]);
    expect((await credit("gid://shopify/StoreCreditAccount/1", "1")).userErrors).toEqual([
      { code: "ACCOUNT_NOT_FOUND" },
    ]);
    expect((await credit(mia, "0")).userErrors).toEqual([{ code: "NEGATIVE_OR_ZERO_AMOUNT" }]);
    expect((await credit(mia, "1", "EUR", { expiresAt: "2020-01-01T00:00:00Z" })).userErrors).toEqual([
      { code: "EXPIRES_AT_IN_PAST" },
    ]);
    const { storeCreditAccountTransaction } = await credit(mia, "1");
    expect((await credit(storeCreditAccountTransaction.account.id, "1", "USD")).userErrors).toEqual([
      { code: "MISMATCHING_CURRENCY" },
    ]);
    expect((await debit(mia, "-1")).userErrors).toEqual([{ code: "NEGATIVE_OR_ZERO_AMOUNT" }]);
    expect(await ledger()).toEqual({ "store_credit EUR": 100 });
  });
});
