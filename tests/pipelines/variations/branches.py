# ruff: noqa: E501
"""Rosters and KPI sheets of further offices: northern, eastern and Asian languages, target beside actual."""

from __future__ import annotations

from tests.pipelines.cases import figures, months, query
from tests.pipelines.variations.periods import weeks_from
from tests.pipelines.variations.table import vary, xlsx

J2 = months("2026-01", "2026-02")
MEMBERS = "select group_id, cast(from_day as varchar) from roster_now order by from_day"
# header, a member, one who left, a member: their days are those of the first of three months
ROSTERS = {
    "sv": "E-post;Avdelning;Anställd från;Status\na@x.org;Salg;{};Aktiv\nb@x.org;Salg;{};Avslutad\nc@x.org;Help;{};Aktiv\n",
    "fi": "Sähköposti;Osasto;Alkaen;Tila\na@x.org;Salg;{};Aktiivinen\nb@x.org;Salg;{};Päättynyt\nc@x.org;Help;{};Aktiivinen\n",
    "tr": "E-posta;Departman;İşe giriş tarihi;Durum\na@x.org;Salg;{};Aktif\nb@x.org;Salg;{};Ayrıldı\nc@x.org;Help;{};Aktif\n",
    "ko": "이메일;부서;입사일;재직상태\na@x.org;Salg;{};재직\nb@x.org;Salg;{};퇴사\nc@x.org;Help;{};재직중\n",
    "zh": "邮箱;部门;入职日期;在职状态\na@x.org;Salg;{};在职\nb@x.org;Salg;{};离职\nc@x.org;Help;{};在岗\n",
    "uk": "Електронна пошта;Відділ;Дата найму;Статус\na@x.org;Salg;{};Працює\nb@x.org;Salg;{};Звільнений\nc@x.org;Help;{};Працює\n",
    "es": "Correo electrónico;Departamento;Fecha de inicio;Situación\na@x.org;Salg;{};En activo\nb@x.org;Salg;{};Baja\nc@x.org;Help;{};En activo\n",
}  # fmt: skip
for language, text in ROSTERS.items():
    vary(
        f"c8_office_{language}",
        "C8",
        {"r.csv": text.format("2023-01-01", "2023-02-01", "2023-03-01")},
        query(MEMBERS, [["salg", "2023-01-01"], ["help", "2023-03-01"]]),
        roster="",
    )
DANES = "E-mail;Afdeling;Ansat siden;Fratrådt\na@x.org;Salg;01-01-2023;\nb@x.org;Salg;01-02-2023;31-05-2025\n"
vary(
    "c8_office_da_left_on",
    "C8",
    {"r.csv": DANES},
    query(
        "select cast(from_day as varchar), cast(until_day as varchar) from roster_now order by 1",
        [["2023-01-01", "9999-12-31"], ["2023-02-01", "2025-05-31"]],
    ),
    roster="",
)
vary(
    "c8_office_gone_with_its_day",
    "C8",
    {
        "r.csv": "E-Mail;Abteilung;Eintritt;Austritt;Status\na@x.org;Salg;01.01.2023;;aktiv\n"
        "b@x.org;Salg;01.02.2023;31.05.2025;ausgeschieden\n"
    },
    query(
        "select cast(from_day as varchar), cast(until_day as varchar) from roster_now order by 1",
        [["2023-01-01", "9999-12-31"], ["2023-02-01", "2025-05-31"]],
    ),
    roster="",
)
MONTHS = {
    "el": "Μήνας;Τμήμα;Δείκτης;Τιμή|Ιανουάριος 2026|Φεβρουαρίου 2026",
    "uk": "Месяц;Відділ;Показатель;Значение|січень 2026|лютий 2026",
    "sk": "Mesiac;Oddelenie;Ukazatel;Hodnota|január 2026|február 2026",
    "cs": "Měsíc;Oddělení;Ukazatel;Hodnota|leden 2026|únor 2026",
    "hu": "Hónap;Osztály;Mutató;Érték|2026. január|2026. február",
    "no": "Måned;Avdeling;KPI;Verdi|jan. 2026|feb. 2026",
    "ru": "Месяц;Отдел;Показатель;Значение|янв.26|фев.26",
}
SALES = figures({("calls", "sales"): [10, 12.5]}, J2)
for language, text in MONTHS.items():
    head, first, second = text.split("|")
    vary(
        f"c5_office_{language}",
        "C5",
        {"k.csv": f"{head}\n{first};Sales;Calls;10\n{second};Sales;Calls;12,5\n"},
        SALES,
    )
BESIDE = figures({("calls", "sales"): [10, 12.5], ("calls", "support"): [30, 28]}, J2)
vary(
    "c15_office_target_in_header",
    "C15",
    {
        "k.csv": "Team,KPI,Jan-26 Actual,Jan-26 Target,Feb-26 Actual,Feb-26 Target\n"
        "Sales,Calls,10,12,12.5,13\nSupport,Calls,30,25,28,25\n"
    },
    BESIDE,
    answers={"value": "Actual"},
)
vary(
    "c15_office_ist_soll_in_header",
    "C15",
    {
        "k.csv": "Team;KPI;Ist 01.2026;Soll 01.2026;Ist 02.2026;Soll 02.2026\n"
        "Sales;Calls;10;12;12,5;13\nSupport;Calls;30;25;28;25\n"
    },
    BESIDE,
    answers={"value": "Ist"},
)
vary(
    "c15_office_target_under_months",
    "C15",
    {
        "k.xlsx": xlsx(
            {
                "K": [
                    ["Calls"],
                    [None, "Jan 2026", None, "Feb 2026", None],
                    ["Team", "Actual", "Target", "Actual", "Target"],
                    ["Sales", 10, 12, 12.5, 13],
                    ["Support", 30, 25, 28, 25],
                ]
            }
        )
    },
    BESIDE,
    answers={"value": "Actual"},
    must_tell="stand in 2 rows",
)
vary(
    "c15_office_target_asked",
    "C15",
    {
        "k.csv": "Team,KPI,Jan-26 Actual,Jan-26 Plan,Feb-26 Actual,Feb-26 Plan\nSales,Calls,1,2,3,4\n"
    },
    BESIDE,
    told="Actual and Plan",
    or_told=True,
)
vary(
    "c18_office_remark_without_name",
    "C18",
    {
        "k.csv": "Team,Month,Calls,\nSales,2026-01,10,\nSales,2026-02,12.5,new tool\n"
        "Support,2026-01,30,\nSupport,2026-02,28,\n"
    },
    BESIDE,
    must_tell="no name, right of Calls",
)
vary(
    "c17_office_pages",
    "C17",
    {
        "k.csv": "Team,Month,Calls\nSales,2026-01,10\nSales,2026-02,12.5\nPage 1 of 2,,\n"
        "Team,Month,Calls\nSupport,2026-01,30\nSupport,2026-02,28\nPage 2 of 2,,\n"
    },
    BESIDE,
)
vary(
    "c5_office_week_commencing",
    "C5",
    {"k.csv": "W/C,Team,KPI,Value\n05 Jan 26,Sales,Calls,10\n12 Jan 26,Sales,Calls,12.5\n"},
    figures({("calls", "sales"): [10, 12.5]}, weeks_from(2)),
)
vary(
    "c11_office_nl_costs",
    "C11",
    {"k.csv": "Maand;Afdeling;Kosten\njan-26;Sales;1.250,00 EUR\nfeb-26;Sales;1.300,50 EUR\n"},
    figures({("kosten", "sales"): [1250, 1300.5]}, J2),
)
