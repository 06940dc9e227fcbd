# ruff: noqa: E501
"""What must come out of each shared case; the values were worked out by hand (see its README)."""

from __future__ import annotations

from tests.pipelines.cases import Case, Check, adoption, both, figures, months, query, weeks

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
R, RK, RL, RT = (
    "usage/roster.csv",
    "kpi/roster_kpi.csv",
    "usage/roster_login.csv",
    "kpi/percent_scale/roster_teams.csv",
)
ESC = {("escalations", "sales"): [10, 12, 14], ("escalations", "support"): [30, 28, 26]}
ESC2 = {("escalations", "sales"): [10, 12], ("escalations", "support"): [30, 28]}


def _u(kind: str, *files: str, **more: object) -> Case:
    check = more.pop("check")
    more.setdefault("roster", R)
    return Case(kind, tuple(f"usage/{name}" for name in files), check, **more)  # type: ignore[arg-type]


def _k(kind: str, *files: str, **more: object) -> Case:
    check = more.pop("check")
    more.setdefault("roster", RK)
    return Case(kind, tuple(f"kpi/{name}" for name in files), check, **more)  # type: ignore[arg-type]


_MEMBERS = query(
    "select group_id, count(*) from roster_span where from_day <= date '2026-07-05' and "
    "until_day > date '2026-07-05' group by 1 order by 1",
    [["engineering", 12], ["sales", 12]],
)
_GITHUB = adoption("github_copilot", 10)


def viva(window: tuple[str, str]) -> Check:
    """Return a check of a file of groups: 12 of 24 active in each."""
    return query(
        "select group_id, numerator, denominator from group_usage_now where platform = 'copilot' and "
        f"measure = 'active' and first_day = date '{window[0]}' and last_day = date '{window[1]}' order by 1",
        [["engineering", 12, 24], ["sales", 12, 24]],
    )


_W3 = [(f"2026-01-{a:02d}", f"2026-01-{a + 6:02d}") for a in (4, 11, 18)]

