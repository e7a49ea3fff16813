// Streamlit's own words in Dutch: it has no setting for the language of its buttons.

const WORDS = {
  "Autosize": "Breedte aanpassen",
  "Clear all": "Wis alles",
  "Clear selection": "Wis de selectie",
  "Clear value": "Wis de keuze",
  "Close": "Sluiten",
  "Close Search": "Zoeken sluiten",
  "Close fullscreen": "Volledig scherm sluiten",
  "Copied": "Gekopieerd",
  "Copy Vega-Lite spec": "Kopieer de code van de grafiek",
  "Copy column name": "Kopieer de naam van de kolom",
  "Copy to clipboard": "Kopieer",
  "Dataframe column menu": "Menu van de kolom",
  "Download as CSV": "Download als CSV",
  "Download as PNG": "Download als PNG",
  "Download as SVG": "Download als SVG",
  "Failed to generate file for download": "Dit bestand kon niet gemaakt worden. Probeer het later opnieuw, of meld het aan wie de monitor beheert.",
  "Fullscreen": "Volledig scherm",
  "Hide column": "Kolom verbergen",
  "Next Result": "Volgend resultaat",
  "No results": "Niets gevonden",
  "Pin column": "Kolom vastzetten",
  "Previous Result": "Vorig resultaat",
  "Running...": "Bezig…",
  "Search": "Zoek",
  "Select all": "Kies alles",
  "Selected values": "Gekozen waarden",
  "Selectbox options": "Keuzes",
  "Show chart": "Toon de grafiek",
  "Show data": "Toon de cijfers",
  "Show/hide columns": "Kolommen tonen of verbergen",
  "Sort ascending": "Sorteer van laag naar hoog",
  "Sort descending": "Sorteer van hoog naar laag",
  "Stop script": "Stop",
  "This app has encountered an error. The original error message is redacted to prevent data leaks. Full error details have been recorded in the logs (if you're on Streamlit Cloud, click on 'Manage app' in the lower right of your app).":
    "Hier ging iets mis. Probeer het later opnieuw, of meld het aan wie de monitor beheert.",
  "Type to search": "Typ om te zoeken",
  "Unpin column": "Kolom losmaken",
};
const SPOKEN = ["aria-label", "title", "placeholder"];
const SPOKEN_ANYWHERE = SPOKEN.map((name) => `[${name}]`).join();

/** 'Fullscreen: Kaart van …' keeps what the button belongs to; undefined when it is no word of Streamlit's. */
function inDutch(text) {
  const [, word, rest] = text.match(/^(.+?)(: .*)?$/s) ?? [];
  return Object.hasOwn(WORDS, word) ? WORDS[word] + (rest ?? "") : undefined;
}

function translateAttributes(element) {
  for (const name of SPOKEN) {
    const dutch = inDutch(element.getAttribute(name) ?? "");
    if (dutch) element.setAttribute(name, dutch);
  }
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const dutch = inDutch(node.data.trim());
    if (dutch) node.data = dutch;
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    [node, ...node.querySelectorAll(SPOKEN_ANYWHERE)].forEach(translateAttributes);
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) translate(texts.currentNode);
  }
}

/** Translate what stands there, and what Streamlit still puts there. */
function speakDutch() {
  translate(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translate);
      else if (change.type === "characterData") translate(change.target);
      else translateAttributes(change.target);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SPOKEN,
  });
}
