// The operator's view: follows one screen by its code, and steps, pauses or jumps it.
"use strict";

const form = document.getElementById("aanmelden");
const input = document.getElementById("code");
const notice = document.getElementById("melding");
const controls = document.getElementById("knoppen");
const now = document.getElementById("nu");
const pauseButton = document.getElementById("pauze");
const list = document.getElementById("lijst");
const WAIT_AFTER_FAILURE = 3000;

let code = "";
let shown = {};
let round = 0; // a new code ends the loop of the old one

async function send(action, to) {
  try {
    const answer = await fetch("/api/vergadering/bediening", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code, action, to }),
    });
    if (!answer.ok) say((await answer.json()).fout);
    else say(shown.melding ?? "");
  } catch {
    say("Geen verbinding: de opdracht is niet aangekomen.");
  }
}

function say(words) {
  notice.textContent = words;
}

function draw() {
  const place = shown.slides.findIndex((slide) => slide.key === shown.current);
  now.textContent = `Nu op het scherm ${code}: ${place + 1} van ${shown.slides.length}, ${shown.slides[place]?.title ?? ""}`;
  pauseButton.dataset.action = shown.paused ? "verder" : "pauze";
  pauseButton.textContent = shown.paused ? "▶ Verder" : "❚❚ Pauze";
  list.replaceChildren(...shown.slides.map((slide) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = slide.title;
    if (slide.key === shown.current) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => send("naar", slide.key));
    item.append(button);
    return item;
  }));
  controls.hidden = false;
}

async function follow(mine) {
  while (mine === round) {
    const known = shown.current === undefined ? "" :
      `&dia=${encodeURIComponent(shown.current)}&pauze=${Number(shown.paused)}`;
    try {
      const answer = await fetch(`/api/vergadering/volgen?code=${encodeURIComponent(code)}${known}`);
      const body = await answer.json();
      if (mine !== round) return;
      if (!answer.ok) {
        say(body.fout);
        controls.hidden = true;
        shown = {};
        if (answer.status === 404) await pause(WAIT_AFTER_FAILURE);
        continue;
      }
      const focused = document.activeElement?.textContent;
      shown = body;
      say(body.melding);
      draw();
      [...list.querySelectorAll("button")].find((b) => b.textContent === focused)?.focus();
    } catch {
      say("Geen verbinding met de monitor. Het scherm loopt zelf verder zodra die terug is.");
      await pause(WAIT_AFTER_FAILURE);
    }
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  code = input.value.trim().toUpperCase();
  if (!code) { say("Vul de code in die onderaan op het scherm staat."); return; }
  shown = {};
  controls.hidden = true;
  say("Verbinden…");
  round += 1;
  follow(round);
});
for (const button of document.querySelectorAll(".rij button")) {
  button.addEventListener("click", () => send(button.dataset.action));
}
if (input.value) form.requestSubmit();
