// The search field of the header, and links that go to a page without loading everything anew.

const SHOWN = 8;
const MARK = "ID";

/** Text as it is compared: no accents, no capitals, words apart. */
const plain = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();

/** How far a word stands from a text: 0 starts one of its words, 1 stands inside one, null is not there. */
function distance(word, text) {
  if (` ${text}`.includes(` ${word}`)) return 0;
  return text.includes(word) ? 1 : null;
}

/** Place of an entry, lower is better; null when a word is found nowhere. */
function score(words, entry) {
  let total = 0;
  for (const word of words) {
    const inLabel = distance(word, entry.plain);
    const inSynonym = Math.min(...entry.synonyms.map((s) => distance(word, s.plain) ?? 9));
    const best = Math.min(inLabel ?? 9, inSynonym + 1);
    if (best >= 9) return null;
    total += best;
  }
  return words.join(" ") === entry.plain ? -1 : total;
}

function prepare([kind, id, label, nature, synonyms, filled]) {
  return { kind, id, label, nature, filled, plain: plain(label), synonyms: synonyms.map((s) => ({ text: s, plain: plain(s) })) };
}

function find(entries, asked) {
  const words = plain(asked).split(" ").filter(Boolean);
  if (!words.length) return [];
  return entries
    .map((entry, place) => ({ entry, place, score: score(words, entry) }))
    .filter((hit) => hit.score !== null)
    // What has no figures yet comes last, however well it fits.
    .sort((a, b) => b.entry.filled - a.entry.filled || a.score - b.score || a.place - b.place)
    .map((hit) => hit.entry);
}

/** The synonym that was meant, when the title itself does not show it. */
function meant(entry, asked) {
  const words = plain(asked).split(" ").filter((word) => distance(word, entry.plain) === null);
  return entry.synonyms.find((s) => words.some((word) => distance(word, s.plain) !== null))?.text;
}

/** Do something with an element now, or once Streamlit has drawn it. */
function whenDrawn(id, act) {
  const found = () => document.getElementById(id);
  if (found()) return act(found());
  const watch = new MutationObserver(() => {
    if (!found()) return;
    watch.disconnect();
    act(found());
  });
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 20000);
}

/** Show a place of this page, also to who hears it. */
function goTo(place) {
  place.scrollIntoView();
  place.focus({ preventScroll: true });
}

/** Go to a page of ours as Streamlit's own menu does, with an entry in the history. */
function visit(address, main) {
  const url = new URL(address, location.href);
  const place = url.hash.slice(1);
  // With a hash Streamlit would take another choice on the same page for a jump within it.
  url.hash = "";
  history.pushState(null, "", url);
  window.dispatchEvent(new PopStateEvent("popstate"));
  main.scrollTo(0, 0);
  document.getElementById("inhoud")?.focus({ preventScroll: true });
  if (place) afterRun(() => whenDrawn(place, goTo));
}

/** Once Streamlit has started to draw the other page: until then the old one still stands there. */
function afterRun(act) {
  const title = document.title;
  const watch = setInterval(() => {
    if (document.title === title) return;
    clearInterval(watch);
    act();
  }, 100);
  setTimeout(() => clearInterval(watch), 20000);
}

/** A plain click on a link to one of our pages: not for a new tab, a file or a place on this page. */
function isVisit(event, link, pages) {
  const modified = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || modified || event.defaultPrevented || link.hasAttribute("download")) return false;
  const isHere = link.hash && link.pathname === location.pathname && link.search === location.search;
  return !isHere && ["", "_self"].includes(link.target) && link.origin === location.origin
    && pages.includes(link.pathname.split("/").pop());
}

