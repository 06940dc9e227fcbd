# ruff: noqa: E501
"""Which file counts, layouts, cells with faults, records and look-alikes."""

from __future__ import annotations

import io

from tests.pipelines.cases import figures, months, query
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
E3 = figures({("escalations", "sales"): [10, 12, 14], ("escalations", "support"): [30, 28, 26]}, J3)
E2 = figures({("%escalations%", "sales"): [10, 12], ("%escalations%", "support"): [30, 28]}, J2)
C2 = figures(
    {
        ("%escalations%", "sales"): [10, 12],
        ("%escalations%", "support"): [30, 28],
        ("calls", "sales"): [100, 110],
        ("calls", "support"): [300, 310],
    },
    J2,
)
P = [f"sale{i:02d}@x.org" for i in range(12)] + [f"engi{i:02d}@x.org" for i in range(12)]
ACT = set(P[:6] + P[12:18])


# C9
def kpi_file(x):
    return f"Month,Team,KPI,Value\n2026-01,Sales,Escalations,{x}\n2026-01,Support,Escalations,40\n"


vary(
    "c9_v2",
    "C9",
    {
        "KPI_Jan_v2.csv": kpi_file(14),
        "KPI_Jan_v10.csv": kpi_file(15),
        "KPI_Jan_v1.csv": kpi_file(12),
    },
    figures({("escalations", "sales"): [15]}),
)
vary(
    "c9_endg",
    "C9",
    {"Kennzahlen Jan vorläufig.csv": kpi_file(12), "Kennzahlen Jan endgültig.csv": kpi_file(14)},
    figures({("escalations", "sales"): [14]}),
)
vary(
    "c9_fr",
    "C9",
    {"KPI janvier provisoire.csv": kpi_file(12), "KPI janvier définitif.csv": kpi_file(14)},
    figures({("escalations", "sales"): [14]}),
)
vary(
    "c9_copy",
    "C9",
    {"KPI (1).csv": kpi_file(14), "KPI.csv": kpi_file(12)},
    lambda r: "asks",
    told="differ",
    answers={},
)
vary(
    "c9_sheets",
    "C9",
    {
        "k.xlsx": xlsx(
            {
                "Prelim": [
                    ["Month", "Team", "KPI", "Value"],
                    ["2026-01", "Sales", "Escalations", 12],
                    ["2026-02", "Sales", "Escalations", 12],
                ],
                "Final": [
                    ["Month", "Team", "KPI", "Value"],
                    ["2026-01", "Sales", "Escalations", 14],
                    ["2026-02", "Sales", "Escalations", 15],
                ],
            }
        )
    },
    figures({("escalations", "sales"): [14, 15]}),
    told="differ",
)
vary(
    "c9_sheets_open",
    "C9",
    {
        "k.xlsx": xlsx(
            {
                "Anna": [
                    ["Month", "Team", "KPI", "Value"],
                    ["2026-01", "Sales", "Escalations", 12],
                    ["2026-02", "Sales", "Escalations", 12],
                ],
                "Ben": [
                    ["Month", "Team", "KPI", "Value"],
                    ["2026-01", "Sales", "Escalations", 14],
                    ["2026-02", "Sales", "Escalations", 15],
                ],
            }
        )
    },
    lambda r: "asks",
    told="differ",
)
# C17
vary(
    "c17_pivot_de",
    "C17",
    {
        "p.csv": "Zeilenbeschriftungen;Summe von Eskalationen;Mittelwert von Kosten\nSales;22;\nJan 26;10;1,5\nFeb 26;12;1,6\nSupport;58;\nJan 26;30;2,5\nFeb 26;28;2,6\nGesamtergebnis;80;\n"
    },
    figures({("%eskalationen", "sales"): [10, 12], ("%kosten", "support"): [2.5, 2.6]}, J2),
)
vary(
    "c17_pivot_month_first",
    "C17",
    {
        "p.csv": "Row Labels,Sum of Escalations\nJan-26,40\nSales,10\nSupport,30\nFeb-26,40\nSales,12\nSupport,28\nGrand Total,80\n"
    },
    E2,
)
vary(
    "c17_pivot_fr",
    "C17",
    {
        "p.csv": "Étiquettes de lignes;Somme de Escalations\nSales;22\njanv.-26;10\nfévr.-26;12\nSupport;58\njanv.-26;30\nfévr.-26;28\nTotal général;80\n"
    },
    E2,
)
vary(
    "c17_outline_merged",
    "C17",
    {
        "p.xlsx": xlsx(
            {
                "S": [
                    ["Team", "Month", "Escalations", "Calls"],
                    ["Sales", "2026-01", 10, 100],
                    [None, "2026-02", 12, 110],
                    ["Support", "2026-01", 30, 300],
                    [None, "2026-02", 28, 310],
                ]
            },
            change=lambda ws: (ws.merge_cells("A2:A3"), ws.merge_cells("A4:A5")),
        )
    },
    C2,
)
vary(
    "c17_title_rows",
    "C17",
    {
        "p.csv": "Service report\nCreated 05.03.2026 by controlling\n\nTeam;Monat;Escalations;Calls\nSales;Jan 26;10;100\nSales;Feb 26;12;110\nSupport;Jan 26;30;300\nSupport;Feb 26;28;310\n"
    },
    C2,
)
vary(
    "c17_side_by_side",
    "C17",
    {
        "p.csv": "Team,Month,Escalations,,Team,Month,Calls\nSales,2026-01,10,,Sales,2026-01,100\nSales,2026-02,12,,Sales,2026-02,110\nSupport,2026-01,30,,Support,2026-01,300\nSupport,2026-02,28,,Support,2026-02,310\n"
    },
    C2,
)
vary(
    "c17_stacked_xlsx",
    "C17",
    {
        "p.xlsx": xlsx(
            {
                "S": [
                    ["Escalations"],
                    ["Team", "Jan 2026", "Feb 2026"],
                    ["Sales", 10, 12],
                    ["Support", 30, 28],
                    [],
                    ["Calls"],
                    ["Team", "Jan 2026", "Feb 2026"],
                    ["Sales", 100, 110],
                    ["Support", 300, 310],
                ]
            }
        )
    },
    C2,
)
vary(
    "c17_stacked_noblank",
    "C17",
    {
        "p.csv": "Escalations,,\nTeam,Jan 2026,Feb 2026\nSales,10,12\nSupport,30,28\nCalls,,\nTeam,Jan 2026,Feb 2026\nSales,100,110\nSupport,300,310\n"
    },
    C2,
)
vary(
    "c17_kpi_rows_group_cols",
    "C17",
    {
        "p.csv": "Month,KPI,Sales,Support\n2026-01,Escalations,10,30\n2026-02,Escalations,12,28\n2026-01,Calls,100,300\n2026-02,Calls,110,310\n"
    },
    C2,
)
vary(
    "c17_group_title_blocks",
    "C17",
    {
        "p.csv": "Sales,,\nKPI,Jan 2026,Feb 2026\nEscalations,10,12\nCalls,100,110\n,,\nSupport,,\nKPI,Jan 2026,Feb 2026\nEscalations,30,28\nCalls,300,310\n"
    },
    C2,
)
vary(
    "c17_two_header_months_kpis",
    "C17",
    {
        "p.csv": "Team,Jan 2026,,Feb 2026,\n,Escalations,Calls,Escalations,Calls\nSales,10,100,12,110\nSupport,30,300,28,310\n"
    },
    C2,
)
vary(
    "c17_two_header_kpi_months",
    "C17",
    {
        "p.csv": "Team,Escalations,,Calls,\n,Jan 2026,Feb 2026,Jan 2026,Feb 2026\nSales,10,12,100,110\nSupport,30,28,300,310\n"
    },
    C2,
)
vary(
    "c17_sheet_per_group",
    "C17",
    {
        "p.xlsx": xlsx(
            {
                g: [["Month", "Escalations", "Calls"], ["2026-01", a, b], ["2026-02", c, d]]
                for g, a, b, c, d in (("Sales", 10, 100, 12, 110), ("Support", 30, 300, 28, 310))
            }
        )
    },
    C2,
)
vary(
    "c17_sheet_per_quarter",
    "C17",
    {
        "p.xlsx": xlsx(
            {
                "Januar 2026": [
                    ["Team", "Escalations", "Calls"],
                    ["Sales", 10, 100],
                    ["Support", 30, 300],
                ],
                "Februar 2026": [
                    ["Team", "Escalations", "Calls"],
                    ["Sales", 12, 110],
                    ["Support", 28, 310],
                ],
            }
        )
    },
    C2,
)
vary(
    "c17_file_per_month",
    "C17",
    {
        "Service 2026-01.csv": "Team,Escalations,Calls\nSales,10,100\nSupport,30,300\n",
        "Service 2026-02.csv": "Team,Escalations,Calls\nSales,12,110\nSupport,28,310\n",
    },
    C2,
)
vary(
    "c17_period_above_de",
    "C17",
    {
        "p.csv": "Berichtsmonat:;Januar 2026\n\nAbteilung;Escalations;Calls\nSales;10;100\nSupport;30;300\n"
    },
    figures({("escalations", "sales"): [10], ("calls", "support"): [300]}, J2[:1]),
)
vary(
    "c17_period_above_range",
    "C17",
    {
        "p.csv": "Period: 01/01/2026 - 31/01/2026,,\n,,\nTeam,Escalations,Calls\nSales,10,100\nSupport,30,300\n"
    },
    figures({("escalations", "sales"): [10], ("calls", "support"): [300]}, J2[:1]),
)
vary(
    "c17_onecell",
    "C17",
    {
        "p.csv": '"Month,Team,Escalations"\n"2026-01,Sales,10"\n"2026-02,Sales,12"\n"2026-01,Support,30"\n"2026-02,Support,28"\n'
    },
    E2,
)
vary(
    "c17_tableau_outline",
    "C17",
    {
        "p.csv": "Team,Measure Names,Jan 2026,Feb 2026\nSales,Escalations,10,12\n,Calls,100,110\nSupport,Escalations,30,28\n,Calls,300,310\n"
    },
    C2,
)
vary(
    "c17_group_rows",
    "C17",
    {
        "p.csv": "Team,Month,Escalations\nSales,,\n,2026-01,10\n,2026-02,12\nSupport,,\n,2026-01,30\n,2026-02,28\n"
    },
    E2,
)
vary(
    "c17_transposed",
    "C17",
    {
        "p.csv": "KPI,Month,Sales,Support,Total\nEscalations,2026-01,10,30,40\nEscalations,2026-02,12,28,40\n"
    },
    E2,
)
vary(
    "c17_groups_cols_unknown_kpi",
    "C17",
    {"p.csv": "Month,Sales,Support\n2026-01,10,30\n2026-02,12,28\n"},
    E2,
    answers={"kpi": "Escalations"},
)
# C18
vary(
    "c18_flags",
    "C18",
    {
        "p.csv": "Month,Team,Escalations\n2026-01,Sales,10*\n2026-02,Sales,12\n2026-01,Support,<5\n2026-02,Support,28\n2026-03,Sales,n.v.\n2026-03,Support,k.A.\n"
    },
    figures({("escalations", "sales"): [12], ("escalations", "support"): [28]}),
    must_tell="<5",
)
vary(
    "c18_flags_long",
    "C18",
    {
        "p.csv": "Month,Team,KPI,Value\n2026-01,Sales,Escalations,#NV\n2026-02,Sales,Escalations,12\n2026-01,Support,Escalations,#BEZUG!\n2026-02,Support,Escalations,28\n"
    },
    figures({("escalations", "sales"): [12], ("escalations", "support"): [28]}),
    must_tell="#BEZUG|#NV|NV",
)
vary(
    "c18_err_fr",
    "C18",
    {
        "p.csv": "Mois;Service;Escalations;Appels\n2026-01;Sales;#N/D;100\n2026-02;Sales;12;110\n2026-01;Support;30;#VALEUR!\n2026-02;Support;28;310\n"
    },
    figures({("escalations", "sales"): [12], ("appels", "sales"): [100, 110]}),
    must_tell="#N/D|VALEUR",
)
vary(
    "c18_mostly_blank",
    "C18",
    {
        "p.csv": "Month,Team,Escalations,Complaints\n2026-01,Sales,10,\n2026-02,Sales,12,\n2026-01,Support,30,tbd\n2026-02,Support,28,\n"
    },
    figures({("escalations", "sales"): [10, 12]}),
    must_tell="Complaints|tbd",
)
vary(
    "c18_zip",
    "C18",
    {
        "x.zip": (
            lambda b: (
                __import__("zipfile")
                .ZipFile(b, "w")
                .writestr("sub/k.csv", "Monat;Org;Kz;W\n2026-01;Sales;Escalations;10\n"),
                b.getvalue(),
            )[1]
        )(io.BytesIO())
    },
    lambda r: "x",
    told="Kz",
)
# C19 match
vary(
    "c19_crm",
    "C19",
    {
        "crm.csv": "Owner,Week,Deals won,Deals lost\nSales,2026-W02,3,1\nSales,2026-W03,4,1\nSupport,2026-W02,1,0\nSupport,2026-W03,2,0\n"
    },
    query(
        "select sum(numerator) from outcome_now where group_id='sales' and kpi='deals_won'", [[7]]
    ),
)
vary(
    "c19_names_platform",
    "C19",
    {
        "u.csv": "User,Display name,Last login,Sessions\n"
        + "".join(f"{p},Name {i} Person,2026-07-0{1 + i % 5},{i + 1}\n" for i, p in enumerate(P))
    },
    query("select count(distinct platform) from usage_now where platform like '%person%'", [[0]]),
    roster="usage.csv",
    answers={"platform": "x", "period": "2026-07-01/2026-07-07"},
)
vary(
    "c19_survey_by_person",
    "C19",
    {
        "s.csv": "Respondent,Score,Submitted\n"
        + "".join(f"{p},{i % 11},2026-07-0{1 + i % 5}\n" for i, p in enumerate(P))
    },
    lambda r: "x",
    roster="usage.csv",
    told="question|mapping|match",
)
vary(
    "c19_login_numbers",
    "C19",
    {
        "u.csv": "Personalnummer;Monat;Anmeldungen;System\n"
        + "".join(f"{1000 + i};2026-07;3;SAP\n" for i in range(24))
    },
    query("select count(distinct platform), count(distinct person_id) from usage_now", [[1, 24]]),
    roster="usage.csv",
    answers={"platform": "sap"},
    told="no roster",
)
# C21
vary(
    "c21_changes",
    "C21",
    {
        "c.csv": "Number,Opened,Closed,Assignment group,Priority,State\nCHG0001,2026-01-05 10:00:00,2026-01-06 10:00:00,Support,3,Closed\nCHG0002,2026-01-05 10:00:00,2026-01-07 10:00:00,Support,3,Closed\n"
    },
    query("select count(*) from record_now where kind in ('ticket','incident')", [[0]]),
    told="CHG|change",
)
vary(
    "c21_problem",
    "C21",
    {
        "c.csv": "number,opened_at,closed_at,assignment_group,priority,state,resolved_at\nPRB0001,2026-01-05 10:00:00,2026-01-06 10:00:00,Support,3,Closed,2026-01-06 10:00:00\nPRB0002,2026-01-05 10:00:00,2026-01-07 10:00:00,Support,3,Closed,2026-01-06 10:00:00\n"
    },
    query("select count(*) from record_now where kind in ('ticket','incident')", [[0]]),
    told="PRB|problem",
)
vary(
    "c21_mixed",
    "C21",
    {
        "c.csv": "number,opened_at,closed_at,assignment_group,priority,state,resolved_at\nINC0001,2026-01-05 10:00:00,2026-01-06 10:00:00,Support,3,Closed,2026-01-06 10:00:00\nRITM0002,2026-01-05 10:00:00,2026-01-07 10:00:00,Support,3,Closed,2026-01-06 10:00:00\n"
    },
    query("select count(*) from record_now where kind in ('ticket','incident')", [[1]]),
    told="RITM",
)
vary(
    "c21_jira_epics",
    "C21",
    {
        "c.csv": "Issue Type,Issue key,Issue id,Summary,Assignee,Status,Created,Resolved,Project name\nEpic,ABC-1,1,x,a,Done,2026-01-05 10:00,2026-01-06 10:00,Support\nBug,ABC-2,2,x,a,Done,2026-01-05 10:00,2026-01-06 10:00,Support\n"
    },
    query("select count(*) from record_now", [[2]]),
)
# C20
vary(
    "c20_dynamics",
    "C20",
    {
        "d.csv": "(Do Not Modify) Opportunity,Topic,Owner,Business Unit,Est. Revenue,Actual Revenue,Status,Created On,Actual Close Date\n1,a,x,Sales,100,90,Won,2026-01-05,2026-02-05\n2,b,x,Sales,100,,Lost,2026-01-05,2026-02-05\n3,c,x,Sales,100,,Open,2026-01-05,\n"
    },
    query("select count(*) filter (where flags like '%won%'), count(*) from record_now", [[1, 3]]),
    told="mapping|match",
)
vary(
    "c20_jsm_sla",
    "C20",
    {
        "j.csv": "Issue key,Issue id,Issue Type,Status,Created,Resolved,Project name,Custom field (Time to resolution)\nABC-1,1,Incident,Done,2026-01-05 10:00,2026-01-06 10:00,Support,3h 20m\nABC-2,2,Incident,Done,2026-01-05 10:00,2026-01-06 10:00,Support,-1h 05m\n"
    },
    query("select count(*) from record_now", [[2]]),
    must_tell="Time to resolution",
)
vary(
    "c20_nice",
    "C20",
    {
        "n.csv": "Interval,Team Name,Contacts Handled,Average Handle Time,Service Level\n2026-01-05,Support,100,00:04:35,85%\n2026-01-06,Support,300,00:05:00,80%\n2026-01-05,Sales,10,00:03:00,90%\n2026-01-06,Sales,20,00:03:30,91%\n"
    },
    figures(
        {
            ("average_handle_time", "support"): [275, 300],
            ("service_level", "sales"): [0.9, 0.91],
            ("contacts_handled", "support"): [100, 300],
        }
    ),
)
vary(
    "c20_medallia",
    "C20",
    {
        "m.csv": "Survey ID,Response Date,Unit,Likelihood to Recommend,Overall Satisfaction\n1,2026-01-05,Support,9,5\n2,2026-01-06,Support,3,2\n3,2026-01-06,Support,10,5\n"
    },
    query("select count(*) from response_now", [[6]]),
    told="mapping|match|question",
)
