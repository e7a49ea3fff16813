"""Page: the accessibility statement. Every claim is one that a test makes or that we know to be so."""

import streamlit as st

from pages import text
from pages.components import statement

st.title("Toegankelijkheidsverklaring", anchor=False)
st.markdown(
    "Deze verklaring gaat over de Spitsregio-monitor. Overheden moeten hun websites toegankelijk maken: dat staat in "
    "het Bestuursdecreet van 7 december 2018. De maatstaf is WCAG 2.2, niveau AA."
)
st.header("In hoeverre de monitor toegankelijk is", anchor=False)
st.markdown(
    "De monitor voldoet **gedeeltelijk**. De eigen tests vinden geen fouten, maar niemand van buiten keek dat na, "
    "en de onderdelen hieronder zijn niet voor iedereen even goed te gebruiken."
)
st.header("Wat niet of minder toegankelijk is", anchor=False)
st.markdown(statement.bullets(statement.LIMITS))
st.header("Wat getest is, en hoe", anchor=False)
st.markdown(
    "De tests hieronder horen bij de broncode en lopen in een echte browser (Chromium), bij elke wijziging."
)
st.markdown(statement.bullets(statement.TESTED))
st.markdown(
    "**Niet getest**: met een schermlezer, met mensen met een beperking, in andere browsers, en met "
    "de hoogcontrastkleuren van het besturingssysteem. Er was geen onafhankelijk onderzoek."
)
st.header("Een probleem melden", anchor=False)
st.markdown(statement.contact())
st.markdown(
    "Krijgt u geen antwoord of bent u er niet tevreden mee, dan kunt u terecht bij de Vlaamse Ombudsdienst "
    "(gratis nummer 1700)."
)
st.header("Over deze verklaring", anchor=False)
st.markdown(
    f"Opgesteld op {text.long_date(statement.WRITTEN)} door de makers van de monitor, op basis van de tests hierboven."
)
