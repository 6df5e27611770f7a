// Keeps the board fresh without losing what the reader has opened, and says what was typed.
"use strict";

const REFRESH_MS = 1500;
const board = document.getElementById("board");
const connection = document.getElementById("connection");
const form = document.getElementById("say");
const said = document.getElementById("said");

let shown = "";

function replaceBoard(html) {
  const before = new Map([...board.querySelectorAll("details[id]")].map((part) => [part.id, part.open]));
  board.innerHTML = html; // escaped by the server's templates; no script runs from here (Content-Security-Policy)
  for (const part of board.querySelectorAll("details[id]")) {
    if (before.has(part.id)) {
      part.open = before.get(part.id);
    }
  }
}

async function refresh() {
  try {
    const answer = await fetch("/local/board", { cache: "no-store" });
    const html = await answer.text();
    if (answer.ok && html !== shown && !window.getSelection().toString()) {
      replaceBoard(html);
      shown = html;
    }
    connection.hidden = true;
  } catch {
    connection.hidden = false;
  }
  setTimeout(refresh, REFRESH_MS);
}

async function say(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  said.textContent = "Saying it…";
  try {
    const answer = await fetch("/local/say", { method: "POST", body: new FormData(form) });
    const { status, answer: words } = await answer.json();
    said.textContent = answer.ok ? "Heard. Watch the phones." : `Refused (${status}): ${words}`;
    if (answer.ok) {
      form.elements.text.value = "";
    }
  } catch {
    said.textContent = "The local run did not answer.";
  }
  button.disabled = false;
}

form.addEventListener("submit", say);
refresh();
