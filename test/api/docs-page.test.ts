import { expect, test } from "@jest/globals";
import { chromium } from "playwright-core";
import { fetchReference } from "../../scripts/reference.ts";
import { startApi } from "../support/api.ts";
import { launchOptions } from "../support/chromium.ts";
import { closeAtEnd } from "../support/close-at-end.ts";

test("the reference is readable in a browser, under its policy, without a request to anyone else", async () => {
  await fetchReference();
  const api = await startApi();
  const browser = await chromium.launch(launchOptions());
  closeAtEnd(() => browser.close());
  const page = await browser.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${api.url}/docs`);
  await page.getByRole("heading", { name: "Parley API" }).waitFor();
  // What is further down is drawn when it is scrolled to; the list at the side names everything.
  await page
    .getByRole("link", { name: "Session" })
    .or(page.getByText("Session", { exact: true }))
    .first()
    .waitFor();
  expect(await page.title()).toBe("Parley API");
  expect([...new Set(asked)].filter((origin) => origin !== api.url && origin !== "null")).toEqual([]);
  expect(complaints).toEqual([]);
});
