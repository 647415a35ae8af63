/** The whole page: who is played, which thread is open; everything else is asked for again when something changed. */
const byId = (id) => document.getElementById(id);
const state = { people: { shoppers: [], shops: [] }, me: null, threads: [], open: null, events: null };
const tagged = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

async function ask(path, body) {
  const options = body
    ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
    : {};
  const answer = await fetch(`/shopper/api/${path}`, options);
  const content = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(content?.error ?? `The sandbox answered ${answer.status}`);
  return content;
}

const mine = (path) => `${encodeURIComponent(state.me.address)}/${path}`;

async function play(person) {
  state.me = person;
  state.open = null;
  localStorage.setItem("shopper", person.address);
  byId("form").reset();
  nameFile();
  renderExamples();
  state.events?.close();
  state.events = new EventSource(`/shopper/api/${mine("events")}`);
  state.events.onmessage = () => void refresh();
  show("list");
  await refresh();
}

async function refresh() {
  const person = state.me;
  const threads = await ask(mine("threads"));
  if (person !== state.me) return;
  state.threads = threads;
  const open = threads.find(({ id }) => id === state.open);
  render();
  if (open?.unread) await ask(mine(`threads/${open.id}/read`), {});
}

function open(threadId) {
  state.open = threadId;
  byId("problem").hidden = true;
  show("reading");
  render();
  if (threadId) void refresh();
  byId(threadId ? "text" : "subject-input").focus({ preventScroll: Boolean(threadId) });
}

function show(view) {
  document.body.dataset.view = view;
}

function render() {
  renderPeople();
  byId("threads").replaceChildren(...state.threads.map(threadRow));
  byId("none").hidden = state.threads.length > 0;
  renderReading();
}

function renderPeople() {
  const buttons = state.people.shoppers.map((person) => {
    const button = tagged("button", { type: "button", onclick: () => void play(person) }, face(person), person.name);
    button.setAttribute("aria-pressed", String(person.address === state.me?.address));
    return button;
  });
  byId("people").replaceChildren(...buttons);
}

/** A suggestion fills the form; sending it stays the shopper's own step. */
function renderExamples() {
  const buttons = state.me.examples.map(({ subject, text }) => {
    const fill = () => {
      byId("subject-input").value = subject;
      byId("text").value = text;
      byId("text").focus();
    };
    return tagged("button", { type: "button", textContent: subject, onclick: fill });
  });
  byId("examples").replaceChildren(...buttons);
}

function face({ name }) {
  const initials = name
    .split(" ")
    .map((part) => part[0])
    .join("");
  const element = tagged("span", { className: "face", textContent: initials.slice(0, 2) });
  element.style.setProperty("--hue", String([...name].reduce((sum, sign) => sum + sign.charCodeAt(0) * 37, 0) % 360));
  return element;
}

function threadRow({ id, subject, at, unread, messages }) {
  const last = messages.at(-1);
  const line = tagged("span", { className: "line" }, tagged("strong", { textContent: subject }), moment(at));
  const snippet = `${last.mine ? "You" : last.from.name}: ${last.text.replace(/\s+/g, " ")}`;
  const button = tagged(
    "button",
    { type: "button", onclick: () => open(id) },
    line,
    tagged("span", { className: "snippet", textContent: snippet }),
  );
  button.setAttribute("aria-current", String(id === state.open));
  return tagged("li", { className: unread ? "unread" : "" }, button);
}

function renderReading() {
  const thread = state.threads.find(({ id }) => id === state.open);
  const [shop] = state.people.shops;
  byId("subject").textContent = thread?.subject ?? "New email";
  byId("to").textContent = `To ${shop.name} <${shop.address}>`;
  byId("subject-row").hidden = Boolean(thread);
  byId("examples").hidden = Boolean(thread);
  byId("text-label").textContent = thread ? "Reply" : "Message";
  const shown = byId("messages");
  const before = shown.dataset.key;
  const key = thread ? `${thread.id}:${thread.messages.length}` : "";
  if (before === key) return;
  shown.dataset.key = key;
  shown.replaceChildren(...(thread?.messages ?? []).map(messageCard));
  shown.lastElementChild?.scrollIntoView({ block: "nearest" });
}

function messageCard({ from, at, text, mine: own, attachments }) {
  const line = tagged(
    "div",
    { className: "line" },
    tagged("strong", { textContent: own ? "You" : from.name }),
    moment(at),
  );
  const files = attachments.map(({ name, url, isPicture }) => {
    if (isPicture) return tagged("img", { src: url, alt: name });
    return tagged("a", { href: url, textContent: name, download: name });
  });
  return tagged(
    "article",
    { className: own ? "mine" : "" },
    line,
    tagged("p", { className: "text", textContent: text }),
    ...files,
  );
}

function moment(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  const form = today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" };
  return tagged("time", { dateTime: iso, textContent: at.toLocaleString("en-GB", form) });
}

async function attached() {
  const [file] = byId("file").files;
  if (!file) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const signs = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return { name: file.name, contentType: file.type || "application/octet-stream", base64: btoa(signs) };
}

async function send(event) {
  event.preventDefault();
  const [shop] = state.people.shops;
  const letter = {
    to: shop.address,
    subject: byId("subject-input").value,
    text: byId("text").value,
    threadId: state.open,
  };
  byId("send").disabled = true;
  byId("problem").hidden = true;
  try {
    const { threadId } = await ask(mine("mail"), { ...letter, attachment: await attached() });
    byId("form").reset();
    nameFile();
    open(threadId);
  } catch (error) {
    byId("problem").textContent = error.message;
    byId("problem").hidden = false;
  } finally {
    byId("send").disabled = false;
  }
}

function nameFile() {
  byId("file-name").textContent = byId("file").files[0]?.name ?? "Attach a picture";
}

byId("new").onclick = () => open(null);
byId("back").onclick = () => show("list");
byId("form").onsubmit = (event) => void send(event);
byId("file").onchange = nameFile;
state.people = await ask("people");
const known = state.people.shoppers.find(({ address }) => address === localStorage.getItem("shopper"));
if (state.people.shoppers.length > 0) await play(known ?? state.people.shoppers[0]);
