// Copies a suggested reply. Its buttons are hidden until this runs: without script, a click selects the whole reply.
for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = button.dataset.copied;
  });
}

// Opening a network's composer tells the others who is answering, as the button beside it does without script.
for (const link of document.querySelectorAll("a[data-begins]")) {
  link.addEventListener("click", () => {
    const body = new URLSearchParams(new FormData(document.getElementById(link.dataset.begins)));
    body.set("action", "reply-there");
    fetch(location.pathname, { method: "POST", body, keepalive: true, redirect: "manual" });
  });
}

const live = document.getElementById("live");
if (live) {
  const rows = () => [...live.querySelectorAll(".row")];
  const read = (store, name) => { try { return store.getItem(name); } catch { return null; } };
  const keep = (store, name, value) => { try { store.setItem(name, value); } catch { /* a browser that keeps nothing */ } };

  // Marks what is new or changed since the last look at this board, until it is opened or ticked.
  const known = new Map(Object.entries(JSON.parse(read(localStorage, "seen") || "{}")));
  const isFirst = known.size === 0;
  const fresh = new Set();
  const mark = () => {
    for (const row of rows()) {
      if (known.get(row.id) !== row.dataset.version && !isFirst) fresh.add(row.id);
      known.set(row.id, row.dataset.version);
      if (row.classList.contains("is-fresh") !== fresh.has(row.id)) row.classList.toggle("is-fresh", fresh.has(row.id));
    }
    keep(localStorage, "seen", JSON.stringify(Object.fromEntries([...known].slice(-500))));
  };
  mark();
  const watched = { subtree: true, childList: true, attributes: true, attributeFilter: ["class", "data-version"] };
  new MutationObserver(mark).observe(live, watched);
  document.addEventListener("toggle", (event) => {
    const row = event.target.closest?.(".row");
    if (row && event.target.open && fresh.delete(row.id)) mark();
  }, true);

  // Nothing moves under a finger: what is asked for meanwhile waits for the next turn.
  let touched = -Infinity;
  for (const name of ["pointerdown", "pointermove"]) {
    document.addEventListener(name, (event) => { if (event.target.closest?.("#live")) touched = event.timeStamp; });
  }
  document.addEventListener("htmx:before:request", (event) => {
    if (event.target.id === "live" && event.timeStamp - touched < 2000) event.preventDefault();
  });

  // Keys, unless somebody types, or has switched them off.
  const help = document.getElementById("keys");
  const off = document.getElementById("keys-off");
  help.hidden = false;
  off.checked = read(localStorage, "keys") === "off";
  off.addEventListener("change", () => keep(localStorage, "keys", off.checked ? "off" : "on"));
  const here = () => document.activeElement?.closest("#live .row");
  const step = (by) => {
    const all = rows();
    const next = all[Math.min(Math.max(all.indexOf(here()) + by, 0), all.length - 1)];
    next?.querySelector("summary").focus();
  };
  const press = (act) => here()?.querySelector(`button[value^="${act}:"]`)?.click();
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => here()?.querySelector("input[type=checkbox]")?.click(),
    a: () => press("acknowledge"),
    r: () => press("resolve"),
    t: () => {
      const tick = here()?.querySelector("input[type=checkbox]");
      if (tick) tick.checked = true;
      document.getElementById("to")?.focus();
    },
    "?": () => { help.open = !help.open; help.querySelector("summary").focus(); },
  };
  document.addEventListener("keydown", (event) => {
    const isTyped = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (isTyped || off.checked || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
}
