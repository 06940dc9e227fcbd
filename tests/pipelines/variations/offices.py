# ruff: noqa: E501, DTZ001
"""The same kinds as databases, statistics programs, terminals and office suites write them."""

from __future__ import annotations

import datetime as dt
import json

from tests.pipelines.cases import adoption, both, figures, months, query
from tests.pipelines.variations.elsewhere import ACT, MEMBERS, P, e, wide
from tests.pipelines.variations.elsewhere import table as tall
from tests.pipelines.variations.periods import weeks_from
from tests.pipelines.variations.regions import GROUP_OF, per_person
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
HEAD = "Month,Team,KPI,Value"
SIX = [
    (f"2026-0{month}", team, "Escalations", value)
    for team, values in (("Sales", (10, 12, 14)), ("Support", (30, 28, 26)))
    for month, value in zip((1, 2, 3), values, strict=True)
]

# C5: which period a label stands for
vary(
    "c5_eurostat_m",
    "C5",
    {"k.csv": tall("TIME_PERIOD,Team,KPI,OBS_VALUE", ["2026M01", "2026M02", "2026M03"])},
    e(3, J3),
)
vary(
    "c5_eurostat_m_dash",
    "C5",
    {"k.csv": tall("TIME_PERIOD,Team,KPI,OBS_VALUE", ["2026-M01", "2026-M02", "2026-M03"])},
    e(3, J3),
)
vary(
    "c5_tableau_month_of",
    "C5",
    {
        "k.csv": tall(
            "Month of Date,Team,KPI,Value", ["January 2026", "February 2026", "March 2026"]
        )
    },
    e(3, J3),
)
vary(
    "c5_tableau_week_of",
    "C5",
    {
        "k.csv": tall(
            "Week of Date,Team,KPI,Value",
            ['"January 4, 2026"', '"January 11, 2026"', '"January 18, 2026"'],
        )
    },
    e(3, weeks_from(3, "2026-01-04")),
)
vary(
    "c5_year_then_month",
    "C5",
    {"k.csv": tall(HEAD, ["2026 Jan", "2026 Feb", "2026 Mar"])},
    e(3, J3),
)
vary(
    "c5_midnight_months",
    "C5",
    {"k.csv": tall(HEAD, ["2026-01-01 00:00:00", "2026-02-01 00:00:00", "2026-03-01 00:00:00"])},
    e(3, J3),
)
vary(
    "c5_us_midnight_months",
    "C5",
    {"k.csv": tall(HEAD, ["1/1/2026 12:00:00 AM", "2/1/2026 12:00:00 AM", "3/1/2026 12:00:00 AM"])},
    e(3, J3),
)
vary(
    "c5_wk_two_digits",
    "C5",
    {"k.csv": tall("Week,Team,KPI,Value", ["WK02-26", "WK03-26", "WK04-26"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_w_apostrophe",
    "C5",
    {"k.csv": tall("Week,Team,KPI,Value", ["W2'26", "W3'26", "W4'26"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_week_and_its_days",
    "C5",
    {
        "k.csv": tall(
            "Week,Team,KPI,Value",
            [
                "2026 W02 (05 Jan - 11 Jan)",
                "2026 W03 (12 Jan - 18 Jan)",
                "2026 W04 (19 Jan - 25 Jan)",
            ],
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c5_compact_days",
    "C5",
    {"k.csv": tall("Date,Team,KPI,Value", ["20260105", "20260106", "20260107"])},
    e(3, [("2026-01-05",) * 2, ("2026-01-06",) * 2, ("2026-01-07",) * 2]),
)
vary(
    "c5_month_ends",
    "C5",
    {"k.csv": tall("Month end,Team,KPI,Value", ["31-Jan-26", "28-Feb-26", "31-Mar-26"])},
    e(3, J3),
)
vary(
    "c5_month_first_of_next",
    "C5",
    {"k.csv": tall("Period ending,Team,KPI,Value", ["31/01/2026", "28/02/2026", "31/03/2026"])},
    e(3, J3),
)
vary(
    "c5_cz_mesic",
    "C5",
    {"k.csv": tall("Měsíc;Tým;Ukazatel;Hodnota", ["leden 2026", "únor 2026", "březen 2026"], ";")},
    e(3, J3),
)
vary(
    "c5_ko_wol",
    "C5",
    {"k.csv": tall("월,부서,지표,값", ["2026년 1월", "2026년 2월", "2026년 3월"])},
    e(3, J3),
)
vary(
    "c5_no_uke",
    "C5",
    {"k.csv": tall("Uke;Avdeling;Måltall;Verdi", ["Uke 2 2026", "Uke 3 2026", "Uke 4 2026"], ";")},
    e(3, weeks_from(3)),
)
# C16: periods that cannot be said
vary(
    "c16_kpi_and_month_in_name",
    "C16",
    {
        "k.csv": "Team,Escalations Jan-26,Escalations Feb-26,CSAT Jan-26,CSAT Feb-26\nSales,10,12,0.8,0.81\nSupport,30,28,0.7,0.71\n"
    },
    both(e(2, J2), figures({("csat", "sales"): [0.8, 0.81], ("csat", "support"): [0.7, 0.71]})),
)
vary(
    "c16_fy_quarter_columns",
    "C16",
    {
        "k.csv": "Fiscal Year,Quarter,Team,KPI,Value\n2026,Q1,Sales,Escalations,10\n2026,Q2,Sales,Escalations,12\n2026,Q1,Support,Escalations,30\n2026,Q2,Support,Escalations,28\n"
    },
    e(2, [("2025-07-01", "2025-09-30"), ("2025-10-01", "2025-12-31")]),
    answers={"fiscal_year": "7"},
)
vary(
    "c17_list_of_lists",
    "C17",
    {"k.json": json.dumps([["month", "team", "kpi", "value"], *SIX])},
    e(3, J3),
)
vary(
    "c16_iso_interval",
    "C16",
    {
        "k.csv": tall(
            "Period,Team,KPI,Value",
            ["2026-01-05/2026-01-11", "2026-01-12/2026-01-18", "2026-01-19/2026-01-25"],
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c16_pandas_interval",
    "C16",
    {
        "k.csv": tall(
            "period,Team,KPI,Value",
            [
                '"[2026-01-01, 2026-02-01)"',
                '"[2026-02-01, 2026-03-01)"',
                '"[2026-03-01, 2026-04-01)"',
            ],
        )
    },
    e(3, J3),
    told="half-open|\\[2026-01-01",
)
vary(
    "c16_half_open_interval",
    "C16",
    {
        "k.csv": tall(
            "Period,Team,KPI,Value",
            ["2026-01-01/2026-02-01", "2026-02-01/2026-03-01", "2026-03-01/2026-04-01"],
        )
    },
    e(3, J3),
    told="overlap|2026-01-01/2026-02-01",
)
vary(
    "c16_year_in_header",
    "C16",
    {"k.csv": tall("Month (2026),Team,KPI,Value", ["1", "2", "3"])},
    e(3, J3),
    answers={"year": "2026"},
)
vary(
    "c16_year_in_file",
    "C16",
    {"KPI report 2026.csv": tall(HEAD, ["January", "February", "March"])},
    e(3, J3),
    answers={"year": "2026"},
)
vary(
    "c16_epoch_us",
    "C16",
    {
        "k.csv": tall(
            "month,team,kpi,value", ["1767225600000000", "1769904000000000", "1772323200000000"]
        )
    },
    e(3, J3),
)
vary(
    "c16_epoch_ns",
    "C16",
    {
        "k.csv": tall(
            "month,team,kpi,value",
            ["1767225600000000000", "1769904000000000000", "1772323200000000000"],
        )
    },
    e(3, J3),
)
vary(
    "c16_sap_fiscper",
    "C16",
    {"k.csv": tall("Fiscal year/period;Team;KPI;Value", ["001.2026", "002.2026", "003.2026"], ";")},
    e(3, J3),
    answers={"fiscal_year": "1"},
    told="financial|fiscal",
)
vary(
    "c16_fiscal_asked",
    "C16",
    {"k.csv": tall("Period,Team,KPI,Value", ["P1 FY2026", "P2 FY2026", "P3 FY2026"])},
    e(3, J3),
    answers={"fiscal_year": "1"},
    told="financial|fiscal",
)
vary(
    "c16_wide_ytd_trend",
    "C16",
    {
        "k.csv": "Team,KPI,Jan-26,Feb-26,Mar-26,YTD,Average,Trend\nSales,Escalations,10,12,14,36,12,up\nSupport,Escalations,30,28,26,84,28,down\n"
    },
    e(3, J3),
)
vary(
    "c16_wide_actual_target",
    "C16",
    {
        "k.csv": "Team,KPI,Jan-26 Actual,Jan-26 Target,Feb-26 Actual,Feb-26 Target\nSales,Escalations,10,9,12,9\nSupport,Escalations,30,25,28,25\n"
    },
    e(2, J2),
    answers={"value": "Actual"},
    told="target",
)
vary(
    "c16_wide_with_sum_month",
    "C16",
    {
        "k.csv": "Team,KPI,2026-01 (SUM),2026-02 (SUM),2026-03 (SUM)\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    e(3, J3),
)
vary(
    "c16_last_month",
    "C16",
    {
        "k.csv": "Team,KPI,Last month,This month\nSales,Escalations,10,12\nSupport,Escalations,30,28\n"
    },
    e(2, J2),
    refuse=True,
)
vary(
    "c16_month_and_year_text",
    "C16",
    {
        "k.csv": "Year,Month name,Team,KPI,Value\n2026,January,Sales,Escalations,10\n2026,February,Sales,Escalations,12\n2026,March,Sales,Escalations,14\n2026,January,Support,Escalations,30\n2026,February,Support,Escalations,28\n2026,March,Support,Escalations,26\n"
    },
    e(3, J3),
)
vary(
    "c16_fiscal_year_and_month_no",
    "C16",
    {
        "k.csv": "Fiscal Year,Fiscal Month,Team,KPI,Value\nFY26,1,Sales,Escalations,10\nFY26,2,Sales,Escalations,12\nFY26,1,Support,Escalations,30\nFY26,2,Support,Escalations,28\n"
    },
    e(2, months("2025-07", "2025-08")),
    answers={"fiscal_year": "7"},
    told="financial|fiscal",
)
# C6: day order
vary(
    "c6_iso_dmy_dash_short",
    "C6",
    {
        "t.csv": "Ticket,Opened,Closed,Team,Status\n1,13-1-26,14-1-26,Sales,Closed\n2,2-2-26,3-2-26,Sales,Closed\n"
    },
    query(
        "select cast(opened as date)::varchar from record_now order by 1",
        [["2026-01-13"], ["2026-02-02"]],
    ),
)
vary(
    "c6_text_weekday",
    "C6",
    {
        "t.csv": "Ticket,Opened,Closed,Team,Status\n1,Tue 13 Jan 2026 09:00,Wed 14 Jan 2026 09:00,Sales,Closed\n2,Mon 2 Feb 2026 09:00,Tue 3 Feb 2026 10:00,Sales,Closed\n"
    },
    query(
        "select cast(opened as date)::varchar from record_now order by 1",
        [["2026-01-13"], ["2026-02-02"]],
    ),
)
vary(
    "c6_zoned_text",
    "C6",
    {
        "t.csv": "Ticket,Opened,Closed,Team,Status\n1,2026-01-13 09:00:00 UTC,2026-01-14 09:00:00 UTC,Sales,Closed\n2,2026-02-02 09:00:00 UTC,2026-02-03 10:00:00 UTC,Sales,Closed\n"
    },
    query(
        "select cast(opened as date)::varchar from record_now order by 1",
        [["2026-01-13"], ["2026-02-02"]],
    ),
)
# C10, C11: scale, units, durations
vary(
    "c10_m_of_n",
    "C10",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,First contact resolution,42/50\n2026-02,Sales,First contact resolution,45/50\n2026-01,Support,First contact resolution,30/40\n"
    },
    figures({("first%", "sales"): [0.84, 0.9], ("first%", "support"): [0.75]}),
    told="42/50",
)
vary(
    "c10_n_out_of_m",
    "C10",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,CSAT,4.5 / 5\n2026-02,Sales,CSAT,4.2 / 5\n2026-01,Support,CSAT,3.9 / 5\n"
    },
    figures({("csat", "sales"): [4.5, 4.2], ("csat", "support"): [3.9]}),
    told="4.5 / 5",
)
vary(
    "c10_bracket_percent",
    "C10",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Growth,(5.0%)\n2026-02,Sales,Growth,3.0%\n2026-01,Support,Growth,1.0%\n2026-02,Support,Growth,(0.5%)\n"
    },
    figures({("growth", "sales"): [-0.05, 0.03], ("growth", "support"): [0.01, -0.005]}),
)
vary(
    "c11_m_s_letters",
    "C11",
    {
        "k.csv": "Month,Team,AHT\n2026-01,Sales,4m 35s\n2026-02,Sales,4m 20s\n2026-01,Support,6m 10s\n2026-02,Support,5m 58s\n"
    },
    figures({("aht%", "sales"): [275, 260], ("aht%", "support"): [370, 358]}),
)
vary(
    "c11_h_compact_fr",
    "C11",
    {
        "k.csv": "Mois;Équipe;Temps de traitement\n2026-01;Sales;1h02\n2026-02;Sales;0h58\n2026-01;Support;2h10\n2026-02;Support;2h05\n"
    },
    figures({("temps%", "sales"): [3720, 3480], ("temps%", "support"): [7800, 7500]}),
    told="1h02",
)
vary(
    "c11_timedelta",
    "C11",
    {
        "k.csv": 'Month,Team,Resolution time\n2026-01,Sales,"1 day, 2:00:00"\n2026-02,Sales,23:00:00\n2026-01,Support,"2 days, 0:00:00"\n2026-02,Support,"1 day, 12:00:00"\n'
    },
    figures(
        {
            ("resolution%", "sales"): [26 * 3600, 23 * 3600],
            ("resolution%", "support"): [48 * 3600, 36 * 3600],
        }
    ),
    told="1 day, 2:00:00",
)
vary(
    "c11_pandas_timedelta",
    "C11",
    {
        "k.csv": "Month,Team,Resolution time\n2026-01,Sales,1 days 02:00:00\n2026-02,Sales,0 days 23:00:00\n2026-01,Support,2 days 00:00:00\n2026-02,Support,1 days 12:00:00\n"
    },
    figures(
        {
            ("resolution%", "sales"): [26 * 3600, 23 * 3600],
            ("resolution%", "support"): [48 * 3600, 36 * 3600],
        }
    ),
    told="1 days 02:00:00",
)
vary(
    "c11_dotnet_timespan",
    "C11",
    {
        "k.csv": "Month,Team,Resolution time\n2026-01,Sales,1.02:00:00\n2026-02,Sales,23:00:00\n2026-01,Support,2.00:00:00\n2026-02,Support,1.12:00:00\n"
    },
    figures(
        {
            ("resolution%", "sales"): [26 * 3600, 23 * 3600],
            ("resolution%", "support"): [48 * 3600, 36 * 3600],
        }
    ),
    told="1.02:00:00",
)
vary(
    "c11_unicode_minus",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Net change,−5\n2026-02,Sales,Net change,3\n2026-01,Support,Net change,−1\n"
    },
    figures({("net%", "sales"): [-5, 3], ("net%", "support"): [-1]}),
)
vary(
    "c11_full_width_digits",
    "C11",
    {
        "k.csv": "月,部署,指標,値\n2026-01,Sales,件数,１２\n2026-02,Sales,件数,１４\n2026-01,Support,件数,３０\n"
    },
    figures({("件数", "sales"): [12, 14], ("件数", "support"): [30]}),
)
vary(
    "c11_thin_space",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Travel cost,1\u202f234\n2026-02,Sales,Travel cost,1\u202f300\n2026-01,Support,Travel cost,12\u202f000\n"
    },
    figures({("travel%", "sales"): [1234, 1300], ("travel%", "support"): [12000]}),
)
vary(
    "c11_scientific",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Travel cost,1.2E+03\n2026-02,Sales,Travel cost,1.3E+03\n2026-01,Support,Travel cost,1.25E+04\n"
    },
    figures({("travel%", "sales"): [1200, 1300], ("travel%", "support"): [12500]}),
)
vary(
    "c11_two_currency_columns",
    "C11",
    {
        "k.csv": "Month,Team,Travel (EUR),Travel (USD)\n2026-01,Sales,1000,1100\n2026-02,Sales,1200,1320\n2026-01,Support,300,330\n2026-02,Support,310,341\n"
    },
    both(
        figures({("travel%eur%", "sales"): [1000, 1200]}),
        figures({("travel%usd%", "sales"): [1100, 1320]}),
    ),
)
vary(
    "c11_currency_by_group",
    "C11",
    {
        "k.csv": "Month,Team,KPI,Value,Currency\n2026-01,Sales,Travel,1000,EUR\n2026-02,Sales,Travel,1200,EUR\n2026-01,Support,Travel,900,GBP\n2026-02,Support,Travel,950,GBP\n"
    },
    figures({("travel%", "sales"): [1000, 1200]}),
    answers={"currency": "EUR"},
    must_tell="rejected|GBP",
)
# C17: layouts of programs
vary(
    "c17_r_row_names",
    "C17",
    {
        "k.csv": '"","Month","Team","KPI","Value"\n'
        + "".join(f'"{i}","{a}","{b}","{c}",{d}\n' for i, (a, b, c, d) in enumerate(SIX, 1))
    },
    e(3, J3),
)
vary(
    "c17_pandas_index",
    "C17",
    {
        "k.csv": "Unnamed: 0,Month,Team,KPI,Value\n"
        + "".join(f"{i},{a},{b},{c},{d}\n" for i, (a, b, c, d) in enumerate(SIX))
    },
    e(3, J3),
)
vary(
    "c17_pandas_multiindex",
    "C17",
    {
        "k.csv": ",Escalations,Escalations,Escalations,CSAT,CSAT,CSAT\nMonth,2026-01,2026-02,2026-03,2026-01,2026-02,2026-03\nTeam,,,,,,\nSales,10,12,14,0.8,0.81,0.82\nSupport,30,28,26,0.7,0.71,0.72\n"
    },
    both(e(3, J3), figures({("csat", "sales"): [0.8, 0.81, 0.82]})),
)
vary(
    "c17_json_records",
    "C17",
    {
        "k.json": json.dumps(
            [dict(zip(("month", "team", "kpi", "value"), row, strict=True)) for row in SIX]
        )
    },
    e(3, J3),
)
vary(
    "c17_json_split",
    "C17",
    {
        "k.json": json.dumps(
            {"columns": ["month", "team", "kpi", "value"], "index": list(range(6)), "data": SIX}
        )
    },
    e(3, J3),
)
vary(
    "c17_json_columns",
    "C17",
    {
        "k.json": json.dumps(
            {
                name: {str(i): row[at] for i, row in enumerate(SIX)}
                for at, name in enumerate(("month", "team", "kpi", "value"))
            }
        )
    },
    e(3, J3),
)
vary(
    "c17_json_lists",
    "C17",
    {
        "k.json": json.dumps(
            {
                name: [row[at] for row in SIX]
                for at, name in enumerate(("month", "team", "kpi", "value"))
            }
        )
    },
    e(3, J3),
)
vary(
    "c17_psql",
    "C17",
    {
        "k.txt": " month   |  team   |     kpi     | value \n---------+---------+-------------+-------\n"
        + "".join(f" {a} | {b:7} | {c} | {d:5} \n" for a, b, c, d in SIX)
        + "(6 rows)\n"
    },
    e(3, J3),
)
vary(
    "c17_mysql_box",
    "C17",
    {
        "k.txt": "+---------+---------+-------------+-------+\n| month   | team    | kpi         | value |\n+---------+---------+-------------+-------+\n"
        + "".join(f"| {a} | {b:7} | {c} | {d:5} |\n" for a, b, c, d in SIX)
        + "+---------+---------+-------------+-------+\n6 rows in set (0.00 sec)\n"
    },
    e(3, J3),
)
vary(
    "c17_ssms_fixed",
    "C17",
    {
        "k.rpt": "month   team    kpi         value\n------- ------- ----------- -----\n"
        + "".join(f"{a} {b:7} {c} {d}\n" for a, b, c, d in SIX)
        + "\n(6 rows affected)\n"
    },
    e(3, J3),
)
vary(
    "c17_sheet_per_kpi",
    "C17",
    {
        "k.xlsx": xlsx(
            {
                "Escalations": [
                    ["Team", "Jan-26", "Feb-26"],
                    ["Sales", 10, 12],
                    ["Support", 30, 28],
                ],
                "CSAT": [
                    ["Team", "Jan-26", "Feb-26"],
                    ["Sales", 0.8, 0.81],
                    ["Support", 0.7, 0.71],
                ],
            }
        )
    },
    both(e(2, J2), figures({("csat", "sales"): [0.8, 0.81], ("csat", "support"): [0.7, 0.71]})),
)
vary(
    "c17_page_breaks",
    "C17",
    {
        "k.csv": "Service report\n"
        + "Month,Team,KPI,Value\n"
        + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in SIX[:3])
        + "Page 1 of 2\nMonth,Team,KPI,Value\n"
        + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in SIX[3:])
        + "Page 2 of 2\n"
    },
    e(3, J3),
)
vary(
    "c17_indented",
    "C17",
    {
        "k.csv": "Team,KPI,Jan-26,Feb-26,Mar-26\n   Sales,Escalations,10,12,14\n   Support,Escalations,30,28,26\n"
    },
    e(3, J3),
)
vary(
    "c17_comment_lines",
    "C17",
    {
        "k.csv": "# source: service desk\n# extracted 2026-04-02\n"
        + tall(HEAD, ["2026-01", "2026-02", "2026-03"])
    },
    e(3, J3),
)
vary(
    "c17_footer_signature",
    "C17",
    {
        "k.csv": tall(HEAD, ["2026-01", "2026-02", "2026-03"])
        + "\n\nPrepared by: Service Management\nConfidential - internal use only\n"
    },
    e(3, J3),
)
vary(
    "c17_kpi_above_matrix",
    "C17",
    {
        "k.csv": "Escalations,,,\nTeam,Jan-26,Feb-26,Mar-26\nSales,10,12,14\nSupport,30,28,26\n\nCSAT,,,\nTeam,Jan-26,Feb-26,Mar-26\nSales,0.8,0.81,0.82\nSupport,0.7,0.71,0.72\n"
    },
    both(e(3, J3), figures({("csat", "support"): [0.7, 0.71, 0.72]})),
)
vary(
    "c17_months_down_groups_across_title",
    "C17",
    {"k.csv": "Escalations,,\nMonth,Sales,Support\n2026-01,10,30\n2026-02,12,28\n2026-03,14,26\n"},
    e(3, J3),
)
vary(
    "c19_unnamed_kpi_column",
    "C19",
    {
        "k.csv": "Month,Team,Aspect,Value\n"
        + "".join(f"{a},{b},{c},{d}\n" for a, b, c, d in SIX)
        + "2026-01,Sales,CSAT,0.8\n2026-01,Support,CSAT,0.7\n"
    },
    both(e(3, J3), figures({("csat", "sales"): [0.8]})),
    told="Aspect|several rows",
)
# C12: typed cells
vary(
    "c12_date_and_label",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    ["Month", "Team", "Escalations"],
                    [dt.datetime(2026, 1, 1), "Sales", 10],
                    ["Feb 2026", "Sales", 12],
                    [dt.datetime(2026, 1, 1), "Support", 30],
                    ["Feb 2026", "Support", 28],
                ]
            }
        )
    },
    e(2, J2),
)
vary(
    "c12_hidden_column",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    ["Month", "Team", "Escalations", "Old count"],
                    ["2026-01", "Sales", 10, 99],
                    ["2026-02", "Sales", 12, 98],
                    ["2026-01", "Support", 30, 97],
                    ["2026-02", "Support", 28, 96],
                ]
            },
            change=lambda s: setattr(s.column_dimensions["D"], "hidden", True),
        )
    },
    e(2, J2),
    must_tell="hidden|Old count",
)
vary(
    "c12_negative_red_brackets",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    ["Month", "Team", "Net"],
                    ["2026-01", "Sales", -10.5],
                    ["2026-02", "Sales", 12],
                ]
            },
            {"Data": {"C2": "#,##0.00_);[Red](#,##0.00)"}},
        )
    },
    figures({("net", "sales"): [-10.5, 12]}),
)
vary(
    "c12_text_apostrophe",
    "C12",
    {
        "k.csv": "Month,Team,KPI,Value\n'2026-01,Sales,Escalations,'10\n'2026-02,Sales,Escalations,'12\n'2026-01,Support,Escalations,'30\n'2026-02,Support,Escalations,'28\n"
    },
    e(2, J2),
    told="'2026-01|'10",
)
# C13: rows and answers
vary(
    "c13_likert_long",
    "C13",
    {
        "s.csv": "Timestamp,Department,How satisfied are you with the service?\n2026-01-10,Sales,5 - Very satisfied\n2026-01-11,Sales,4 - Satisfied\n2026-01-12,Sales,1 - Very dissatisfied\n2026-01-12,Support,3 - Neutral\n"
    },
    query(
        "select group_id, sum(score), count(*) from response_now group by 1 order by 1",
        [["sales", 10, 3], ["support", 3, 1]],
    ),
    told="satisfied",
)
vary(
    "c13_delighted",
    "C13",
    {
        "d.csv": "id,created_at,score,comment,person_email\n1,2026-01-10 10:00:00,10,,sale00@x.org\n2,2026-01-11 10:00:00,9,,sale01@x.org\n3,2026-01-12 10:00:00,3,slow,sale02@x.org\n"
    },
    query("select sum(score), count(*) from response_now", [[22, 3]]),
    refuse=True,
)
# C8, C4: people
vary(
    "c8_valid_from_to",
    "C8",
    {
        "roster.csv": "email,department,valid_from,valid_to\n"
        + "".join(
            f"{p},{'Legal' if p in P[:3] else GROUP_OF[p]},2023-01-01,{'2026-03-31' if p in P[:3] else ''}\n"
            for p in P
        )
        + "".join(f"{p},Sales,2026-04-01,\n" for p in P[:3])
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_display_address",
    "C8",
    {
        "roster.csv": "Member,Team,Since\n"
        + "".join(f'"Person {i} <{p}>",{GROUP_OF[p]},2023-01-01\n' for i, p in enumerate(P)),
        "u.csv": per_person("date,email,Active", lambda p, a: f"2026-07-01,{p},{1 if a else 0}"),
    },
    query("select count(*) from roster_span", [[24]]),
    roster="",
    answers={"platform": "wiki"},
    refuse=True,
)
vary(
    "c8_smtp_prefix",
    "C8",
    {
        "roster.csv": "PrimarySmtpAddress,Department,WhenCreated\n"
        + "".join(f"SMTP:{p},{GROUP_OF[p]},2023-01-01\n" for p in P)
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_end_of_time",
    "C8",
    {
        "roster.csv": "email,department,start date,end date\n"
        + "".join(f"{p},{GROUP_OF[p]},2023-01-01,9999-12-31\n" for p in P)
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_contractors",
    "C8",
    {
        "roster.csv": "Email,Org Unit,Employment Type,Hire Date\n"
        + "".join(
            f"{p},{GROUP_OF[p]},{'Contractor' if i % 12 == 11 else 'Regular'},2023-01-01\n"
            for i, p in enumerate(P)
        )
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_powershell_csv",
    "C8",
    {
        "u.csv": '#TYPE Microsoft.ActiveDirectory.Management.ADUser\n"DistinguishedName","Enabled","GivenName","mail","Department","whenCreated"\n'
        + "".join(
            f'"CN=P{i},OU=Staff,DC=x,DC=org","True","P","{p}","{GROUP_OF[p]}","1/15/2023 8:00:00 AM"\n'
            for i, p in enumerate(P)
        )
    },
    MEMBERS,
    roster="",
    dates="mdy",
)
# C3, C19, C20: usage of other tools
vary(
    "c3_miro_members",
    "C3",
    {
        "members.csv": "Name,Email,Role,License,Last active,Department\n"
        + "".join(
            f"P{i},{p},Member,Full,{'2026-07-03' if p in ACT else '2026-01-10'},{GROUP_OF[p]}\n"
            for i, p in enumerate(P)
        )
    },
    query("select 1", [[1]]),
    roster="usage.csv",
    answers={"platform": "miro"},
    told="Last active|last",
    or_told=True,
    must_tell="Last active|last",
)
vary(
    "c19_mattermost",
    "C19",
    {
        "u.csv": per_person(
            "date,username,email,posts,active_days",
            lambda p, a: f"2026-07-01,{p.split('@')[0]},{p},{4 if a else 0},{1 if a else 0}",
        )
    },
    query("select sum(times) from usage_now where action = 'posts'", [[48]]),
    roster="usage.csv",
    answers={"platform": "mattermost"},
    told="posts",
)
vary(
    "c19_windsurf",
    "C19",
    {
        "u.csv": per_person(
            "Date,Email,Chat Messages,Cascade Runs,Lines Accepted,Prompt Credits",
            lambda p, a: (
                f"2026-07-01,{p},{2 if a else 0},{1 if a else 0},{40 if a else 0},{3 if a else 0}"
            ),
        )
    },
    query(
        "select count(distinct person_id) from usage_now where times > 0 and action <> 'active_days'",
        [[12]],
    ),
    roster="usage.csv",
    answers={"platform": "windsurf"},
)
vary(
    "c19_power_bi_log",
    "C19",
    {
        "log.csv": "Id,CreationTime,Operation,UserId,ItemName,Workload\n"
        + "".join(
            f"{i}{k},2026-07-0{k + 1}T09:00:00,ViewReport,{p},Sales report,PowerBI\n"
            for i, p in enumerate(P)
            if p in ACT
            for k in range(3)
        )
    },
    query(
        "select sum(times), count(distinct person_id) from usage_now where action <> 'active_days'",
        [[36, 12]],
    ),
    roster="usage.csv",
    answers={"platform": "power_bi"},
    told="licen|only who|active",
    or_told=True,
)
vary(
    "c19_notion_views",
    "C19",
    {
        "u.csv": per_person(
            "Week,User email,Page views,Edits,Comments",
            lambda p, a: f"2026-06-29,{p},{9 if a else 0},{2 if a else 0},0",
        )
    },
    adoption("notion", 6),
    roster="usage.csv",
    answers={"platform": "notion"},
)
vary(
    "c19_confluence_pivot",
    "C19",
    {
        "u.csv": "User,2026-06-29,2026-06-30,2026-07-01,2026-07-02,2026-07-03,2026-07-04,2026-07-05\n"
        + "".join(f"{p},{','.join(['3' if p in ACT else '0'] * 5)},0,0\n" for p in P)
    },
    adoption("confluence", 6),
    roster="usage.csv",
    answers={"platform": "confluence"},
    told="days",
)
vary(
    "c20_azure_devops",
    "C20",
    {
        "w.csv": "ID,Work Item Type,Title,Assigned To,State,Area Path,Created Date,Closed Date\n1,Bug,a,Ann <ann@x.org>,Closed,Sales,1/13/2026 9:00:00 AM,1/15/2026 9:00:00 AM\n2,Bug,b,Bob <bob@x.org>,Active,Support,1/20/2026 9:00:00 AM,\n"
    },
    query("select count(*), count(closed) from record_now", [[2, 1]]),
    dates="mdy",
)
vary(
    "c20_linear",
    "C20",
    {
        "l.csv": "ID,Team,Title,Status,Created,Completed,Priority\nENG-1,Sales,a,Done,2026-01-13T09:00:00.000Z,2026-01-15T09:00:00.000Z,High\nENG-2,Support,b,In Progress,2026-01-20T09:00:00.000Z,,Low\n"
    },
    query("select count(*), count(closed) from record_now", [[2, 1]]),
)
vary(
    "c20_zammad_de",
    "C20",
    {
        "t.csv": "#;Titel;Gruppe;Status;Erstellt am;Geschlossen am\n70001;a;Support;geschlossen;13.01.2026 09:00;15.01.2026 09:00\n70002;b;Sales;offen;20.01.2026 09:00;\n"
    },
    query("select count(*), count(closed) from record_now", [[2, 1]]),
)
vary(
    "c20_3cx_calls",
    "C20",
    {
        "c.csv": "Call Time,Caller ID,Destination,Status,Ringing,Talking,Queue\n2026-01-13 09:00:00,0171,101,Answered,00:00:05,00:04:35,Support\n2026-01-13 10:00:00,0172,102,Unanswered,00:00:20,,Support\n"
    },
    query("select count(*) from record_now", [[2]]),
    refuse=True,
)
vary(
    "c20_navan_trips",
    "C20",
    {
        "n.csv": "Booking ID,Traveler,Department,Booking Date,Trip Start,Total Cost,Currency\nB1,Ann,Sales,2026-01-05,2026-01-20,450.50,EUR\nB2,Bob,Support,2026-01-07,2026-01-22,300.00,EUR\n"
    },
    query("select count(*), sum(amount) from record_now", [[2, 750.5]]),
)
vary(
    "c20_limesurvey",
    "C20",
    {
        "r.csv": '"id","submitdate","lastpage","startlanguage","Abteilung","Wie zufrieden sind Sie? (1-5)"\n"1","2026-01-10 10:00:00","1","de","Sales","5"\n"2","2026-01-11 10:00:00","1","de","Support","3"\n"3","","0","de","Support",""\n'
    },
    query("select sum(score), count(*) from response_now", [[8, 2]]),
    told="question|zufrieden",
)
vary(
    "c20_zoho_deals",
    "C20",
    {
        "z.csv": "Record Id,Deal Name,Amount,Stage,Closing Date,Created Time,Department\nzcrm_1,a,1000,Closed Won,2026-02-10,2026-01-05 10:00:00,Sales\nzcrm_2,b,500,Closed Lost,2026-02-12,2026-01-06 10:00:00,Sales\nzcrm_3,c,700,Negotiation,2026-04-01,2026-01-07 10:00:00,Sales\n"
    },
    query("select count(*), sum(amount) from record_now", [[3, 2200]]),
)
# C14, C15, C18
vary(
    "c14_avg_and_median",
    "C14",
    {
        "k.csv": "Month,Team,AHT avg,AHT median\n2026-01,Sales,275,250\n2026-02,Sales,260,240\n2026-01,Support,370,350\n2026-02,Support,358,340\n"
    },
    both(
        figures({("aht%avg%", "sales"): [275, 260]}),
        figures({("aht%median%", "sales"): [250, 240]}),
    ),
)
vary(
    "c14_case_only",
    "C14",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,NPS,30\n2026-02,Sales,nps,31\n2026-01,Support,NPS,20\n2026-02,Support,Nps,21\n"
    },
    figures({("nps", "sales"): [30, 31], ("nps", "support"): [20, 21]}),
)
vary(
    "c15_rows_by_product",
    "C15",
    {
        "k.csv": "Month,Team,Product,Tickets\n2026-01,Sales,A,5\n2026-01,Sales,B,7\n2026-02,Sales,A,6\n2026-02,Sales,B,6\n2026-01,Support,A,10\n2026-01,Support,B,20\n"
    },
    figures({("tickets", "sales"): [12, 12], ("tickets", "support"): [30]}),
    answers={"repeats": "sum"},
)
vary(
    "c15_exact_duplicates",
    "C15",
    {"k.csv": tall(HEAD, ["2026-01", "2026-02", "2026-03"]) + "2026-01,Sales,Escalations,10\n"},
    e(3, J3),
    told="twice|same|duplicate|several rows",
    answers={"repeats": "mean"},
)
vary(
    "c15_numerator_denominator_rows",
    "C15",
    {
        "k.csv": "Month,Team,Escalated,Calls\n2026-01,Sales,10,100\n2026-01,Sales,5,100\n2026-02,Sales,8,100\n2026-01,Support,30,200\n"
    },
    figures({("escalated", "sales"): [15, 8], ("calls", "sales"): [200, 100]}),
    answers={"repeats": "sum"},
)
vary(
    "c18_nan_inf",
    "C18",
    {
        "k.csv": wide(["Jan-26", "Feb-26", "Mar-26"])
        .replace("12", "inf")
        .replace(",26\n", ",NaN\n", 1)
    },
    figures({("escalations", "sales"): [10, 14]}),
    must_tell="inf",
)
vary(
    "c18_sql_null",
    "C18",
    {
        "k.csv": tall(HEAD, ["2026-01", "2026-02", "2026-03"])
        .replace(",12\n", ",NULL\n")
        .replace(",28\n", ",(null)\n")
    },
    figures({("escalations", "sales"): [10, 14], ("escalations", "support"): [30, 26]}),
    must_tell="null|NULL|missing|no value",
)
vary(
    "c18_suppressed",
    "C18",
    {
        "k.csv": tall(HEAD, ["2026-01", "2026-02", "2026-03"])
        .replace(",12\n", ",*\n")
        .replace(",28\n", ",suppressed\n")
    },
    figures({("escalations", "sales"): [10, 14], ("escalations", "support"): [30, 26]}),
    must_tell="suppressed",
)
# C9: which file wins
vary(
    "c9_as_of_name",
    "C9",
    {
        "KPI as of 2026-02-05.csv": tall(HEAD, ["2026-01"]),
        "KPI as of 2026-03-05.csv": tall(HEAD, ["2026-01", "2026-02"]).replace(",10\n", ",11\n"),
    },
    figures({("escalations", "sales"): [11, 12]}),
)
vary(
    "c9_vorlaeufig_final",
    "C9",
    {
        "KPI_2026-01_vorläufig.csv": tall(HEAD, ["2026-01"]),
        "KPI_2026-01_endgültig.csv": tall(HEAD, ["2026-01"]).replace(",10\n", ",11\n"),
    },
    figures({("escalations", "sales"): [11]}),
)
# C21: look-alikes
vary(
    "c21_servicenow_interactions",
    "C21",
    {
        "i.csv": "Number,Opened,Closed,Type,State,Assignment group\nIMS0000001,2026-01-13 09:00:00,2026-01-13 09:10:00,Chat,Closed Complete,Support\nIMS0000002,2026-01-14 09:00:00,2026-01-14 09:20:00,Phone,Closed Complete,Support\n"
    },
    query("select count(*) from record_now where kind in ('incident', 'ticket')", [[0]]),
    told="IMS|interaction|kind|by its number",
    or_told=True,
)
vary(
    "c21_knowledge",
    "C21",
    {
        "k.csv": "Number,Created,Updated,Workflow,Short description,Category\nKB0000001,2026-01-13 09:00:00,2026-01-14 09:00:00,Published,a,IT\n"
    },
    query("select count(*) from record_now where kind in ('incident', 'ticket')", [[0]]),
    refuse=True,
)
