const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const over = new Set(["completed", "busy", "no-answer", "failed", "canceled"]);
const words = {
  queued: "Calling",
  ringing: "Ringing",
  "in-progress": "On the line",
  completed: "Call ended",
  busy: "Busy",
  "no-answer": "No answer",
  failed: "Call failed",
  canceled: "Call ended",
};
const sounds = { music: "♪ Music", beep: "Beep", played: "♪" };

/** The call on the phone: what is heard, keys, typed speech; shown as long as it lasts and a moment after. */
export function createCallPanel({ byId, tagged, ask, mine }) {
  let call = null;
  let ended = null;

  async function refresh() {
    const found = await ask(mine("call"));
    if (found && over.has(found.status) && found.sid !== call?.sid) return hide();
    call = found;
    render();
  }

  function hide() {
    call = null;
    byId("call").hidden = true;
    byId("dial").hidden = false;
  }

  function render() {
    if (!call || call.sid === ended) return hide();
    const isOver = over.has(call.status);
    const isIncoming = call.incoming && call.status === "ringing";
    byId("call").hidden = false;
    byId("dial").hidden = !isOver;
    byId("call-state").textContent = isIncoming ? `${call.with} is calling` : words[call.status];
    byId("answer").hidden = !isIncoming;
    byId("hang-up").textContent = isOver ? "Close" : isIncoming ? "Decline" : "Hang up";
    byId("speak-form").hidden = isOver || isIncoming;
    const list = byId("heard");
    list.replaceChildren(...call.heard.map(line));
    list.scrollTop = list.scrollHeight;
  }

  function line({ kind, text }) {
    const shown = sounds[kind] ? `${sounds[kind]} ${kind === "played" ? text : ""}` : text;
    return tagged("li", { className: kind, textContent: shown.trim() });
  }

  async function act(input) {
    if (call) call = await ask(mine(`calls/${call.sid}`), input);
    render();
  }

  byId("dial").onclick = async () => {
    byId("problem").hidden = true;
    try {
      call = await ask(mine("calls"), { to: byId("to").value });
      ended = null;
      render();
      byId("speech").focus();
    } catch (error) {
      byId("problem").textContent = error.message;
      byId("problem").hidden = false;
    }
  };
  byId("answer").onclick = () => void act({ answer: true });
  byId("hang-up").onclick = () => {
    if (!over.has(call.status))
      return void act(call.status === "ringing" && call.incoming ? { decline: true } : { hangUp: true });
    ended = call.sid;
    render();
  };
  byId("speak-form").onsubmit = (event) => {
    event.preventDefault();
    const speech = byId("speech").value.trim();
    byId("speech").value = "";
    if (speech) void act({ speech });
  };
  const pads = keys.map((digit) =>
    tagged("button", { type: "button", textContent: digit, onclick: () => void act({ digits: digit }) }),
  );
  byId("keys").replaceChildren(...pads);
  return { refresh };
}
