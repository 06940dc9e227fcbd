# ruff: noqa: E501
"""Labels of periods in many languages, and in many places of a table."""

from __future__ import annotations

import datetime as dt

from tests.pipelines.cases import figures, months
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
E3 = figures({("escalations", "sales"): [10, 12, 14], ("escalations", "support"): [30, 28, 26]}, J3)


def long(
    head, periods, sep=",", g="Sales", kpi="Escalations", vals=(10, 12, 14, 16, 18, 20, 22, 24)
):
    return (
        head
        + "\n"
        + "".join(sep.join((p, g, kpi, str(x))) + "\n" for p, x in zip(periods, vals, strict=False))
    )


def weeks_from(n, monday="2026-01-05"):
    starts = [dt.date.fromisoformat(monday) + dt.timedelta(7 * i) for i in range(n)]
    return [(day.isoformat(), (day + dt.timedelta(6)).isoformat()) for day in starts]


def first(n):
    return {("escalations", "sales"): [10, 12, 14, 16, 18, 20, 22, 24][:n]}


# C5
vary(
    "c5_tydzien",
    "C5",
    {"k.csv": long("Tydzień,Dział,Wskaźnik,Wartość", ["202602", "202603", "202604", "202605"])},
    figures(first(4), weeks_from(4)),
)
vary(
    "c5_semaine_s",
    "C5",
    {"k.csv": long("Semaine,Département,Indicateur,Valeur", ["S01 2026", "S02 2026", "S03 2026"])},
    figures(first(3), weeks_from(3, "2025-12-29")),
)
vary(
    "c5_semaine_s12",
    "C5",
    {"k.csv": long("Semaine,Département,Indicateur,Valeur", ["S1 2026", "S2 2026"])},
    figures(first(2), weeks_from(2, "2025-12-29")),
)
vary(
    "c5_semaine_2026s02",
    "C5",
    {"k.csv": long("Semaine;Service;Indicateur;Valeur", ["2026-S02", "2026-S03", "2026-S04"], ";")},
    figures(first(3), weeks_from(3)),
)
vary(
    "c5_kw_slash",
    "C5",
    {"k.csv": long("KW;Abteilung;Kennzahl;Wert", ["2/2026", "3/2026", "4/2026"], ";")},
    figures(first(3), weeks_from(3)),
)
vary(
    "c5_week_fri",
    "C5",
    {"k.csv": long("Week ending (Fri),Team,KPI,Value", ["2026-01-09", "2026-01-16", "2026-01-23"])},
    figures(first(3), weeks_from(3, "2026-01-03")),
)
vary(
    "c5_week_commencing",
    "C5",
    {"k.csv": long("Wk Commencing,Team,KPI,Value", ["04/01/2026", "11/01/2026", "18/01/2026"])},
    figures(first(3), weeks_from(3, "2026-01-04")),
)
vary(
    "c5_weeknr_nl",
    "C5",
    {"k.csv": long("Weeknummer,Afdeling,KPI,Waarde", ["202602", "202603", "202604"])},
    figures(first(3), weeks_from(3)),
)
vary(
    "c5_mmyy",
    "C5",
    {"k.csv": long("Month,Team,KPI,Value", ["01/26", "02/26", "03/26"])},
    figures(first(3), J3),
)
vary(
    "c5_2026M01",
    "C5",
    {"k.csv": long("Period,Team,KPI,Value", ["2026M01", "2026M02", "2026M03"])},
    figures(first(3), J3),
)
vary(
    "c5_M012026",
    "C5",
    {"k.csv": long("Period,Team,KPI,Value", ["M01-2026", "M02-2026", "M03-2026"])},
    figures(first(3), J3),
)
vary(
    "c5_janv26",
    "C5",
    {"k.csv": long("Mois;Service;Indicateur;Valeur", ["janv.-26", "févr.-26", "mars-26"], ";")},
    figures(first(3), J3),
)
vary(
    "c5_ptmes",
    "C5",
    {"k.csv": long("Mês;Departamento;Indicador;Valor", ["jan/26", "fev/26", "mar/26"], ";")},
    figures(first(3), J3),
)
vary(
    "c5_ptmes_set",
    "C5",
    {"k.csv": long("Mês;Departamento;Indicador;Valor", ["set/25", "out/25", "dez/25"], ";")},
    figures(first(3), months("2025-09", "2025-10", "2025-12")),
)
vary(
    "c5_it",
    "C5",
    {"k.csv": long("Mese;Reparto;Indicatore;Valore", ["gen-26", "feb-26", "mar-26"], ";")},
    figures(first(3), J3),
)
vary(
    "c5_es",
    "C5",
    {"k.csv": long("Mes;Departamento;Indicador;Valor", ["ene-26", "feb-26", "mar-26"], ";")},
    figures(first(3), J3),
)
vary(
    "c5_pl",
    "C5",
    {"k.csv": long("Miesiąc;Dział;Wskaźnik;Wartość", ["sty 2026", "lut 2026", "mar 2026"], ";")},
    figures(first(3), J3),
)
vary(
    "c5_plfull",
    "C5",
    {
        "k.csv": long(
            "Miesiąc;Dział;Wskaźnik;Wartość", ["styczeń 2026", "luty 2026", "marzec 2026"], ";"
        )
    },
    figures(first(3), J3),
)
vary(
    "c5_sv",
    "C5",
    {"k.csv": long("Månad;Avdelning;Nyckeltal;Värde", ["jan 2026", "feb 2026", "mars 2026"], ";")},
    figures(first(3), J3),
)
vary(
    "c5_nl",
    "C5",
    {"k.csv": long("Maand;Afdeling;KPI;Waarde", ["jan-26", "feb-26", "mrt-26"], ";")},
    figures(first(3), J3),
)
vary(
    "c5_fr_full",
    "C5",
    {
        "k.csv": long(
            "Mois;Service;Indicateur;Valeur", ["Janvier 2026", "Février 2026", "Mars 2026"], ";"
        )
    },
    figures(first(3), J3),
)
vary(
    "c5_q_de",
    "C5",
    {"k.csv": long("Quartal;Abteilung;Kennzahl;Wert", ["1. Quartal 2025", "2. Quartal 2025"], ";")},
    figures(first(2), [("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")]),
)
vary(
    "c5_q_fr",
    "C5",
    {"k.csv": long("Trimestre;Service;Indicateur;Valeur", ["T1 2025", "T2 2025"], ";")},
    figures(first(2), [("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")]),
)
vary(
    "c5_q_br",
    "C5",
    {"k.csv": long("Trimestre;Departamento;Indicador;Valor", ["1T25", "2T25"], ";")},
    figures(first(2), [("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")]),
)
vary(
    "c5_q_pl",
    "C5",
    {"k.csv": long("Kwartał;Dział;Wskaźnik;Wartość", ["I kw. 2025", "II kw. 2025"], ";")},
    figures(first(2), [("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")]),
)
vary(
    "c5_q_yyyyq",
    "C5",
    {"k.csv": long("Quarter,Team,KPI,Value", ["20251", "20252", "20253", "20254"])},
    figures(
        first(4),
        [
            ("2025-01-01", "2025-03-31"),
            ("2025-04-01", "2025-06-30"),
            ("2025-07-01", "2025-09-30"),
            ("2025-10-01", "2025-12-31"),
        ],
    ),
)
vary(
    "c5_day_single_first",
    "C5",
    {
        "k.csv": "Datum;Abteilung;Kennzahl;Wert\n"
        + "".join(f"01.02.2026;{g};Escalations;{x}\n" for g, x in (("Sales", 10), ("Support", 30)))
    },
    figures({("escalations", "sales"): [10]}, [("2026-02-01", "2026-02-01")]),
)
vary(
    "c5_last_of_month",
    "C5",
    {"k.csv": long("Month end,Team,KPI,Value", ["31/01/2026", "28/02/2026", "31/03/2026"])},
    figures(first(3), J3),
)
vary(
    "c5_weeknum_yyyy_w",
    "C5",
    {"k.csv": long("Week,Team,KPI,Value", ["2026-2", "2026-3", "2026-10"])},
    figures(first(3), [*weeks_from(2), ("2026-03-02", "2026-03-08")]),
)
vary(
    "c5_isoweek_date",
    "C5",
    {"k.csv": long("ISO Week,Team,KPI,Value", ["2026W02", "2026W03", "2026W04"])},
    figures(first(3), weeks_from(3)),
)
vary(
    "c5_uge",
    "C5",
    {"k.csv": long("Uge;Afdeling;Nøgletal;Værdi", ["Uge 2 2026", "Uge 3 2026", "Uge 4 2026"], ";")},
    figures(first(3), weeks_from(3)),
)
vary(
    "c5_semana_es",
    "C5",
    {
        "k.csv": long(
            "Semana;Departamento;Indicador;Valor", ["Sem 2 2026", "Sem 3 2026", "Sem 4 2026"], ";"
        )
    },
    figures(first(3), weeks_from(3)),
)
vary(
    "c5_week_us_text",
    "C5",
    {
        "k.csv": long(
            "Week Ending,Team,KPI,Value", ["Jan 10, 2026", "Jan 17, 2026", "Jan 24, 2026"]
        )
        .replace("Jan 10, 2026", '"Jan 10, 2026"')
        .replace("Jan 17, 2026", '"Jan 17, 2026"')
        .replace("Jan 24, 2026", '"Jan 24, 2026"')
    },
    figures(first(3), weeks_from(3, "2026-01-04")),
)
# C16
vary(
    "c16_fy_q",
    "C16",
    {"k.csv": long("Fiscal Quarter,Team,KPI,Value", ["FY26 Q1", "FY26 Q2"])},
    figures(first(2), [("2025-07-01", "2025-09-30"), ("2025-10-01", "2025-12-31")]),
    answers={"fiscal_year": "7"},
)
vary(
    "c16_gj",
    "C16",
    {"k.csv": long("Periode;Abteilung;Kennzahl;Wert", ["GJ 2025/26 P01", "GJ 2025/26 P02"], ";")},
    figures(first(2), months("2025-10", "2025-11")),
    answers={"fiscal_year": "10"},
)
vary(
    "c16_sap_period",
    "C16",
    {
        "k.csv": long(
            "Periode;Kostenstelle;Kennzahl;Wert", ["001.2026", "002.2026", "003.2026"], ";"
        )
    },
    figures(first(3), J3),
    answers={"fiscal_year": "1"},
)
vary(
    "c16_jahr_monat",
    "C16",
    {
        "k.csv": "Jahr;Monat;Abteilung;Fluktuation\n2026;1;Sales;3\n2026;2;Sales;4\n2026;1;Support;5\n2026;2;Support;6\n"
    },
    figures({("fluktuation", "sales"): [3, 4], ("fluktuation", "support"): [5, 6]}, J2),
)
vary(
    "c16_annee_mois",
    "C16",
    {
        "k.csv": "Année;Mois;Service;Absences\n2026;janvier;Sales;3\n2026;février;Sales;4\n2026;janvier;Support;5\n2026;février;Support;6\n"
    },
    figures({("absences", "sales"): [3, 4], ("absences", "support"): [5, 6]}, J2),
)
vary(
    "c16_rok_mies",
    "C16",
    {
        "k.csv": "Rok;Miesiąc;Dział;Absencja\n2026;1;Sales;3\n2026;2;Sales;4\n2026;1;Support;5\n2026;2;Support;6\n"
    },
    figures({("absencja", "sales"): [3, 4], ("absencja", "support"): [5, 6]}, J2),
)
vary(
    "c16_ano_mes",
    "C16",
    {
        "k.csv": "Ano;Mês;Departamento;Faltas\n2026;1;Sales;3\n2026;2;Sales;4\n2026;1;Support;5\n2026;2;Support;6\n"
    },
    figures({("faltas", "sales"): [3, 4], ("faltas", "support"): [5, 6]}, J2),
)
vary(
    "c16_year_week",
    "C16",
    {
        "k.csv": "Year,Week,Team,Calls\n2026,2,Sales,3\n2026,3,Sales,4\n2026,2,Support,5\n2026,3,Support,6\n"
    },
    figures({("calls", "sales"): [3, 4]}, weeks_from(2)),
)
vary(
    "c16_jahr_kw",
    "C16",
    {
        "k.csv": "Jahr;KW;Team;Calls\n2026;02;Sales;3\n2026;03;Sales;4\n2026;02;Support;5\n2026;03;Support;6\n"
    },
    figures({("calls", "sales"): [3, 4]}, weeks_from(2)),
)
vary(
    "c16_de_wide",
    "C16",
    {
        "k.csv": "Abteilung;Kennzahl;Jan 26;Feb 26;Mrz 26\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    E3,
)
vary(
    "c16_fr_wide",
    "C16",
    {
        "k.csv": "Service;Indicateur;janv. 2026;févr. 2026;mars 2026\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    E3,
)
vary(
    "c16_wide_slash",
    "C16",
    {
        "k.csv": "Team,KPI,1/1/2026,2/1/2026,3/1/2026\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    E3,
    answers={"dates": "mdy"},
)
vary(
    "c16_wide_eu_dates",
    "C16",
    {
        "k.csv": "Team;KPI;31.01.2026;28.02.2026;31.03.2026\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    E3,
)
vary(
    "c16_wide_noyear",
    "C16",
    {
        "Escalations 2026.csv": "Team,KPI,January,February,March\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    E3,
)
vary(
    "c16_wide_noyear_de",
    "C16",
    {
        "k.csv": "Abteilung;Kennzahl;Januar;Februar;März\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    E3,
    answers={"year": "2026"},
)
vary(
    "c16_wide_pl",
    "C16",
    {
        "k.csv": "Dział;Wskaźnik;sty.26;lut.26;mar.26\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    E3,
)
vary(
    "c16_epoch_s",
    "C16",
    {"k.csv": long("month,Team,KPI,Value", ["1767225600", "1769904000", "1772323200"])},
    figures(first(3), J3),
)
vary(
    "c16_datetime",
    "C16",
    {
        "k.csv": long(
            "month,Team,KPI,Value",
            ["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
        )
    },
    figures(first(3), J3),
)
vary(
    "c16_von_bis",
    "C16",
    {
        "k.csv": "Von;Bis;Abteilung;Kosten\n01.01.2026;31.01.2026;Sales;100\n01.02.2026;28.02.2026;Sales;110\n01.01.2026;31.01.2026;Support;200\n01.02.2026;28.02.2026;Support;210\n"
    },
    figures({("kosten", "sales"): [100, 110]}, J2),
)
vary(
    "c16_debut_fin",
    "C16",
    {
        "k.csv": "Date de début;Date de fin;Service;Coûts\n01/01/2026;31/01/2026;Sales;100\n01/02/2026;28/02/2026;Sales;110\n01/01/2026;31/01/2026;Support;200\n01/02/2026;28/02/2026;Support;210\n"
    },
    figures({("coûts", "sales"): [100, 110]}, J2),
)
vary(
    "c16_range_de",
    "C16",
    {
        "k.csv": long(
            "Woche;Abteilung;Kennzahl;Wert",
            ["05.01.2026 - 11.01.2026", "12.01.2026 - 18.01.2026"],
            ";",
        )
    },
    figures(first(2), weeks_from(2)),
)
vary(
    "c16_range_de_short",
    "C16",
    {
        "k.csv": long(
            "Woche;Abteilung;Kennzahl;Wert", ["05.01.-11.01.2026", "12.01.-18.01.2026"], ";"
        )
    },
    figures(first(2), weeks_from(2)),
)
vary(
    "c16_prelim_star",
    "C16",
    {
        "k.csv": long(
            "Monat;Abteilung;Kennzahl;Wert", ["01.2026", "02.2026 (vorläufig)", "03.2026*"], ";"
        )
    },
    figures(first(3), J3),
    must_tell="vorläufig",
)
vary(
    "c16_xlsx_de",
    "C16",
    {
        "k.xlsx": xlsx(
            {
                "Tabelle1": [
                    [
                        "Abteilung",
                        "Kennzahl",
                        dt.date(2026, 1, 1),
                        dt.date(2026, 2, 1),
                        dt.date(2026, 3, 1),
                    ],
                    ["Sales", "Escalations", 10, 12, 14],
                    ["Support", "Escalations", 30, 28, 26],
                ]
            }
        )
    },
    E3,
)
vary(
    "c16_445_names",
    "C16",
    {"k.csv": long("Period,Team,KPI,Value", ["P1 FY26", "P2 FY26"])},
    figures(first(2), J2),
    answers={"fiscal_year": "1"},
)
