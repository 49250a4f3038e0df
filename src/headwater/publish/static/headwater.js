// Keys, and a notice when newer stories exist. Everything here has a visible link that does the same.
(() => {
  "use strict";
  const store = { get: (k) => { try { return localStorage.getItem(k); } catch { return null; } },
    set: (k, v) => { try { localStorage.setItem(k, v); } catch { /* private window */ } } };
  const button = document.getElementById("keys-switch");
  const isOff = () => store.get("keys") === "off";
  if (button) {
    const label = () => { button.textContent = isOff() ? button.dataset.on : button.dataset.off; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => { store.set("keys", isOff() ? "on" : "off"); label(); });
  }
  const items = [...document.querySelectorAll(".item")];
  let at = -1, chord = "";
  const step = (by) => {
    if (!items.length) return;
    at = Math.max(0, Math.min(items.length - 1, at + by));
    const link = items[at].querySelector("a");
    if (link) { link.focus({ preventScroll: true }); items[at].scrollIntoView({ block: "nearest" }); }
  };
  const follow = (selector, within) => { const link = (within || document).querySelector(selector); if (link) link.click(); };
  const places = { h: "/", r: "/river", s: "/sources" };
  const keys = {
    j: () => step(1), k: () => step(-1),
    o: () => { if (at >= 0) follow("a", items[at]); },
    v: () => follow("a.origin", at >= 0 ? items[at] : document),
    n: () => follow("a[rel=next]"),
    G: () => scrollTo(0, document.body.scrollHeight),
    "/": () => document.getElementById("q").focus(),
    "?": () => { location.href = "/about/how#keys"; },
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement) return document.activeElement.blur();
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,select,textarea")) return;
    if (chord === "g") {
      chord = "";
      if (event.key === "g") return scrollTo(0, 0);
      if (places[event.key]) { location.href = places[event.key]; return; }
    }
    if (event.key === "g") { chord = "g"; return; }
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  const notice = document.querySelector("[data-fresh]");
  if (notice) {
    let seen = null;
    const look = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(location.href, { method: "HEAD" });
        const tag = answer.headers.get("etag");
        if (answer.ok && seen && tag !== seen) notice.hidden = false;
        seen = seen || tag;
      } catch { /* offline */ }
    };
    look();
    setInterval(look, 30000);
  }
})();
