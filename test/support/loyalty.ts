import { createServer } from "node:http";
import express from "express";
import supertest from "supertest";
import { loyaltyRoutes } from "../../sandbox/loyalty/routes.ts";
import { createLoyalty, type Loyalty, wellBehaved } from "../../sandbox/loyalty/state.ts";
import { aConversation } from "../ai/turn.ts";
import { aPerson, type Client, type LoggedIn, type TestApi } from "./api.ts";
import { closeAtEnd } from "./close-at-end.ts";

export interface RunningLoyalty {
  url: string;
  loyalty: Loyalty;
  /** What a browser does there: the address it is sent back to. */
  agree(url: string, decision?: "allow" | "deny"): Promise<URL>;
}

/** The sandbox's loyalty programme by itself, on loopback. */
export async function startLoyalty(): Promise<RunningLoyalty> {
  const home = { loyalty: createLoyalty(), settings: { url: "", publicUrl: "" } };
  const app = express();
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  Object.assign(home.settings, { url, publicUrl: url });
  app.use(loyaltyRoutes(home));
  closeAtEnd(async () => {
    await new Promise((done) => server.close(done).closeAllConnections());
  });
  return { url, loyalty: home.loyalty, agree };
}

async function agree(url: string, decision = "allow"): Promise<URL> {
  const page = await (await fetch(url)).text();
  const fields = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!]);
  const body = new URLSearchParams([...fields.filter(([name]) => name !== "decision"), ["decision", decision]]);
  const answer = await fetch(new URL("/loyalty/authorize", url), { method: "POST", body, redirect: "manual" });
  return new URL(answer.headers.get("location")!);
}

/** Brought in by this person, who has not logged in there yet. @returns its id. */
export async function aProgramme(owner: Client, { url }: RunningLoyalty): Promise<string> {
  const input = { kind: "mcp", name: "Club", url: `${url}/loyalty/mcp` };
  const { body } = await owner.post("/v1/tool-sources", input).expect(201);
  return body.id;
}

/** A shop that has brought the programme in, and whoever goes there and comes back. */
export async function aClub(api: TestApi, programme: RunningLoyalty) {
  const { loyalty, agree } = programme;
  Object.assign(loyalty.misbehaves, wellBehaved);
  const shop = await aConversation(api.db);
  const owner = await aPerson(api, shop.system, "owner");
  const path = `/v1/tool-sources/${await aProgramme(owner, programme)}`;
  const { body: source } = await owner.get(path).expect(200);
  const begin = async (as: object = {}): Promise<string> =>
    (await owner.post(`${path}/authorizations`, as).expect(201)).body.url;
  const comeBack = ({ pathname, search }: URL, person: LoggedIn = owner) =>
    supertest(api.url)
      .get(pathname + search)
      .set("cookie", person.cookie)
      .redirects(0);
  const shown = async () => (await owner.get(path).expect(200)).body;
  const logIn = async () => comeBack(await agree(await begin())).expect(302);
  const points = async () => {
    const { id } = (await shown()).tools.find(({ key }: { key: string }) => key === "points");
    const args = { email: "mia.berg@mail.example" };
    return (await owner.post(`/v1/external-tools/${id}/tests`, { arguments: args }).expect(200)).body;
  };
  return { ...shop, owner, source, begin, comeBack, shown, logIn, points };
}
