import { byId, face, moment, tagged } from "./shown.js";

/** The shop's own page, with its chat: by the public API alone, as any shop would. */
const examples = ["Where is my order?", "Do you ship to Finland?", "Can I talk to a person?"];
const visitor = { address: null, name: "A visitor" };
const state = { people: [visitor], me: visitor, api: "", token: null, shown: "" };
const sessions = new Map();
const lookEveryMs = 2000;

async function ask(path, body) {
  const headers = {
    "content-type": "application/json",
    ...(state.token && { authorization: `Bearer ${state.token}` }),
  };
  const options = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
  const answer = await fetch(`${state.api}${path}`, options);
  const content = answer.status === 204 ? null : await answer.json();
  if (answer.status === 401) sessions.delete(state.me.address);
  if (!answer.ok) throw new Error(content?.detail ?? `The chat answered ${answer.status}`);
  return content;
}

async function play(person) {
  Object.assign(state, { me: person, token: null, shown: "" });
  byId("send").disabled = true;
  byId("own").textContent = person.address ? `${person.name} is logged in at the shop` : "Nobody is logged in";
  renderPeople();
  byId("texts").replaceChildren();
  const known = await (await fetch(`/shopper/api/chat?as=${encodeURIComponent(person.address ?? "")}`)).json();
  state.api = known.api;
  const kept = sessions.get(person.address);
  const { token } =
    kept ?? (await ask("/sessions", { key: known.key, ...(known.identity && { identity: known.identity }) }));
  sessions.set(person.address, { token });
  if (state.me !== person) return;
  state.token = token;
  byId("send").disabled = false;
  await refresh();
}

async function refresh() {
  const person = state.me;
  if (!state.token) return;
  const { items } = await ask("/messages");
  if (person !== state.me) return;
  byId("none").hidden = items.length > 0;
  byId("examples").hidden = items.length > 0;
  const list = byId("texts");
  // Of a long chat the newest hundred come, so that their number says nothing.
  const shown = items.map(({ id }) => id).join();
  if (state.shown === shown) return;
  state.shown = shown;
  list.replaceChildren(...items.map(bubble));
  list.scrollTop = list.scrollHeight;
}

function bubble({ from, name, text, sentAt }) {
  const time = tagged("time", {
    dateTime: sentAt,
    textContent: `${from === "shop" ? `${name}, ` : ""}${moment(sentAt)}`,
  });
  return tagged("li", { className: from === "shopper" ? "mine" : "" }, text, time);
}

function renderPeople() {
  const buttons = state.people.map((person) => {
    const button = tagged("button", { type: "button", onclick: () => void begin(person) }, face(person), person.name);
    button.setAttribute("aria-pressed", String(person === state.me));
    return button;
  });
  byId("people").replaceChildren(...buttons);
}

function tell(problem) {
  byId("problem").textContent = problem?.message ?? "";
  byId("problem").hidden = !problem;
}

/** Its time is over, or the shop has another secret: a new one begins as the first did. */
function isOver() {
  return state.token !== null && !sessions.has(state.me.address);
}

async function begin(person) {
  await play(person).then(() => tell(null), tell);
}

async function send(event) {
  event.preventDefault();
  if (byId("send").disabled) return;
  byId("send").disabled = true;
  try {
    await ask("/messages", { clientMessageId: crypto.randomUUID(), text: byId("text").value });
    byId("form").reset();
    tell(null);
    await refresh();
  } catch (problem) {
    tell(problem);
  } finally {
    byId("send").disabled = false;
    byId("text").focus();
  }
}

function fillIn(text) {
  byId("text").value = text;
  byId("text").focus();
}

byId("form").onsubmit = (event) => void send(event);
byId("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey) void send(event);
};
byId("examples").replaceChildren(
  ...examples.map((text) => tagged("button", { type: "button", textContent: text, onclick: () => fillIn(text) })),
);
const { shoppers } = await (await fetch("/shopper/api/people")).json();
state.people = [visitor, ...shoppers];
await begin(visitor);
setInterval(() => void (isOver() ? begin(state.me) : refresh().catch(tell)), lookEveryMs);
