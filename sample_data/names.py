"""First and family names that occur at Nordwind, marks included."""

from __future__ import annotations

GIVEN = (
    "Anna", "Ben", "Carla", "David", "Elif", "Finn", "Greta", "Hakan", "Ida", "Jonas", "Katrin",
    "Lars", "Maja", "Nils", "Olga", "Paul", "Rosa", "Sven", "Tilda", "Uwe", "Vera", "Wim", "Yara",
    "Zoe", "Jürgen", "Mónica", "Piotr", "Agnieszka", "Ahmed", "Fatima", "Björn", "Søren", "Chloé",
    "Marek", "Ines", "Luca", "Giulia", "Emre", "Leyla", "Hanna", "Moritz", "Clara", "Felix",
    "Nora", "Anton", "Mila", "Oskar", "Frida", "Jan", "Lena", "Tom", "Ute", "Ralf", "Silke",
    "Gerd", "Petra", "Dirk", "Anke", "Kai", "Birte", "Malte", "Wiebke",
)  # fmt: skip
FAMILY = (
    "Ahrens", "Becker", "Carstens", "Dietrich", "Ehlers", "Fischer", "Groß", "Hansen", "Ivanov",
    "Jansen", "Krüger", "Lorenz", "Müller", "Nowak", "Özdemir", "Petersen", "Quast", "Richter",
    "Schröder", "Thomsen", "Ulrich", "Voß", "Weber", "Yılmaz", "Zimmermann", "Behrens", "Böhm",
    "Claußen", "Demir", "Engel", "Franke", "Gerlach", "Heinze", "Iversen", "Jürgens", "Kowalski",
    "Lange", "Matthiesen", "Neumann", "Otto", "Peters", "Reimers", "Scholz", "Tietjen", "Vogt",
    "Witt", "Albrecht", "Brandt", "Friedrich", "Graf", "Harms", "Jacobs", "Kaya", "Lindner",
    "Meier", "Noack", "Paulsen", "Rohde", "Sommer", "Timm", "Wulff", "Kessler", "Böttcher",
    "Arslan",
)  # fmt: skip