CASES: dict[str, Case] = {
    # usage
    "01_cli_only": _u("C1", "01_github_users_cli_only.ndjson", first=("usage/01_seats.json",), roster=RL, check=adoption("github_copilot", 0, groups={"sales": (10, 12), "engineering": (4, 12)}), told="used_cli|not read"),
    "14_screen_wording": _u("C2", "14_copilot_admin_screen_wording.csv", check=adoption("copilot", 8), told="Prompts submitted|Active Days"),
    "54_viva_adoption": _u("C2", "54_viva_copilot_adoption.csv", roster="", check=viva(("2026-06-29", "2026-07-05")), told="Total Copilot actions taken"),
    "57_viva_es": _u("C2", "57_viva_person_query_es.csv", roster="", check=viva(("2026-06-28", "2026-07-04")), told="no column|acciones|no fact"),
    "27_no_seats": _u("C3", "27_github_users_no_seats.ndjson", roster=RL, or_told=True, check=adoption("github_copilot", 0, groups={"sales": (10, 12), "engineering": (11, 12)}), told="licen[cs]e|only who"),
    "28_readiness": _u("C3", "28_copilot_readiness.csv", check=query("select group_id, count(distinct l.person_id) from licence_now as l join roster_span as r using (person_id) group by 1 order by 1", [["engineering", 10], ["sales", 10]])),
    "32_gemini": _u("C3", "32_gemini_activities.json", answers={"platform": "gemini"}, or_told=True, check=adoption("%gemini%", 10), told="licen[cs]e|only who"),
    "18_other_upn": _u("C4", "18_teams_D7_other_upn.csv", or_told=True, check=adoption("teams", 6), told="24 of 24 people"),
    "46_one_day": _u("C5", "46_usage_2026-07-01.csv", check=query("select distinct first_day::varchar, last_day::varchar from usage_now", [["2026-07-01", "2026-07-01"]])),
    "09_amazonq": _u("C6", "09_amazonq_by_user_analytic.csv", answers={"platform": "amazon_q", "dates": "mdy"}, or_told=True, told="licen[cs]e|only who", check=adoption("%amazon%", 6)),
    "11_nl_excel": _u("C6", "11_teams_D7_nl_excel.csv", dates="dmy", check=adoption("teams", 6)),
    "22_viva_dmy": _u("C6", "22_viva_person_query_dmy.csv", roster="", answers={"dates": "dmy"}, check=query("select distinct first_day::varchar, last_day::varchar from group_usage_now order by 1", [["2026-06-01", "2026-06-07"], ["2026-06-08", "2026-06-14"]]), told="day/month|order of day"),
    "12b_ambiguous": _u("C6", "12b_teams_D7_us_excel_ambiguous.csv", dates="mdy", check=adoption("teams", 6)),
    "23_shiftjis": _u("C7", "23_roster_shiftjis.csv", "23b_adoption_utf8_kpi.csv", roster="", check=query("select distinct group_id from outcome_now where group_id in (select group_id from roster) order by 1", [["営業部"], ["開発部"]]), told="encoding"),
    "23c_cp1250": _u("C7", "23c_roster_cp1250.csv", roster="", check=query("select distinct group_id from roster_now order by 1", [["księgowość"], ["sprzedaż łódź"]]), told="encoding"),
    "45_two_groups": _u("C8", "45_roster_two_groups.csv", "usage_w27.csv", roster="", answers={"several_groups": "first"}, or_told=True, check=adoption("teams", 6, groups={"sales": (6, 12)}), told="two groups|more than one group|several groups"),
    "26_okta": _u("C8", "26_okta_people.csv", "usage_w27.csv", roster="", answers={"dates": "mdy"}, check=both(_MEMBERS, adoption("teams", 6))),
    "24_adusers": _u("C8", "24_ADUsers.csv", "usage_w27.csv", roster="", check=both(_MEMBERS, adoption("teams", 6))),
    "20b_quiet_weekend": _u("C9", "20b_claude_quiet_weekend", check=adoption("claude", 6)),
    "43_powerbi": _u("C17", "43_powerbi_data.csv", dates="mdy", answers={"period": "7", "platform": "teams"}, check=adoption("teams", 6)),
    "33_one_cell": _u("C17", "33_teams_D7_one_cell_per_line.csv", check=adoption("teams", 6)),
    "claude_range": _u("C18", "claude_users_2026-06-29_2026-07-05.json", check=adoption("claude", 10)),
    "48_gam_drive": _u("C18", "48_gam_user_report_drive.csv", answers={"platform": "google_drive"}, check=adoption("%drive%", 6)),
    "36_exportcsv": _u("C18", "36_copilot_exportcsv_camel.csv", answers={"period": "7"}, check=adoption("copilot", 6)),
    "04_purview": _u("C19", "04_purview_AuditLog_20260706_101500.csv", answers={"platform": "m365_copilot"}, or_told=True, check=adoption("%copilot%", 6), told="licen[cs]e|only who"),
    "06_cursor": _u("C19", "06_cursor_daily-usage-data.json", answers={"platform": "cursor"}, check=adoption("cursor", 6)),
    "07_claude_code": _u("C19", "07_claude_code", answers={"platform": "claude_code"}, or_told=True, check=adoption("claude%", 6), told="licen[cs]e|only who"),
    "08_kiro": _u("C19", "08_kiro_user_report.csv", answers={"platform": "kiro"}, or_told=True, check=adoption("kiro", 6), told="licen[cs]e|only who"),
    "m365_users": _u("C19", "m365_users_6_28_2026 2_10_05 PM.csv", "usage_w27.csv", roster="", check=both(_MEMBERS, adoption("teams", 6))),
    "29_slack_members": _u("C19", "29_slack-contoso-members.csv", check=query("select count(distinct person_id) from licence_now where platform = 'slack'", [[22]]), must_tell=""),
    "30_user_teams": _u("C19", "30_user_teams_1_day.ndjson", roster="", answers={"several_groups": "largest"}, or_told=True, check=query("select group_id, count(distinct person_id) from roster_now where group_id in ('sales', 'engineering') group by 1 order by 1", [["engineering", 12], ["sales", 12]]), told="two groups|more than one group|several groups"),
    "38_tac": _u("C19", "38_tac_user_activity.csv", answers={"period": "2026-06-29/2026-07-05", "platform": "teams"}, check=adoption("teams", 10)),
    "declarative_agents": _u("C19", "DeclarativeAgents_Users_30_2026-09-12T14-42-10.csv", answers={"platform": "copilot_agents"}, check=adoption("%agent%", 10, window=("2026-08-14", "2026-09-12"))),
    "16_copilot_trend": _u("C20", "16_copilot_trend.json", check=query("select min(numerator), max(numerator), min(denominator), count(distinct first_day) from group_usage_now where measure like 'active%'", [[101, 130, 250, 7]])),
    "zoom_participants": _u("C20", "participants_81796405615.csv", check=query("select count(distinct person_id), min(opened)::date::varchar from record_now", [[12, "2026-06-16"]])),
    "03_premium": _u("C0", "03_github_premium_15col.csv", roster=RL, check=query("select round(sum(times), 2), count(distinct person_id) from usage_now where action not in ('none', 'active_days')", [[195.72, 12]])),
    "12_us_excel": _u("C0", "12_teams_D7_us_excel.csv", check=adoption("teams", 6, window=("2026-07-13", "2026-07-19"))),
    "13_powershell": _u("C0", "13_teams_D7_powershell.csv", check=adoption("teams", 6)),
    "17_three_months": _u("C0", "17_teams_D30_three_months.csv", check=adoption("teams", 6, window=("2026-06-01", "2026-06-30"))),
    "19_period_all": _u("C0", "19_copilot_period_ALL.csv", check=adoption("copilot", 4)),
    "27_with_seats": _u("C0", "27_github_users_no_seats.ndjson", first=("usage/01_seats.json",), roster=RL, check=adoption("github_copilot", 0, groups={"sales": (10, 12), "engineering": (11, 12)})),
    "37_groups": _u("C0", "37_getOffice365GroupsActivityDetail.csv", refuse=True, check=lambda _: ""),
    "39_paginated": _u("C0", "39_seats_paginated.json", roster=RL, check=query("select count(distinct person_id) from licence_now", [[24]])),
    "40_weekly_d30": _u("C0", "40_weekly_D30", check=adoption("teams", 9, window=("2026-06-27", "2026-07-26"))),
    "contoso_slack": _u("C0", "Contoso Member Analytics Prior 30 Days - Jul 31, 2026.csv", check=both(adoption("slack", 6, window=("2026-07-02", "2026-07-31")), query("select max(times) from usage_now where action like 'message%'", [[1234]]))),
    "52_upper_upn": _u("C0", "52_teams_D7_upper_upn.csv", check=adoption("teams", 6)),
    "57b_viva_en": _u("C0", "57b_viva_person_query_en.csv", roster="", check=viva(("2026-06-28", "2026-07-04"))),
    # KPIs
    "01_yyyyww": _k("C5", "01_week_yyyyww.csv", check=figures({("escalations", "sales"): range(11, 21)}, weeks("2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23", "2026-03-02"))),
    "02_calweek": _k("C5", "02_sap_calweek.csv", check=figures({("handling_time", "sales"): [4.5, 4.4, 4.3, 4.2]}, weeks("2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19"))),
    "03_week_ending": _k("C5", "03_week_ending_saturday.csv", check=figures({("escalations", "sales"): [10, 12, 14, 16, 18]}, weeks("2026-01-04", "2026-01-11", "2026-01-18", "2026-01-25", "2026-02-01"))),
    "27b_midnight": _k("C5", "27b_superset_midnight_tz.csv", check=figures({("escalations", "sales"): [10, 12, 14]}, J3)),
    "45_yyyy_ww": _k("C5", "45_yyyy_dash_ww.csv", check=figures({("escalations", "sales"): [10, 12, 14, 16, 18, 20]}, weeks("2025-12-01", "2025-12-08", "2025-12-15", "2025-12-22", "2025-12-29", "2026-01-05"))),
    "60_fiscal_slash": _k("C5", "60_fiscal_year_slash.csv", answers={"fiscal_year": "4"}, check=figures({("travel_cost", "sales"): [100, 110, 120]}, [("2023-04-01", "2024-03-31"), ("2024-04-01", "2025-03-31"), ("2025-04-01", "2026-03-31")])),
    "31_connect": _k("C9", "31_amazon_connect_historical.csv", told="mean|unweighted|weigh", check=figures({("%handle_time", "support"): [275.5, 260.1], ("service_level%", "support"): [0.852, 0.882]})),
    "52_prelim_0": _k("C9", "52_prelim_final_folder/0", check=figures({("escalations", "sales"): [14], ("escalations", "support"): [40]})),
    "52_prelim_1": _k("C9", "52_prelim_final_folder/1", check=figures({("escalations", "sales"): [14], ("escalations", "support"): [41]})),
    "52_prelim_4": _k("C9", "52_prelim_final_folder/4", check=figures({("escalations", "sales"): [14], ("escalations", "support"): [44]})),
    "07_percent_mixed": _k("C10", "07_percent_mixed_cells.csv", told="scale", check=figures({("csat", "sales"): [0.85, 0.86, 0.87], ("csat", "support"): [0.81, 0.82]})),
    "40_level_jump": _k("C10", "40b_csat_mar.csv", first=("kpi/40a_csat_jan.csv",), answers={"level": "rescale"}, told="hundredfold|times 100|factor (of )?100|100 times", check=figures({("csat", "sales"): [0.85, 0.86, 0.86, 0.87], ("csat", "support"): [0.81, 0.82, 0.83, 0.84]})),
    "percent_scale": _k("C10", "percent_scale/mixed.csv", roster=RT, told="scale", check=query("select max(numerator / denominator) <= 1 from outcome_now", [[True]])),
    "23_suffixes": _k("C11", "23_value_suffixes.csv", answers={"currency": "USD"}, told="unit|currenc", check=figures({("travel_cost", "sales"): [1200], ("handling_time", "finance"): [16200]})),
    "41_currencies": _k("C11", "41_currencies_in_values.csv", refuse=True, check=lambda _: ""),
    "08b_aht": _k("C11", "08b_aht_long.csv", answers={"duration": "mm:ss"}, check=figures({("aht", "sales"): [275, 260], ("aht", "support"): [370, 358]})),
    "25b_time_of_day": _k("C12", "25b_excel_time_of_day.xlsx", check=figures({("aht", "sales"): [275, 260], ("aht", "support"): [370, 358], ("csat", "sales"): [0.85, 0.86]})),
    "64b_typed_floats": _k("C12", "64b_typed_floats_and_text_comma.xlsx", check=figures({("rate", "sales"): [0.125, 2.625], ("rate", "support"): [1.375, 12.875], ("cost", "sales"): [1234.5, 1300.25], ("cost", "support"): [2000, 1999.5]})),
    "48_formulas": _k("C12", "48_formulas_no_cache.xlsx", must_tell="Rate", check=figures({**ESC2, ("calls", "sales"): [1000, 1090], ("calls", "support"): [2000, 2000]})),
    "14c_vertical_merge": _k("C13", "14c_vertical_merge.xlsx", check=figures({("escalations", "sales"): [10, 20], ("escalations", "support"): [30, 40]})),
    "05_truncated": _k("C13", "05_powerbi_truncated.csv", must_tell="omitted|cut|exceeded", check=figures(ESC2)),
    "54b_qualtrics": _k("C13", "54b_qualtrics_choice_text_10_answers.csv", check=query("select question like '%likely%', count(*), sum((score >= 9)::int), sum((score <= 6)::int), sum((score in (4, 5))::int) from response_now group by 1 order by 1", [[False, 10, 0, 10, 7], [True, 10, 5, 2, 0]]), told="answer"),
    "37_zendesk": _k("C13", "37_zendesk_csat_good_with_comment.csv", check=query("select count(*) filter (where 'good' = any(string_split(flags, ' '))), count(*) filter (where 'bad' = any(string_split(flags, ' '))) from record_now", [[2, 1]])),
    "39_count_percent": _k("C14", "39_count_and_percent_columns.csv", check=figures({**ESC2, ("escalations_p%", "sales"): [0.01, 0.011], ("escalations_p%", "support"): [0.015, 0.014], ("calls", "sales"): [1000, 1090]})),
    "33_genesys": _k("C14", "33_genesys_queue_performance.csv", check=figures({("answer", "support"): [1100, 1200], ("answer_p%", "support"): [0.916, 0.923]})),
    "17b_as_of": _k("C15", "17b_restated_rows.csv", check=figures({("escalations", "sales"): [14, 12]})),
    "50_corrections": _k("C15", "50_negative_corrections.csv", answers={"repeats": "sum"}, check=figures({("travel_cost", "sales"): [800, -50], ("travel_cost", "support"): [500]})),
    "21_agent_grain": _k("C15", "21_agent_grain.csv", answers={"repeats": "weighted"}, check=figures({("aht%", "sales"): [225, 235], ("csat", "sales"): [0.75, 0.75], ("calls", "sales"): [400, 400], ("aht%", "support"): [400, 410]})),
    "15b_target_actual": _k("C15", "15b_target_actual_long.csv", answers={"value": "Actual"}, check=figures({("escalations", "sales"): [12, 9], ("escalations", "support"): [35, 28]})),
    "09_week_range": _k("C16", "09_metabase_week_range.csv", check=figures({("escalations", "sales"): [10, 12, 14]}, weeks("2026-01-05", "2026-01-12", "2026-01-26"))),
    "11b_year_month": _k("C16", "11b_year_month_columns.csv", check=figures({("travel_cost", "sales"): [1000, 1100, 900], ("travel_cost", "support"): [100, 110, 90]}, months("2025-11", "2025-12", "2026-01"))),
    "12_fiscal_p": _k("C16", "12_fiscal_periods.csv", answers={"fiscal_year": "10"}, check=figures({("travel_cost", "sales"): [100, 110, 120]}, months("2025-10", "2025-11", "2025-12"))),
    "17_restated_labels": _k("C16", "17_restated_labels.csv", must_tell="restated", check=figures(ESC, J3)),
    "26_date_headers": _k("C16", "26_date_header_cells.xlsx", check=figures(ESC, J3)),
    "26c_26_jan": _k("C16", "26c_csv_26_jan.csv", check=figures(ESC, J3)),
    "62_pandas_pivot": _k("C16", "62_pandas_pivot_to_csv.csv", check=figures(ESC, J3)),
    "47b_we_dates": _k("C16", "47b_wide_we_dates.csv", check=figures(ESC, _W3)),
    "47_week_numbers": _k("C16", "47_wide_week_numbers.csv", answers={"year": "2026"}, check=figures(ESC, weeks("2025-12-29", "2026-01-05", "2026-01-12"))),
    "27_epoch_ms": _k("C16", "27_superset_epoch_ms.csv", check=figures({("escalations", "sales"): [10, 12, 14]}, J3)),
    "43_445": _k("C16", "43_445_start_end.csv", check=figures({("travel_cost", "sales"): [100, 110, 150]}, [("2026-01-04", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-04-04")])),
    "13_pivot_compact": _k("C17", "13_pivot_compact.csv", check=figures({("%escalations", "sales"): [10, 20], ("%escalations", "support"): [30, 40], ("%csat", "sales"): [0.84, 0.86], ("%csat", "support"): [0.79, 0.81]})),
    "14_outline": _k("C17", "14_pivot_outline_blank_groups.csv", check=figures({("escalations", "sales"): [10, 20], ("escalations", "support"): [30, 40], ("calls", "sales"): [100, 110], ("calls", "support"): [300, 310]})),
    "16_sap": _k("C17", "16_sap_s_alr_87013611.csv", answers={"fiscal_year": "1"}, check=figures({("act%", "%sales"): [12345.67], ("act%", "%support"): [8100]}, months("2026-01"))),
    "18_two_tables": _k("C17", "18_two_tables_stacked.csv", check=figures({**ESC2, ("travel_cost%", "sales"): [1000, 1100], ("travel_cost%", "support"): [300, 310]}, J2)),
    "24_crosstab": _k("C17", "24_tableau_crosstab.csv", check=figures({**ESC2, ("calls", "sales"): [100, 110], ("calls", "support"): [300, 310]}, J2)),
    "20_error_cells": _k("C18", "20_error_cells.csv", must_tell="DIV", check=figures({("escalations", "sales"): [10], ("escalations", "support"): [30, 28, 26], ("cost_per_ticket", "support"): [12.5], ("cost_per_ticket", "sales"): [11.5]})),
    "19_sheet_per_month": _k("C18", "19_sheet_per_month.xlsx", check=figures({**ESC2, ("csat", "sales"): [0.85, 0.86], ("csat", "support"): [0.80, 0.81]}, J2)),
    "28_hubspot": _k("C20", "28_hubspot_deals.csv", check=query("select count(*), sum(amount) filter (where flags like '%won%'), count(*) filter (where flags like '%won%'), count(*) filter (where closed is null) from record_now", [[3, 15000, 1, 1]])),
    "30_task_sla": _k("C20", "30_servicenow_task_sla.csv", check=query("select group_id, count(*), count(*) filter (where flags like '%breach%') from record_now group by 1", [["support", 2, 1]])),
    "36_salesforce": _k("C20", "36_salesforce_cases_report.csv", check=query("select count(*), count(*) filter (where flags like '%escalated%') from record_now", [[2, 1]])),
    "30b_requests": _k("C21", "30b_servicenow_requests.csv", told="request|RITM", check=query("select count(*) filter (where kind in ('ticket', 'incident')) from record_now", [[0]])),
    "10_week_n": _k("C0", "10_metabase_week_n.csv", check=figures({("escalations", "sales"): [10, 12]}, weeks("2024-01-01", "2024-01-08")), must_tell="Week 53"),
    "44_us_weeks": _k("C0", "44_us_weeks_sunday.csv", check=figures({("escalations", "sales"): [10, 12, 14, 16, 18]}, weeks("2026-01-04", "2026-01-11", "2026-01-18", "2026-01-25", "2026-02-01"))),
    "12c_quarter": _k("C0", "12c_fiscal_quarter_salesforce.csv", check=figures({("win_rate", "sales"): [0.215, 0.225], ("win_rate", "support"): [0.315, 0.325]}, [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")])),
    "62b_period_cols": _k("C0", "62b_pandas_period_cols.csv", check=figures(ESC, J3)),
    "06_subtotals": _k("C0", "06_wide_quarter_subtotals.csv", check=query("select sum(numerator) from outcome_now where group_id = 'sales' and last_day - first_day < 31", [[750]])),
    "23b_swiss": _k("C0", "23b_swiss.csv", check=figures({("reisekosten", "sales"): [1234.5, 1334.5]})),
    "25_time_cells": _k("C0", "25_excel_time_cells.xlsx", check=figures({("aht", "sales"): [275, 260], ("aht", "support"): [370, 358], ("csat", "sales"): [0.85, 0.86]})),
    "21b_agent_long": _k("C0", "21b_agent_grain_long.csv", check=figures({("csat", "sales"): [0.75], ("csat", "support"): [0.8]})),
    "15_pairs": _k("C0", "15_target_actual_pairs.xlsx", check=figures({("actual", "sales"): [12, 9], ("actual", "support"): [35, 28], ("target", "sales"): [10, 10], ("target", "support"): [30, 30]})),
    "51_restated": _k("C0", "51_restated_folder", check=figures({("escalations", "sales"): [14, 12], ("escalations", "support"): [40]})),
    "46_errors_bigger": _k("C0", "46_error_cells_bigger.csv", check=figures({("escalations", "sales"): [11, 12, 13, 16], ("cost_per_ticket", "sales"): [12.1, 12.4, 12.6]})),
    "42b_notes": _k("C0", "42b_notes_light.csv", must_tell="<5", check=figures({("escalations", "support"): [31, 32, 33, 34, 35, 36]})),
    "04_powerbi_footer": _k("C0", "04_powerbi_footer.xlsx", check=figures({**ESC2, ("csat", "sales"): [0.85, 0.86], ("csat", "support"): [0.80, 0.81]})),
    "22_hierarchy": _k("C0", "22_hierarchy_names.csv", must_tell="did you mean", check=lambda _: ""),
    "34_jira": _k("C0", "34_jira_localised.csv", check=query("select opened::date::varchar from record_now order by 1", [["2025-12-10"], ["2026-03-05"], ["2026-05-10"]])),
    "35_concur": _k("C0", "35_concur_expense_entries.csv", check=query("select count(*), sum(amount) from record_now", [[4, 6504.5]])),
    "58_servicenow": _k("C0", "58_servicenow_eventlog_q.csv", check=query("select count(*) from record_now", [[3]])),
    "69_cr_dr": _k("C0", "69_cr_dr.csv", check=figures({("travel_cost", "support"): [-300]}), told="DR"),
    "71_average": _k("C0", "71_average_rows.csv", check=figures({("csat", "sales"): [0.9], ("csat", "support"): [0.8]})),
    "73_expenses": _k("C0", "73a_expenses_sales_jan.csv", "73b_expenses_support_jan.csv", check=query("select group_id, sum(amount) from record_now group by 1 order by 1", [["sales", 800], ["support", 900]])),
}  # fmt: skip
