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
