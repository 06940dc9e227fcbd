# ruff: noqa: E501, DTZ001
"""The same kinds as BI tools, ticket systems and personnel systems of other markets hand them over."""

from __future__ import annotations

import datetime as dt
import json

from tests.pipelines.cases import adoption, both, figures, months, query
from tests.pipelines.variations.elsewhere import ACT, DAYS, MEMBERS, P, e
from tests.pipelines.variations.elsewhere import table as tall
from tests.pipelines.variations.offices import SIX
from tests.pipelines.variations.periods import weeks_from
from tests.pipelines.variations.regions import GROUP_OF, per_person
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
HEAD = "Month,Team,KPI,Value"
M3 = ["2026-01", "2026-02", "2026-03"]

# C5
vary("c5_looker_month", "C5", {"k.csv": tall("Orders Created Month,Team,KPI,Value", M3)}, e(3, J3))
vary(
    "c5_week_number_and_start",
    "C5",
    {
        "k.csv": "Week,Week start,Team,KPI,Value\n2,2026-01-05,Sales,Escalations,10\n3,2026-01-12,Sales,Escalations,12\n2,2026-01-05,Support,Escalations,30\n3,2026-01-12,Support,Escalations,28\n"
    },
    e(2, weeks_from(2)),
)
vary(
    "c5_end_of_month_text",
    "C5",
    {
        "k.csv": tall(
            "Reporting date,Team,KPI,Value", ['"Jan 31, 2026"', '"Feb 28, 2026"', '"Mar 31, 2026"']
        )
    },
    e(3, J3),
)
vary("c5_month_slash_year_short", "C5", {"k.csv": tall(HEAD, ["1/26", "2/26", "3/26"])}, e(3, J3))
vary("c5_upper_month", "C5", {"k.csv": tall(HEAD, ["JAN-2026", "FEB-2026", "MAR-2026"])}, e(3, J3))
vary(
    "c5_fr_abbr",
    "C5",
    {"k.csv": tall("Mois;Équipe;Indicateur;Valeur", ["janv.-26", "févr.-26", "mars-26"], ";")},
    e(3, J3),
)
vary(
    "c5_oracle_day",
    "C5",
    {"k.csv": tall("Month,Team,KPI,Value", ["01-JAN-26", "01-FEB-26", "01-MAR-26"])},
    e(3, J3),
)
vary(
    "c5_da_uge",
    "C5",
    {
        "k.csv": tall(
            "Uge;Afdeling;Nøgletal;Værdi", ["Uge 02-2026", "Uge 03-2026", "Uge 04-2026"], ";"
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c5_week_with_year_first",
    "C5",
    {"k.csv": tall("Week,Team,KPI,Value", ["26W02", "26W03", "26W04"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_yy_kw",
    "C5",
    {"k.csv": tall("KW;Team;KPI;Wert", ["02/26", "03/26", "04/26"], ";")},
    e(3, weeks_from(3)),
)
vary(
    "c5_pt_extenso",
    "C5",
    {"k.csv": tall("Mês;Equipe;Indicador;Valor", ["jan/26", "fev/26", "mar/26"], ";")},
    e(3, J3),
)
vary(
    "c5_zh_weeks",
    "C5",
    {"k.csv": tall("周,部门,指标,值", ["2026年第2周", "2026年第3周", "2026年第4周"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_quarter_zh",
    "C5",
    {
        "k.csv": "季度,部门,指标,值\n2026年第1季度,Sales,Escalations,10\n2026年第2季度,Sales,Escalations,12\n2026年第1季度,Support,Escalations,30\n2026年第2季度,Support,Escalations,28\n"
    },
    e(2, [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")]),
)
# C16
vary(
    "c16_two_week_sprints",
    "C16",
    {
        "k.csv": "Sprint,Start,End,Team,KPI,Value\n1,2026-01-05,2026-01-18,Sales,Escalations,10\n2,2026-01-19,2026-02-01,Sales,Escalations,12\n1,2026-01-05,2026-01-18,Support,Escalations,30\n2,2026-01-19,2026-02-01,Support,Escalations,28\n"
    },
    e(2, [("2026-01-05", "2026-01-18"), ("2026-01-19", "2026-02-01")]),
)
vary(
    "c16_month_words_range",
    "C16",
    {
        "k.csv": tall(
            "Period,Team,KPI,Value",
            ["1 Jan 2026 - 31 Jan 2026", "1 Feb 2026 - 28 Feb 2026", "1 Mar 2026 - 31 Mar 2026"],
        )
    },
    e(3, J3),
)
vary(
    "c16_year_rows_month_cols",
    "C16",
    {
        "k.csv": "Team,KPI,Year,Jan,Feb,Mar\nSales,Escalations,2026,10,12,14\nSupport,Escalations,2026,30,28,26\n"
    },
    e(3, J3),
)
vary(
    "c16_wide_days_text",
    "C16",
    {
        "k.csv": "Team;KPI;01.01.2026;01.02.2026;01.03.2026\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    e(3, J3),
)
vary(
    "c16_wide_iso_weeks",
    "C16",
    {
        "k.csv": "Team,KPI,2026-W02,2026-W03,2026-W04\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    e(3, weeks_from(3)),
)
vary(
    "c16_wide_fy_quarters",
    "C16",
    {"k.csv": "Team,KPI,FY26 Q1,FY26 Q2\nSales,Escalations,10,12\nSupport,Escalations,30,28\n"},
    e(2, [("2025-07-01", "2025-09-30"), ("2025-10-01", "2025-12-31")]),
    answers={"fiscal_year": "7"},
)
vary(
    "c16_snake_wide",
    "C16",
    {
        "k.csv": "team,kpi,m_2026_01,m_2026_02,m_2026_03\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    e(3, J3),
    told="m_2026_01",
)
vary(
    "c16_wide_sum_of",
    "C16",
    {
        "k.csv": "Team,KPI,Sum of Jan-26,Sum of Feb-26\nSales,Escalations,10,12\nSupport,Escalations,30,28\n"
    },
    e(2, J2),
)
# C10/C11
vary(
    "c10_wide_percent_and_counts",
    "C10",
    {
        "k.csv": "Team,KPI,Jan-26,Feb-26\nSales,CSAT,85%,86%\nSales,Calls,1200,1300\nSupport,CSAT,80%,81%\nSupport,Calls,2200,2300\n"
    },
    both(
        figures({("csat", "sales"): [0.85, 0.86], ("csat", "support"): [0.8, 0.81]}),
        figures({("calls", "sales"): [1200, 1300]}),
    ),
)
vary(
    "c11_mixed_units_rows",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value,Unit\n2026-01,Sales,AHT,275,s\n2026-02,Sales,AHT,260,s\n2026-01,Support,AHT,6,min\n2026-02,Support,AHT,5.5,min\n"
    },
    figures({("aht", "sales"): [275, 260], ("aht", "support"): [360, 330]}),
    told="unit|min",
)
vary(
    "c11_days_decimal_comma",
    "C11",
    {
        "k.csv": "Monat;Team;Durchlaufzeit (Tage)\n2026-01;Sales;2,5\n2026-02;Sales;2,25\n2026-01;Support;4,125\n2026-02;Support;4,0\n"
    },
    figures({("durch%", "sales"): [2.5, 2.25], ("durch%", "support"): [4.125, 4]}),
)
vary(
    "c11_eur_before_and_after",
    "C11",
    {
        "k.csv": "Monat;Team;KPI;Wert\n2026-01;Sales;Reisekosten;EUR 1.200,50\n2026-02;Sales;Reisekosten;1.300,25 EUR\n2026-01;Support;Reisekosten;900,00 €\n"
    },
    figures({("reise%", "sales"): [1200.5, 1300.25], ("reise%", "support"): [900]}),
)
vary(
    "c11_millis",
    "C11",
    {
        "k.csv": "Month,Team,Response time (ms)\n2026-01,Sales,1250\n2026-02,Sales,1300\n2026-01,Support,900\n2026-02,Support,950\n"
    },
    figures({("response%", "sales"): [1250, 1300]}),
)
vary(
    "c11_footnote_numbers",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Escalations,10\n2026-02,Sales,Escalations,12 [1]\n2026-03,Sales,Escalations,14\n2026-01,Support,Escalations,30\n2026-02,Support,Escalations,28\n2026-03,Support,Escalations,26\n"
    },
    figures({("escalations", "sales"): [10, 14], ("escalations", "support"): [30, 28, 26]}),
    must_tell="12 \\[1\\]",
    told="12 \\[1\\]",
)
vary(
    "c11_approx",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Escalations,10\n2026-02,Sales,Escalations,~12\n2026-01,Support,Escalations,30\n2026-02,Support,Escalations,ca. 28\n"
    },
    figures({("escalations", "sales"): [10], ("escalations", "support"): [30]}),
    must_tell="~12",
    told="~12|28",
)
# C12
vary(
    "c12_two_sheets_same_kpi",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "2025": [
                    ["Month", "Team", "Escalations"],
                    ["2025-12", "Sales", 9],
                    ["2025-12", "Support", 31],
                ],
                "2026": [
                    ["Month", "Team", "Escalations"],
                    ["2026-01", "Sales", 10],
                    ["2026-01", "Support", 30],
                ],
            }
        )
    },
    figures({("escalations", "sales"): [9, 10], ("escalations", "support"): [31, 30]}),
)
vary(
    "c12_table_from_b3",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    [None, None],
                    [None, "Service report"],
                    [None, "Month", "Team", "Escalations"],
                    [None, dt.datetime(2026, 1, 1), "Sales", 10],
                    [None, dt.datetime(2026, 2, 1), "Sales", 12],
                    [None, dt.datetime(2026, 1, 1), "Support", 30],
                    [None, dt.datetime(2026, 2, 1), "Support", 28],
                ]
            }
        )
    },
    e(2, J2),
)
vary(
    "c12_numbers_with_text_units",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    ["Month", "Team", "AHT"],
                    ["2026-01", "Sales", "275 s"],
                    ["2026-02", "Sales", "260 s"],
                    ["2026-01", "Support", "370 s"],
                    ["2026-02", "Support", "358 s"],
                ]
            }
        )
    },
    figures({("aht", "sales"): [275, 260], ("aht", "support"): [370, 358]}),
)
# C13
vary(
    "c13_grand_total_middle",
    "C13",
    {
        "k.csv": "Team,KPI,Jan-26,Feb-26\nSales,Escalations,10,12\nSupport,Escalations,30,28\nAll,Escalations,40,40\nAverage,Escalations,20,20\n"
    },
    e(2, J2),
    must_tell="All|Average",
)
vary(
    "c13_cut_by_tool",
    "C13",
    {"k.csv": tall(HEAD, M3) + "... 120 more rows\n"},
    e(3, J3),
    must_tell="more rows|missing",
)
# C17
vary(
    "c17_yaml_like_json_groups",
    "C17",
    {
        "k.json": json.dumps(
            {
                "Sales": [{"month": m, "kpi": k, "value": v} for m, g, k, v in SIX if g == "Sales"],
                "Support": [
                    {"month": m, "kpi": k, "value": v} for m, g, k, v in SIX if g == "Support"
                ],
            }
        )
    },
    e(3, J3),
    refuse=True,
)
vary(
    "c17_nested_json",
    "C17",
    {
        "k.json": json.dumps(
            {
                "result": {
                    "rows": [
                        {"month": m, "team": {"name": g}, "kpi": k, "value": v}
                        for m, g, k, v in SIX
                    ]
                }
            }
        )
    },
    e(3, J3),
    told="team|columns",
)
vary(
    "c17_totals_first",
    "C17",
    {
        "k.csv": "Team,KPI,Jan-26,Feb-26\nTotal,Escalations,40,40\nSales,Escalations,10,12\nSupport,Escalations,30,28\n"
    },
    e(2, J2),
)
vary(
    "c17_group_as_sections_with_total",
    "C17",
    {
        "k.csv": "KPI,Jan-26,Feb-26\nSales,,\nEscalations,10,12\nCSAT,0.8,0.81\nSupport,,\nEscalations,30,28\nCSAT,0.7,0.71\n"
    },
    both(e(2, J2), figures({("csat", "sales"): [0.8, 0.81], ("csat", "support"): [0.7, 0.71]})),
)
vary("c17_tab_in_txt", "C17", {"k.txt": tall("Month\tTeam\tKPI\tValue", M3, "\t")}, e(3, J3))
vary(
    "c17_pipe_with_spaces",
    "C17",
    {"k.txt": tall("Month | Team | KPI | Value", M3, " | ")},
    e(3, J3),
)
vary(
    "c17_caret",
    "C17",
    {"k.txt": tall("Month^Team^KPI^Value", M3, "^")},
    e(3, J3),
    told="\\^|one column",
)
vary(
    "c17_quoted_semicolon_comma",
    "C17",
    {
        "k.csv": '"Monat";"Team";"KPI";"Wert"\n'
        + "".join(f'"{a}";"{b}";"{c}";"{d},0"\n' for a, b, c, d in SIX)
    },
    e(3, J3),
)
vary(
    "c17_long_with_key_column",
    "C17",
    {"k.csv": "Key,Value\n2026-01|Sales|Escalations,10\n2026-02|Sales|Escalations,12\n"},
    e(2, J2),
    refuse=True,
)
# C7
vary(
    "c7_latin1_es",
    "C7",
    {"k.csv": tall("Mes;Equipo;Indicador;Valor", M3, ";", kpi="Reclamación").encode("latin-1")},
    figures({("reclamación", "sales"): [10, 12, 14]}),
)
vary(
    "c7_thai",
    "C7",
    {
        "k.csv": "เดือน,ทีม,ตัวชี้วัด,ค่า\n2026-01,Sales,ร้องเรียน,10\n2026-02,Sales,ร้องเรียน,12\n".encode(
            "cp874"
        )
    },
    query("select count(*) from outcome_now", [[2]]),
    told="encoding|columns",
    or_told=True,
)
vary(
    "c7_hebrew_utf8", "C7", {"k.csv": tall("חודש,צוות,מדד,ערך", M3)}, e(3, J3), told="columns|חודש"
)
# C8
vary(
    "c8_history_rows",
    "C8",
    {
        "r.csv": "Employee ID,Email,Department,Effective Date\n"
        + "".join(
            f"{i},{p},{'Legal' if i < 3 else GROUP_OF[p]},2023-01-01\n" for i, p in enumerate(P)
        )
        + "".join(f"{i},{P[i]},Sales,2026-04-01\n" for i in range(3))
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_rippling",
    "C8",
    {
        "r.csv": "Employee,Work email,Department,Employment status,Start date,Termination date\n"
        + "".join(f"P{i},{p},{GROUP_OF[p]},ACTIVE,01/15/2023,\n" for i, p in enumerate(P))
        + "Gone,gone@x.org,Sales,TERMINATED,01/15/2022,03/01/2026\n"
    },
    MEMBERS,
    roster="",
    dates="mdy",
)
vary(
    "c8_deel_end_future",
    "C8",
    {
        "r.csv": "Worker email,Team,Contract status,Contract start date,Contract end date\n"
        + "".join(f"{p},{GROUP_OF[p]},In progress,2023-01-01,2027-12-31\n" for p in P)
    },
    MEMBERS,
    roster="",
    refuse=True,
)
vary(
    "c8_boolean_words",
    "C8",
    {
        "r.csv": "mail;Abteilung;Konto aktiv;Eintritt\n"
        + "".join(f"{p};{GROUP_OF[p]};ja;01.01.2023\n" for p in P)
        + "weg@x.org;Sales;nein;01.01.2022\n"
    },
    MEMBERS,
    roster="",
    told="aktiv",
)
vary(
    "c8_slash_path",
    "C8",
    {
        "r.csv": "email,Org path,since\n"
        + "".join(f"{p},Company/EMEA/{GROUP_OF[p]},2023-01-01\n" for p in P)
    },
    query("select count(*) from roster_span", [[24]]),
    roster="",
    told="Org path|columns",
)
# C1-C3, C19, C20
vary(
    "c2_teams_pt_br",
    "C2",
    {
        "t.csv": per_person(
            "Data de atualização do relatório,Nome UPN,Data da última atividade,É excluído,Contagem de mensagens de chat de equipe,Contagem de mensagens de chat privado,Contagem de chamadas,Contagem de reuniões,Período do relatório",
            lambda p, a: (
                f"2026-07-05,{p},{'2026-07-05' if a else ''},False,{3 if a else 0},0,0,0,7"
            ),
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    answers={"platform": "teams", "period": "7"},
    told="platform|days",
)
vary(
    "c19_asana",
    "C19",
    {
        "a.csv": per_person(
            "Week of,Email,Tasks created,Tasks completed,Comments",
            lambda p, a: f"2026-06-29,{p},{2 if a else 0},{1 if a else 0},0",
        )
    },
    adoption("asana", 6),
    roster="usage.csv",
    answers={"platform": "asana"},
)
vary(
    "c19_salesforce_login_history",
    "C19",
    {
        "l.csv": "Username,Login Time,Source IP,Login Type,Status\n"
        + "".join(
            f"{p},2026-{d}T09:00:00Z,10.0.0.1,Application,Success\n"
            for p in P
            if p in ACT
            for d in DAYS[:3]
        )
    },
    query("select count(distinct person_id) from usage_now", [[12]]),
    roster="usage.csv",
    answers={"platform": "crm"},
    told="licen|only who",
    or_told=True,
)
vary(
    "c19_failed_logins",
    "C19",
    {
        "l.csv": "User,Timestamp,Event\n"
        + "".join(
            f"{p},2026-{d} 09:00:00,{'login' if p in ACT else 'login_failed'}\n"
            for p in P
            for d in DAYS[:3]
        )
    },
    query("select count(distinct person_id) from usage_now where times > 0", [[24]]),
    roster="usage.csv",
    answers={"platform": "wiki"},
    told="Event|login_failed",
    must_tell="Event",
)
vary(
    "c19_minutes_per_day",
    "C19",
    {
        "m.csv": per_person(
            "Date,User,Minutes in meetings", lambda p, a: f"2026-07-01,{p},{45 if a else 0}"
        )
    },
    query(
        "select count(distinct person_id) from usage_now where times > 0 and action <> 'active_days'",
        [[12]],
    ),
    roster="usage.csv",
    answers={"platform": "meet"},
)
vary(
    "c20_front",
    "C20",
    {
        "f.csv": "Conversation ID,Inbox,Status,Created at,Archived at,First response time\ncnv_1,Support,archived,2026-01-13 09:00,2026-01-14 10:00,00:30:00\ncnv_2,Support,open,2026-01-20 09:00,,00:10:00\n"
    },
    query("select count(*), count(closed) from record_now", [[2, 1]]),
    told="kind|columns",
)
vary(
    "c20_jira_service_csv",
    "C20",
    {
        "j.csv": "Issue key,Issue Type,Summary,Created,Resolved,Status,Time to resolution\nIT-1,Incident,a,13/Jan/26 9:00 AM,14/Jan/26 9:00 AM,Done,4h 20m\nIT-2,Service Request,b,20/Jan/26 9:00 AM,,Open,\n"
    },
    query("select count(*), count(closed) from record_now", [[2, 1]]),
)
vary(
    "c20_salesforce_opps",
    "C20",
    {
        "o.csv": '"Opportunity Name","Opportunity ID","Stage","Amount","Close Date","Created Date","Owner Role"\n"a","006A","Closed Won","1000","2/10/2026","1/15/2026","Sales"\n"b","006B","Closed Lost","500","2/12/2026","1/16/2026","Sales"\n'
    },
    query("select count(*), sum(amount) from record_now", [[2, 1500]]),
    dates="mdy",
)
vary(
    "c20_rydoo",
    "C20",
    {
        "r.csv": "Expense ID;Date;Employee;Branch;Category;Amount;Currency\n1;13.01.2026;Ann;Sales;Hotel;450,50;EUR\n2;15.01.2026;Bob;Support;Rail;99,90;EUR\n"
    },
    query("select count(*), round(sum(amount), 2) from record_now", [[2, 550.4]]),
)
vary(
    "c20_ms_forms_nps",
    "C20",
    {
        "f.xlsx": xlsx(
            {
                "Form1": [
                    [
                        "ID",
                        "Start time",
                        "Completion time",
                        "Email",
                        "Name",
                        "How likely are you to recommend us?",
                    ],
                    [
                        1,
                        dt.datetime(2026, 1, 10, 9),
                        dt.datetime(2026, 1, 10, 9, 5),
                        "anonymous",
                        "",
                        9,
                    ],
                    [
                        2,
                        dt.datetime(2026, 1, 11, 9),
                        dt.datetime(2026, 1, 11, 9, 5),
                        "anonymous",
                        "",
                        3,
                    ],
                ]
            }
        )
    },
    query("select sum(score), count(*) from response_now", [[12, 2]]),
)
vary(
    "c20_avaya_intervals",
    "C20",
    {
        "c.csv": "Split/Skill,Date,Calls Offered,ACD Calls,Aban Calls,Avg Speed Ans,Avg ACD Time\nSupport,1/12/2026,120,110,10,:25,4:35\nSupport,1/13/2026,100,95,5,:20,4:20\n"
    },
    figures({("acd%calls", "support"): [110, 95]}),
    dates="mdy",
    answers={"duration": "mm:ss"},
    told=":25|Split|columns",
)
