# ruff: noqa: E501
"""Scales, units, typed cells, totals, signs, and several rows about one thing."""

from __future__ import annotations

import datetime as dt

from tests.pipelines.cases import both, figures, months, query
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
E3 = figures({("escalations", "sales"): [10, 12, 14], ("escalations", "support"): [30, 28, 26]}, J3)
E2 = figures({("escalations", "sales"): [10, 12], ("escalations", "support"): [30, 28]}, J2)
# C10 scale
vary(
    "c10_de_mixed",
    "C10",
    {
        "k.csv": "Monat;Abteilung;Kennzahl;Wert\n2026-01;Sales;CSAT;85,5 %\n2026-02;Sales;CSAT;86,5\n2026-01;Support;CSAT;81,0 %\n2026-02;Support;CSAT;82,0 %\n"
    },
    figures({("csat", "sales"): [0.855, 0.865], ("csat", "support"): [0.81, 0.82]}),
    told="scale|percent",
)
vary(
    "c10_unit_col",
    "C10",
    {
        "k.csv": "Month,Team,KPI,Value,Unit\n2026-01,Sales,CSAT,85,%\n2026-02,Sales,CSAT,86,%\n2026-01,Support,CSAT,0.81,\n2026-02,Support,CSAT,0.82,\n"
    },
    figures({("csat", "sales"): [0.85, 0.86], ("csat", "support"): [0.81, 0.82]}),
    told="scale|percent",
)
vary(
    "c10_header_pct_mix",
    "C10",
    {
        "k.csv": "Month,Team,CSAT %\n2026-01,Sales,85\n2026-02,Sales,0.86\n2026-01,Support,81\n2026-02,Support,82\n"
    },
    figures({("csat%", "sales"): [85, 86], ("csat%", "support"): [81, 82]}),
    told="scale|percent|factor|hundred",
)
vary(
    "c10_keur_jump",
    "C10",
    {
        "first_jan.csv": "Month,Team,Travel cost\n2026-01,Sales,12000\n2026-02,Sales,13000\n2026-01,Support,5000\n2026-02,Support,5200\n",
        "k2.csv": "Month,Team,Travel cost (kEUR)\n2026-03,Sales,12.5\n2026-03,Support,5.1\n",
    },
    figures({("travel_cost", "sales"): [12000, 13000, 12500]}),
    told="kEUR|unit|1/1000|thousand|differ",
    or_told=True,
)
vary(
    "c10_jump_pct",
    "C10",
    {
        "first_jan.csv": "Month,Team,KPI,Value\n2026-01,Sales,CSAT,0.85\n2026-02,Sales,CSAT,0.86\n",
        "k2.csv": "Month,Team,KPI,Value\n2026-03,Sales,CSAT,86.5\n2026-04,Sales,CSAT,87.5\n",
    },
    figures({("csat", "sales"): [0.85, 0.86, 0.865, 0.875]}),
    answers={"level": "rescale"},
)
vary(
    "c10_jump_within",
    "C10",
    {
        "k.csv": "Month,Team,KPI,Value\n"
        + "".join(
            f"2025-{m:02d},{g},CSAT,{x}\n"
            for g in ("Sales", "Support")
            for m, x in [(i, 0.8 + i / 100) for i in range(1, 7)]
            + [(i, 80 + i) for i in range(7, 13)]
        )
    },
    figures(
        {("csat", "sales"): [0.81, 0.82, 0.83, 0.84, 0.85, 0.86, 0.87, 0.88, 0.89, 0.9, 0.91, 0.92]}
    ),
    told="scale|100|percent",
)
vary(
    "c10_min_h_jump_within",
    "C10",
    {
        "k.csv": "Month,Team,KPI,Value\n"
        + "".join(
            f"2025-{m:02d},{g},Handling time,{x}\n"
            for g in ("Sales", "Support")
            for m, x in [(i, 4 + i / 10) for i in range(1, 7)]
            + [(i, (4 + i / 10) * 60) for i in range(7, 13)]
        )
    },
    lambda r: "jump",
    told="60|scale",
)
# C11
vary(
    "c11_keur",
    "C11",
    {
        "k.csv": "Monat;Abteilung;Kennzahl;Wert;Einheit\n2026-01;Sales;Kosten;12,5;T€\n2026-02;Sales;Kosten;13000;€\n2026-01;Support;Kosten;5;T€\n2026-02;Support;Kosten;5200;€\n"
    },
    figures({("kosten", "sales"): [12500, 13000], ("kosten", "support"): [5000, 5200]}),
    told="unit|Einheit|T€",
)
vary(
    "c11_mixed_cur_header",
    "C11",
    {
        "k.csv": "Month,Team,Cost EUR,Cost USD\n2026-01,Sales,10,20\n2026-02,Sales,11,21\n2026-01,Support,5,6\n2026-02,Support,7,8\n"
    },
    figures({("cost_eur", "sales"): [10, 11], ("cost_usd", "sales"): [20, 21]}),
)
vary(
    "c11_hhmm",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Handling time,1h 30m\n2026-02,Sales,Handling time,2h 15m\n2026-01,Support,Handling time,45m\n2026-02,Support,Handling time,50m\n"
    },
    figures({("handling_time", "sales"): [5400, 8100], ("handling_time", "support"): [2700, 3000]}),
    told="unit|duration",
)
vary(
    "c11_iso_dur",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Handling time,PT1H30M\n2026-02,Sales,Handling time,PT2H\n2026-01,Support,Handling time,PT45M\n2026-02,Support,Handling time,PT50M\n"
    },
    figures({("handling_time", "sales"): [5400, 7200]}),
)
vary(
    "c11_days_hours",
    "C11",
    {
        "k.csv": "Monat;Abteilung;Kennzahl;Wert\n2026-01;Sales;Laufzeit;2 Tage 4 Std\n2026-02;Sales;Laufzeit;1 Tag\n2026-01;Support;Laufzeit;5 Std\n2026-02;Support;Laufzeit;30 Min\n"
    },
    figures({("laufzeit", "sales"): [187200, 86400], ("laufzeit", "support"): [18000, 1800]}),
    told="unit|Einheit|expected a number",
)
vary(
    "c11_mio",
    "C11",
    {
        "k.csv": "Monat;Abteilung;Kennzahl;Wert\n2026-01;Sales;Umsatz;1,2 Mio. €\n2026-02;Sales;Umsatz;950 T€\n2026-01;Support;Umsatz;800 TEUR\n2026-02;Support;Umsatz;1 Mio €\n"
    },
    figures({("umsatz", "sales"): [1200000, 950000], ("umsatz", "support"): [800000, 1000000]}),
    told="unit|expected a number",
)
vary(
    "c11_wide_clock",
    "C11",
    {
        "k.csv": "Month,Team,AHT,CSAT\n2026-01,Sales,04:35,0.8\n2026-02,Sales,04:20,0.81\n2026-01,Support,06:10,0.7\n2026-02,Support,05:58,0.71\n"
    },
    figures(
        {
            ("aht", "sales"): [275, 260],
            ("aht", "support"): [370, 358],
            ("csat", "sales"): [0.8, 0.81],
        }
    ),
    answers={"duration": "mm:ss"},
)
vary(
    "c11_usd_word",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Cost,1000 dollars\n2026-02,Sales,Cost,900 euros\n2026-01,Support,Cost,500 dollars\n2026-02,Support,Cost,400 dollars\n"
    },
    lambda r: "two currencies",
    told="unit|currenc|expected",
)
vary(
    "c11_unit_changes",
    "C11",
    {
        "first_a.csv": "Month,Team,KPI,Value,Unit\n2026-01,Sales,Handling time,4.5,min\n2026-02,Sales,Handling time,4.6,min\n",
        "b.csv": "Month,Team,KPI,Value,Unit\n2026-03,Sales,Handling time,4.4,h\n",
    },
    lambda r: "two units",
    told="unit",
)
vary(
    "c11_cur_changes",
    "C11",
    {
        "first_a.csv": "Month,Team,KPI,Value\n2026-01,Sales,Cost,EUR 1000\n2026-02,Sales,Cost,EUR 1100\n",
        "b.csv": "Month,Team,KPI,Value\n2026-03,Sales,Cost,USD 1200\n",
    },
    lambda r: "two cur",
    told="currenc|unit",
)
# C12
vary(
    "c12_pct_cells",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "S": [
                    ["Month", "Team", "CSAT"],
                    ["2026-01", "Sales", 0.85],
                    ["2026-02", "Sales", 0.86],
                    ["2026-01", "Support", 0.8],
                    ["2026-02", "Support", 0.81],
                ]
            },
            {"S": {f"C{i}": "0%" for i in range(2, 6)}},
        )
    },
    figures({("csat", "sales"): [0.85, 0.86]}),
)
vary(
    "c12_dates_typed",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "S": [
                    ["Month", "Team", "Calls"],
                    [dt.date(2026, 1, 1), "Sales", 85],
                    [dt.date(2026, 2, 1), "Sales", 86],
                    [dt.date(2026, 1, 1), "Support", 80],
                    [dt.date(2026, 2, 1), "Support", 81],
                ]
            }
        )
    },
    figures({("calls", "sales"): [85, 86]}, J2),
)
vary(
    "c12_text_dates_mixed",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "S": [
                    ["Month", "Team", "Calls"],
                    [dt.date(2026, 1, 1), "Sales", 85],
                    ["01.02.2026", "Sales", 86],
                    [dt.date(2026, 1, 1), "Support", 80],
                    ["01.02.2026", "Support", 81],
                ]
            }
        )
    },
    figures({("calls", "sales"): [85, 86]}, J2),
)
vary(
    "c12_bool_err",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "S": [
                    ["Month", "Team", "Calls"],
                    ["2026-01", "Sales", "#DIV/0!"],
                    ["2026-02", "Sales", 86],
                    ["2026-01", "Support", 80],
                    ["2026-02", "Support", "#REF!"],
                ]
            }
        )
    },
    figures({("calls", "sales"): [86], ("calls", "support"): [80]}),
    must_tell="DIV",
)
vary(
    "c12_num_as_text",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "S": [
                    ["Monat", "Abteilung", "Kosten"],
                    ["2026-01", "Sales", "1.234,50"],
                    ["2026-02", "Sales", 1300.25],
                    ["2026-01", "Support", 2000],
                    ["2026-02", "Support", "1.999,50"],
                ]
            }
        )
    },
    figures({("kosten", "sales"): [1234.5, 1300.25], ("kosten", "support"): [2000, 1999.5]}),
)
vary(
    "c12_elapsed",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "S": [
                    ["Month", "Team", "Handling time"],
                    ["2026-01", "Sales", dt.timedelta(hours=30)],
                    ["2026-02", "Sales", dt.timedelta(hours=2)],
                    ["2026-01", "Support", dt.timedelta(minutes=45)],
                    ["2026-02", "Support", dt.timedelta(minutes=50)],
                ]
            },
            {"S": {f"C{i}": "[h]:mm:ss" for i in range(2, 6)}},
        )
    },
    figures(
        {("handling_time", "sales"): [108000, 7200], ("handling_time", "support"): [2700, 3000]}
    ),
)
# C13
vary(
    "c13_totals_langs",
    "C13",
    {
        "k.csv": "Mois;Service;Appels\n2026-01;Sales;10\n2026-01;Support;30\n2026-01;Total général;40\n2026-02;Sales;12\n2026-02;Support;28\n2026-02;Ensemble;40\n"
    },
    both(
        figures({("appels", "sales"): [10, 12], ("appels", "support"): [30, 28]}),
        query("select count(distinct group_id) from outcome_now", [[2]]),
    ),
    told="ensemble|did you mean|in no roster",
)
vary(
    "c13_totals_es",
    "C13",
    {
        "k.csv": "Mes;Departamento;Llamadas\n2026-01;Sales;10\n2026-01;Support;30\n2026-01;Total general;40\n2026-01;Suma;40\n2026-02;Sales;12\n2026-02;Support;28\n2026-02;TOTAL;40\n"
    },
    both(
        figures({("llamadas", "sales"): [10, 12]}),
        query("select count(distinct group_id) from outcome_now", [[2]]),
    ),
    told="in no roster",
    must_tell="left out",
)
vary(
    "c13_totals_pl",
    "C13",
    {
        "k.csv": "Miesiąc;Dział;Telefony\n2026-01;Sales;10\n2026-01;Support;30\n2026-01;Suma końcowa;40\n2026-02;Sales;12\n2026-02;Support;28\n2026-02;Razem;40\n"
    },
    both(
        figures({("telefony", "sales"): [10, 12]}),
        query("select count(distinct group_id) from outcome_now", [[2]]),
    ),
    told="in no roster",
)
vary(
    "c13_first_n",
    "C13",
    {
        "k.csv": 'Month,Team,Calls\n2026-01,Sales,10\n2026-02,Sales,12\n2026-01,Support,30\n2026-02,Support,28\n"Showing first 4 of 1,200 rows",,\n'
    },
    figures({("calls", "sales"): [10, 12]}),
    must_tell="first 4|missing|cut",
)
vary(
    "c13_sf_footer",
    "C13",
    {
        "k.csv": "Month,Team,Calls\n2026-01,Sales,10\n2026-02,Sales,12\n2026-01,Support,30\n2026-02,Support,28\n\nConfidential Information - Do Not Distribute\nCopyright (c) 2000-2026 salesforce.com, inc.\n"
    },
    figures({("calls", "sales"): [10, 12]}),
    told="left out",
)
vary(
    "c13_zd_csat_de",
    "C13",
    {
        "t.csv": "Ticket ID,Ticket created - Date,Ticket group,Ticket satisfaction rating\n1,2026-01-05,Support,Good\n2,2026-01-06,Support,GoodWithComment\n3,2026-01-07,Support,Offered\n4,2026-01-08,Support,Bad\n"
    },
    query(
        "select count(*) filter (where 'good' = any(string_split(flags, ' '))), count(*) filter (where 'bad' = any(string_split(flags, ' '))) from record_now",
        [[2, 1]],
    ),
)
# C14
vary(
    "c14_num_anteil",
    "C14",
    {
        "k.csv": "Monat;Abteilung;Eskalationen;Eskalationen (%)\n2026-01;Sales;10;1,0%\n2026-02;Sales;12;1,1%\n2026-01;Support;30;1,5%\n2026-02;Support;28;1,4%\n"
    },
    figures({("eskalationen", "sales"): [10, 12], ("eskalationen%_p%", "sales"): [0.01, 0.011]}),
)
vary(
    "c14_hash",
    "C14",
    {
        "k.csv": "Month,Team,# CSAT,CSAT %,CSAT\n2026-01,Sales,10,80%,4.1\n2026-02,Sales,12,81%,4.2\n2026-01,Support,30,70%,3.9\n2026-02,Support,28,71%,3.8\n"
    },
    query("select count(distinct kpi), max(numerator) from outcome_now", [[3, 30]]),
)
vary(
    "c14_long_sign",
    "C14",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Cost/Ticket,10\n2026-01,Sales,Cost Ticket,5\n2026-01,Sales,Cost-Ticket (%),0.5\n2026-01,Support,Cost/Ticket,11\n2026-01,Support,Cost Ticket,6\n"
    },
    query("select count(distinct kpi) from outcome_now", [[3]]),
    told="KPI|same|sign",
)
vary(
    "c14_plus_minus",
    "C14",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Headcount +,3\n2026-01,Sales,Headcount -,1\n2026-01,Support,Headcount +,4\n2026-01,Support,Headcount -,2\n"
    },
    query("select count(distinct kpi), max(numerator) from outcome_now", [[2, 4]]),
    told="KPI|same|sign",
)
# C15
vary(
    "c15_stand",
    "C15",
    {
        "k.csv": "Monat;Abteilung;Kennzahl;Wert;Stand\n2026-01;Sales;Eskalationen;12;05.02.2026\n2026-01;Sales;Eskalationen;14;05.03.2026\n2026-02;Sales;Eskalationen;12;05.03.2026\n2026-01;Support;Eskalationen;9;05.02.2026\n"
    },
    figures({("eskalationen", "sales"): [14, 12]}),
)
vary(
    "c15_version_date_fr",
    "C15",
    {
        "k.csv": "Mois;Service;Indicateur;Valeur;Date d'extraction\n2026-01;Sales;Appels;12;05/02/2026\n2026-01;Sales;Appels;14;15/03/2026\n2026-02;Sales;Appels;12;15/03/2026\n"
    },
    figures({("appels", "sales"): [14, 12]}),
)
vary(
    "c15_reversal",
    "C15",
    {
        "k.csv": "Month,Team,KPI,Value,Type\n2026-01,Sales,Travel cost,1000,Invoice\n2026-01,Sales,Travel cost,-200,Reversal\n2026-01,Support,Travel cost,500,Invoice\n2026-02,Support,Travel cost,600,Invoice\n"
    },
    figures({("travel_cost", "sales"): [800], ("travel_cost", "support"): [500, 600]}),
    answers={"repeats": "sum"},
)
vary(
    "c15_agent_de",
    "C15",
    {
        "k.csv": "Monat;Team;Mitarbeiter;Bearbeitungszeit;Anrufe\n2026-01;Sales;Agent 1;200;300\n2026-01;Sales;Agent 2;300;100\n2026-01;Support;Agent 3;400;50\n2026-02;Support;Agent 3;410;50\n"
    },
    figures(
        {
            ("bearbeitungszeit", "sales"): [225],
            ("anrufe", "sales"): [400],
            ("bearbeitungszeit", "support"): [400, 410],
        }
    ),
    answers={"repeats": "weighted"},
)
vary(
    "c15_n_col",
    "C15",
    {
        "k.csv": "Month,Team,KPI,Value,N\n2026-01,Sales,CSAT,0.8,30\n2026-01,Sales,CSAT,0.6,10\n2026-01,Support,CSAT,0.5,4\n"
    },
    figures({("csat", "sales"): [0.75]}),
)
vary(
    "c15_sub_region",
    "C15",
    {
        "k.csv": "Month,Team,Region,Calls\n2026-01,Sales,North,10\n2026-01,Sales,South,20\n2026-01,Support,North,5\n2026-01,Support,South,6\n"
    },
    figures({("calls", "sales"): [30], ("calls", "support"): [11]}),
    answers={"repeats": "sum"},
)
vary(
    "c15_target_wide",
    "C15",
    {
        "k.csv": "Team,Type,Jan 2026,Feb 2026\nSales,Actual,10,12\nSales,Target,9,9\nSupport,Actual,30,28\nSupport,Target,25,25\n"
    },
    lambda r: "",
    told="KPI|which",
)
vary(
    "c15_plan_ist_rows",
    "C15",
    {
        "k.csv": "Monat;Abteilung;Kennzahl;Art;Wert\n2026-01;Sales;Umsatz;Ist;10\n2026-01;Sales;Umsatz;Plan;20\n2026-02;Sales;Umsatz;Ist;11\n2026-02;Sales;Umsatz;Plan;20\n2026-01;Support;Umsatz;Ist;5\n2026-01;Support;Umsatz;Plan;6\n"
    },
    figures({("umsatz", "sales"): [10, 11], ("umsatz", "support"): [5]}),
    answers={"value": "Ist"},
    told="Ist|Art",
)
vary(
    "c15_scenario_rows",
    "C15",
    {
        "k.csv": "Month,Team,KPI,Scenario,Value\n2026-01,Sales,Revenue,Actual,10\n2026-02,Sales,Revenue,Forecast,99\n2026-01,Support,Revenue,Actual,5\n2026-02,Support,Revenue,Forecast,88\n"
    },
    figures({("revenue", "sales"): [10], ("revenue", "support"): [5]}),
    answers={"value": "Actual"},
    told="Scenario|Forecast",
)
vary(
    "c15_ist_soll_cols",
    "C15",
    {
        "k.csv": "Monat;Abteilung;Kennzahl;Soll;Ist\n2026-01;Sales;Umsatz;20;10\n2026-02;Sales;Umsatz;20;11\n2026-01;Support;Umsatz;6;5\n"
    },
    figures({("umsatz", "sales"): [10, 11], ("umsatz", "support"): [5]}),
    answers={"value": "Ist"},
)
vary(
    "c15_reel_objectif",
    "C15",
    {
        "k.csv": "Mois;Service;Indicateur;Objectif;Réalisé\n2026-01;Sales;CA;20;10\n2026-02;Sales;CA;20;11\n2026-01;Support;CA;6;5\n"
    },
    figures({("ca", "sales"): [10, 11], ("ca", "support"): [5]}),
    answers={"value": "Réalisé"},
)
