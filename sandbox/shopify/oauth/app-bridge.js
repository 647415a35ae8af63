// Stands in for https://cdn.shopify.com/shopifycloud/app-bridge.js: the page in the admin's frame asks the admin for a
// session token, as the real one does.
(() => {
  const asked = new Map();
  let n = 0;
  addEventListener("message", (event) => {
    if (event.source !== parent || event.data?.kind !== "id-token") return;
    asked.get(event.data.n)?.(event.data.idToken);
    asked.delete(event.data.n);
  });
  window.shopify = {
    config: Object.fromEntries(new URLSearchParams(location.search)),
    environment: { embedded: parent !== window },
    idToken: () =>
      new Promise((given) => {
        asked.set(++n, given);
        parent.postMessage({ kind: "id-token", n }, "*");
      }),
  };
})();
