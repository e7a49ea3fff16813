// The screen in the room: rotates, listens to keys, touch and the operator, follows new builds.
// Everything it shows is in the page, so a lost network changes nothing but the mark that says so.
"use strict";

const stage = document.getElementById("dias");
const pauseButton = document.getElementById("pauze");
const progress = document.getElementById("voortgang");
const notice = document.getElementById("melding");
const codeMark = document.getElementById("code");
const dwell = Number(document.body.dataset.tempo) * 1000;
const WAIT_AFTER_FAILURE = 3000;
const HELD_TOO_LONG = 20000; // the server answers within half of it
const LOST_AFTER = 2; // failed questions in a row before the screen says so

// A browser that restarts gets its code back from what all its tabs share.
const room = JSON.parse(sessionStorage.getItem("kamer") || localStorage.getItem("kamer") || "{}");
let build = document.body.dataset.build;
let index = 0;
let paused = false;
let shownSince = performance.now();
let elapsed = 0;
let lost = null;

const slides = () => [...stage.children];

function show(next) {
  const all = slides();
  index = (next + all.length) % all.length;
  all.forEach((slide, number) => { slide.hidden = number !== index; });
  fit(all[index]);
  elapsed = 0;
  shownSince = performance.now();
  document.title = `${all[index].dataset.title} · Spitsregio-monitor`;
  draw();
  announce();
}

// A room cannot scroll: what does not fit is left out from the end, and the slide says how much.
function fit(slide) {
  const parts = [...slide.querySelectorAll(".vervalt")];
  const rest = slide.querySelector(".rest");
  parts.forEach((part) => { part.hidden = false; });
  rest.hidden = true;
  let hidden = 0;
  while (parts.length > 1 && overflows(slide)) {
    parts.pop().hidden = true;
    hidden += 1;
    rest.textContent = `Nog ${hidden} meer: zie de monitor.`;
    rest.hidden = false;
  }
}

const overflows = (slide) => slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth;

addEventListener("resize", () => fit(slides()[index]));
document.fonts.ready.then(() => fit(slides()[index]));

function pause(value) {
  elapsed = spent();
  paused = value;
  shownSince = performance.now();
  pauseButton.textContent = paused ? "▶ Verder" : "❚❚ Pauze";
  pauseButton.setAttribute("aria-pressed", String(paused));
  document.body.classList.toggle("gepauzeerd", paused);
  draw();
  announce();
}

const spent = () => elapsed + (paused || lost ? 0 : performance.now() - shownSince);

function draw() {
  const all = slides();
  progress.querySelector(".teller").textContent = `${index + 1} / ${all.length}`;
  progress.querySelector(".streep i").style.width =
    `${Math.min(100, (100 * spent()) / dwell)}%`;
}

setInterval(() => {
  if (!paused && !lost && spent() >= dwell) show(index + 1);
  else draw();
}, 250);

const KEYS = {
  ArrowRight: () => show(index + 1), ArrowDown: () => show(index + 1), PageDown: () => show(index + 1),
  ArrowLeft: () => show(index - 1), ArrowUp: () => show(index - 1), PageUp: () => show(index - 1),
  Home: () => show(0), End: () => show(slides().length - 1),
  " ": () => pause(!paused), f: fullScreen, F: fullScreen,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
  // Space on the focused button is the button's own.
  if (event.key === " " && event.target === pauseButton) return;
  const act = digit && digit <= slides().length ? () => show(digit - 1) : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
pauseButton.addEventListener("click", () => pause(!paused));

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}

let touched = null;
document.addEventListener("touchstart", (event) => { touched = event.changedTouches[0]; }, { passive: true });
document.addEventListener("touchend", (event) => {
  if (!touched) return;
  const moved = event.changedTouches[0].clientX - touched.clientX;
  if (Math.abs(moved) > 60) show(index + (moved < 0 ? 1 : -1));
}, { passive: true });

// The operator, new builds and the state of the network: one question that the server holds.
let current = null; // controller of the question that is out

function shown() {
  return {
    slides: slides().map((slide) => ({ key: slide.dataset.key, title: slide.dataset.title })),
    current: slides()[index].dataset.key,
    paused,
  };
}

function announce() {
  if (current) current.abort("nieuws");
}

async function ask() {
  current = new AbortController();
  const late = setTimeout(() => current.abort("te laat"), HELD_TOO_LONG);
  try {
    const answer = await fetch("/api/vergadering/scherm", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...room, shown: shown() }),
      signal: current.signal,
    });
    if (answer.status === 409) { delete room.code; return; } // another screen took the code
    if (!answer.ok) throw new Error(answer.status);
    await heard(await answer.json());
  } finally {
    clearTimeout(late);
    current = null;
  }
}

async function heard(answer) {
  connected();
  Object.assign(room, { code: answer.code, secret: answer.secret, number: answer.number });
  for (const kept of [sessionStorage, localStorage]) kept.setItem("kamer", JSON.stringify(room));
  codeMark.textContent = `Code ${answer.code}`;
  answer.commands.forEach(obey);
  if (answer.build !== build) await renew(answer.build);
}

function obey({ action, to }) {
  if (action === "vorige") show(index - 1);
  if (action === "volgende") show(index + 1);
  if (action === "pauze") pause(true);
  if (action === "verder") pause(false);
  if (action === "naar") show(slides().findIndex((slide) => slide.dataset.key === to));
}

async function renew(next) {
  const answer = await fetch(`/api/vergadering/dias${location.search}`);
  if (!answer.ok) return;
  const key = slides()[index].dataset.key;
  stage.innerHTML = await answer.text();
  build = next;
  const same = slides().findIndex((slide) => slide.dataset.key === key);
  const before = elapsed = spent();
  show(same < 0 ? 0 : same);
  if (same >= 0) elapsed = before;
}

function connected() {
  failures = 0;
  if (!lost) return;
  lost = null;
  shownSince = performance.now();
  notice.hidden = true;
}

let failures = 0;
function failed() {
  failures += 1;
  if (failures < LOST_AFTER || lost) return;
  elapsed = spent();
  lost = new Date();
  notice.textContent = `Geen verbinding sinds ${lost.toLocaleTimeString("nl-BE", { hour: "2-digit", minute: "2-digit" })}`;
  notice.hidden = false;
}

async function listen() {
  for (;;) {
    try {
      await ask();
    } catch (error) {
      if (error !== "nieuws" && error?.name !== "AbortError") {
        failed();
        await new Promise((resolve) => setTimeout(resolve, WAIT_AFTER_FAILURE));
      }
    }
  }
}

// A second tab of the same browser must not answer to the code of the first: it asks, and takes a new one.
const tabs = new BroadcastChannel("kamer");
const TABS_ANSWER_WITHIN = 300;
let settled = false;

tabs.onmessage = ({ data }) => {
  if (data.code !== room.code) return;
  if (data.asks && settled) tabs.postMessage({ code: room.code });
  if (!data.asks && !settled) Object.keys(room).forEach((key) => delete room[key]);
};

async function claim() {
  if (room.code) {
    tabs.postMessage({ code: room.code, asks: true });
    await new Promise((resolve) => setTimeout(resolve, TABS_ANSWER_WITHIN));
  }
  settled = true;
}

// A screen that nobody touches must not fall asleep; only offered over https.
const stayAwake = () => navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", () => { if (!document.hidden) stayAwake(); });

stayAwake();
show(0);
pause(paused);
claim().then(listen);
