import { createCallPanel } from "./phone-call.js";
import { byId, face, moment, tagged } from "./shown.js";

/** The phone: whose it is and which of the shop's numbers is written to; the texts are asked for when they change. */
const state = { phones: [], shops: [], me: null, events: null };
const examples = ["Where is my order #1042?", "My candle arrived broken", "STOP"];

async function ask(path, body) {
  const options = body
    ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
    : {};
  const answer = await fetch(`/shopper/api/phones${path}`, options);
  const content = await answer.json();
  if (!answer.ok) throw new Error(content?.error ?? `The sandbox answered ${answer.status}`);
  return content;
}

const mine = (path) => `/${encodeURIComponent(state.me.number)}/${path}`;

async function play(phone) {
  state.me = phone;
  localStorage.setItem("phone", phone.number);
  byId("own").textContent = `${phone.name}'s phone, ${phone.number}`;
  state.events?.close();
  state.events = new EventSource(`/shopper/api/phones${mine("events")}`);
  state.events.onmessage = () => void refresh();
  renderPeople();
  await refresh();
}

async function refresh() {
  const phone = state.me;
  void panel.refresh();
  const texts = await ask(mine("texts"));
  if (phone !== state.me) return;
  const shown = texts.filter((text) => text.with === byId("to").value);
  byId("none").hidden = shown.length > 0;
  byId("examples").hidden = shown.length > 0;
  const list = byId("texts");
  const key = `${phone.number} ${byId("to").value} ${shown.map(({ id }) => id)}`;
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...shown.map(bubble));
  list.scrollTop = list.scrollHeight;
}

function bubble({ at, mine: own, text, pictures, files }) {
  const images = pictures.map((src) => tagged("img", { src, alt: "Picture", onload: scrollDown }));
  const more = files > 0 ? [tagged("em", { textContent: `${files} file(s)\n` })] : [];
  const time = tagged("time", { dateTime: at, textContent: moment(at) });
  return tagged("li", { className: own ? "mine" : "" }, ...images, ...more, text, time);
}

function scrollDown() {
  byId("texts").scrollTop = byId("texts").scrollHeight;
}

function renderPeople() {
  const buttons = state.phones.map((phone) => {
    const button = tagged("button", { type: "button", onclick: () => void play(phone) }, face(phone), phone.name);
    button.setAttribute("aria-pressed", String(phone.number === state.me?.number));
    return button;
  });
  byId("people").replaceChildren(...buttons);
}

async function picture() {
  const [file] = byId("file").files;
  if (!file) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const signs = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return { contentType: file.type || "application/octet-stream", base64: btoa(signs) };
}

async function send(event) {
  event.preventDefault();
  byId("problem").hidden = true;
  byId("send").disabled = true;
  try {
    await ask(mine("texts"), { to: byId("to").value, text: byId("text").value, picture: await picture() });
    byId("form").reset();
    nameFile();
    await refresh();
  } catch (error) {
    byId("problem").textContent = error.message;
    byId("problem").hidden = false;
  } finally {
    byId("send").disabled = false;
    byId("text").focus();
  }
}

function nameFile() {
  byId("file-name").textContent = byId("file").files[0]?.name ?? "Attach a picture";
}

function fillIn(text) {
  byId("text").value = text;
  byId("text").focus();
}

const panel = createCallPanel({ byId, tagged, ask, mine });
byId("form").onsubmit = (event) => void send(event);
byId("file").onchange = nameFile;
byId("to").onchange = () => void refresh();
byId("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey) void send(event);
};
const buttons = examples.map((text) =>
  tagged("button", { type: "button", textContent: text, onclick: () => fillIn(text) }),
);
byId("examples").replaceChildren(...buttons);
Object.assign(state, await ask(""));
const options = state.shops.map(({ number, name }) =>
  tagged("option", { value: number, textContent: `${name} ${number}` }),
);
byId("to").replaceChildren(...options);
const known = state.phones.find(({ number }) => number === localStorage.getItem("phone"));
if (state.phones.length > 0) await play(known ?? state.phones[0]);
