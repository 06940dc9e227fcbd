"""Theme: colours, shapes and words of states; each state has all three, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Source Sans, Source Sans Pro, Arial, sans-serif"
CONFIG: dict[str, object] = {"displayModeBar": False, "displaylogo": False, "responsive": True}


@dataclass(frozen=True)
class Palette:
    """Okabe and Ito's colours on one background; `ink` and `mute` hold 4.5:1 as text."""

    ink: str
    mute: str
    line: str
    wash: str
    blue: str
    green: str
    vermillion: str
    purple: str
    grey: str
    band: str
    sky: str
    orange: str


LIGHT = Palette(
    ink="#1A1A1A",
    mute="#4A4F55",
    line="#8A9099",
    wash="#EEF1F4",
    blue="#0072B2",
    green="#00805C",
    vermillion="#C24E00",
    purple="#A5548A",
    grey="#6F757B",
    band="#D9DCDF",
    sky="#3A93C8",
    orange="#B87F00",
)
DARK = Palette(
    ink="#ECEFF2",
    mute="#B4BDC7",
    line="#7C8691",
    wash="#1F2730",
    blue="#56B4E9",
    green="#2FC298",
    vermillion="#F08A4B",
    purple="#DE9CC4",
    grey="#A0A8B0",
    band="#333C46",
    sky="#8CCBF2",
    orange="#E8B23A",
)


@dataclass(frozen=True)
class Mark:
    """Appearance of one state: a word, a glyph, a marker shape and the name of its colour."""

    word: str
    glyph: str
    symbol: str
    hue: str

    def colour(self, palette: Palette) -> str:
        """Return the colour of the state on the given background."""
        return str(getattr(palette, self.hue))


GRADES = {
    "works": Mark("Works", "●", "circle", "blue"),
    "no_worthwhile_effect": Mark("No worthwhile effect", "■", "square", "purple"),
    "harmful": Mark("Does harm", "◆", "diamond", "vermillion"),
    "cannot_tell": Mark("Cannot tell yet", "○", "circle-open", "grey"),
}
CLAIMS = {
    "better": Mark("Clear gain", "●", "circle", "blue"),
    "no_worthwhile_effect": Mark("No worthwhile change", "■", "square", "purple"),
    "worse": Mark("Clear loss", "◆", "diamond", "vermillion"),
    "unclear": Mark("Cannot tell yet", "○", "circle-open", "grey"),
}
CHECKS = {
    True: Mark("Passed", "✓", "circle", "green"),
    False: Mark("Failed", "✕", "x", "vermillion"),
    None: Mark("Could not be judged", "?", "circle-open", "grey"),
}
STRENGTHS = {"strong": "Strong", "moderate": "Moderate", "suggestive": "Only suggestive"}


def faint(colour: str, share: float) -> str:
    """Return the colour with transparency: '#0072B2', 0.2."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
