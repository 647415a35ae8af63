/** What the pages of the shopper show alike. */
export const byId = (id) => document.getElementById(id);

export const tagged = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

export function moment(iso) {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** Her initials, in a colour of her own. */
export function face({ name }) {
  const parts = name.split(" ").map((part) => part[0]);
  const element = tagged("span", { className: "face", textContent: parts.join("").slice(0, 2) });
  element.style.setProperty("--hue", String([...name].reduce((sum, sign) => sum + sign.charCodeAt(0) * 37, 0) % 360));
  return element;
}
