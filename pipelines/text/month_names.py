"""Names of the months in the languages exports come in."""

from __future__ import annotations

from functools import cache

_NAMES = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
"""
_WHOLE = """
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
január február március április május június július augusztus szeptember október november december
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
янв фев мар апр май июн июл авг сен окт ноя дек
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
január február marec apríl máj jún júl august september október november december
ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
sty lut mar kwi maj cze lip sie wrz paź lis gru
led úno bře dub kvě čvn čvc srp zář říj lis pro
oca şub mar nis may haz tem ağu eyl eki kas ara
"""  # noqa: E501
"""Names and short names that are only known whole: their beginnings mean other months elsewhere."""
_WHOLE_NAMES = [line.split() for line in _WHOLE.casefold().strip().splitlines()]
_SHORT = {"mrz": 3, "mrt": 3, "sept": 9, "setiembre": 9, "fevr": 2, "aout": 8, "fev": 2, "dec": 12,
          "des": 12, "desember": 12, "juill": 7}  # fmt: skip


@cache
def month_number(word: str) -> int | None:
    """1 to 12 for a month's name or its first three letters or more; None for other words."""
    name = word.strip(".").casefold()
    if name in _SHORT:
        return _SHORT[name]
    for names in _WHOLE_NAMES:
        if name in names:
            return names.index(name) + 1
    found = _beginnings().get(name, ())
    return found[0] if len(found) == 1 else None


@cache
def _beginnings() -> dict[str, tuple[int, ...]]:
    """Return the first three letters and more of each name -> the months they may mean."""
    found: dict[str, set[int]] = {}
    for line in _NAMES.strip().splitlines():
        for number, month in enumerate(line.split(), start=1):
            for end in range(3, len(month) + 1):
                found.setdefault(month[:end], set()).add(number)
    return {name: tuple(numbers) for name, numbers in found.items()}