class Search {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input");
    this.list = root.querySelector("[role=listbox]");
    this.status = root.querySelector("[role=status]");
    this.active = -1;
    this.input.addEventListener("focus", () => this.load());
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // Otherwise the field loses the focus, and the list closes before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  async load() {
    if (this.loaded === this.data.index) return;
    try {
      const answer = await fetch(this.data.index);
      if (!answer.ok) throw new Error(answer.status);
      this.entries = (await answer.json()).map(prepare);
      this.loaded = this.data.index;
    } catch {
      this.entries = null;
    }
    this.show();
  }

  show() {
    const asked = this.input.value.trim();
    if (!asked) return this.close();
    if (this.entries === undefined) return this.say("Even zoeken…");
    if (this.entries === null) return this.say("Zoeken lukt nu niet. Probeer het straks opnieuw.");
    const found = find(this.entries, asked);
    if (!found.length) return this.say(`Niets gevonden voor “${asked}”. Probeer een ander woord.`);
    this.list.replaceChildren(...found.slice(0, SHOWN).map((entry, n) => this.option(entry, n, asked)));
    this.open(true);
    const more = found.length > SHOWN ? `; de eerste ${SHOWN} staan in de lijst, typ verder voor minder` : "";
    this.tell(`${found.length} gevonden${more}`, found.length > SHOWN);
    this.mark(0);
  }

  option(entry, n, asked) {
    const item = document.createElement("li");
    item.id = `m-zoek-${n}`;
    item.setAttribute("role", "option");
    item.dataset.address = this.data.addresses[entry.kind].replace(MARK, encodeURIComponent(entry.id));
    const synonym = meant(entry, asked);
    const nature = document.createElement("small");
    nature.textContent = synonym ? `${entry.nature}, ook: ${synonym}` : entry.nature;
    item.append(entry.label, nature);
    return item;
  }

  say(message) {
    this.list.replaceChildren();
    this.open(false);
    this.tell(message, true);
  }

  tell(message, visible) {
    this.status.textContent = message;
    this.status.classList.toggle("m-unseen", !visible);
    this.root.classList.toggle("m-told", visible);
  }

  open(isOpen) {
    this.active = -1;
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", isOpen);
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.replaceChildren();
    this.open(false);
    this.tell("", false);
  }

  mark(place) {
    const options = [...this.list.children];
    if (!options.length) return;
    this.active = (place + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", n === this.active));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.list.hidden ? this.show() : this.mark(this.active + step);
    } else if (event.key === "Enter") {
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Escape") {
      this.input.value = "";
      this.close();
    }
  }

  choose(option) {
    if (!option) return;
    const { address } = option.dataset;
    this.input.value = "";
    this.close();
    visit(address, this.root.closest("main"));
  }
}

/** Streamlit's own link past the header: in Dutch, and past our header too. */
function translateSkipLink() {
  const link = document.querySelector("[data-testid=stSkipToContent]");
  if (!link) return;
  link.textContent = "Naar de inhoud";
  link.href = "#inhoud";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    document.getElementById("inhoud")?.focus();
  });
}

/** The folded menu closes as a menu does: with Escape, and with a click beside it. */
function closeMenu(event) {
  const menu = document.querySelector(".m-menu[open]");
  const leaves = event.type === "keydown" ? event.key === "Escape" : !menu?.contains(event.target);
  if (!menu || !leaves) return;
  menu.open = false;
  if (event.type === "keydown") menu.querySelector("summary").focus();
}

/** A download button is off while its file is made: who pressed it keeps their place, and hears when it fails. */
function keepPlace(event) {
  const button = event.target.closest("[data-testid=stDownloadButton] button");
  if (!button) return;
  const watch = new MutationObserver(() => {
    if (button.disabled) return;
    watch.disconnect();
    if (document.activeElement === document.body) button.focus();
    button.closest("[data-testid=stDownloadButton]").querySelector("[data-testid=stDownloadButtonError]")?.setAttribute("role", "alert");
  });
  watch.observe(button, { attributeFilter: ["disabled"] });
}

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".m-search");
  const main = root.closest("main");
  root.search ??= new Search(root);
  root.search.data = data;
  if (!main.pages) {
    speakDutch();
    translateSkipLink();
    for (const type of ["click", "keydown"]) document.addEventListener(type, closeMenu);
    document.addEventListener("click", keepPlace);
    if (location.hash) whenDrawn(location.hash.slice(1), goTo);
    main.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!isVisit(event, link, main.pages)) return;
      event.preventDefault();
      visit(link.href, main);
    });
  }
  main.pages = data.pages;
}
