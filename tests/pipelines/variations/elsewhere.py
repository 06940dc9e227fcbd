# ruff: noqa: E501, DTZ001
"""The same kinds from other vendors, countries, departments and re-saves."""

from __future__ import annotations

import datetime as dt
import json

from tests.pipelines.cases import adoption, both, figures, months, query
from tests.pipelines.variations.periods import weeks_from
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
E3 = figures({("escalations", "sales"): [10, 12, 14], ("escalations", "support"): [30, 28, 26]}, J3)
E2 = figures({("escalations", "sales"): [10, 12], ("escalations", "support"): [30, 28]}, J2)
P = [f"sale{i:02d}@x.org" for i in range(12)] + [f"engi{i:02d}@x.org" for i in range(12)]
ACT = set(P[:6] + P[12:18])
DAYS = ("06-29", "06-30", "07-01", "07-02", "07-03", "07-04", "07-05")
MEMBERS = query(
    "select group_id, count(*) from roster_span where until_day > date '2026-07-05' group by 1 order by 1",
    [["engineering", 12], ["sales", 12]],
)


def table(head, labels, sep=",", kpi="Escalations"):
    """One row per group and label, Sales 10, 12, 14 and Support 30, 28, 26."""
    figures_of = {"Sales": (10, 12, 14), "Support": (30, 28, 26)}
    rows = [
        sep.join((label, group, kpi, str(x)))
        for group, values in figures_of.items()
        for label, x in zip(labels, values, strict=False)
    ]
    return "\n".join([head, *rows, ""])


def wide(labels, head="Team,KPI", sep=","):
    rows = [
        ("Sales", "Escalations", "10", "12", "14"),
        ("Support", "Escalations", "30", "28", "26"),
    ]
    cut = 2 + len(labels)
    return "\n".join(
        [sep.join((head.replace(",", sep), *labels)), *(sep.join(r[:cut]) for r in rows), ""]
    )


def e(n, spans):
    values = {"sales": [10, 12, 14][:n], "support": [30, 28, 26][:n]}
    return figures({("escalations", group): found for group, found in values.items()}, spans)


LONG = "Month,Team,KPI,Value"

# C1: grown exports
vary(
    "c1_github_agent",
    "C1",
    {
        "users.ndjson": "".join(
            json.dumps(
                {
                    "day": f"2026-{d}",
                    "enterprise_id": "1",
                    "user_id": i,
                    "user_login": p.split("@")[0],
                    "user_initiated_interaction_count": 0,
                    "code_generation_activity_count": 0,
                    "code_acceptance_activity_count": 0,
                    "used_agent": False,
                    "used_chat": False,
                    "used_copilot_coding_agent": p in ACT,
                }
            )
            + "\n"
            for d in ("06-29", "06-30", "07-01", "07-02", "07-03", "07-04", "07-05")
            for i, p in enumerate(P)
        )
    },
    adoption("github_copilot", 6),
    roster="usage.csv",
    told="used_copilot_coding_agent",
    or_told=True,
)
vary(
    "c1_chatgpt_codex",
    "C1",
    {
        "chatgpt_enterprise_users_weekly.csv": "cadence,period_start,period_end,account_id,public_id,name,email,role,user_role,department,groups,user_status,created_or_invited_date,is_active,first_day_active_in_period,last_day_active_in_period,messages,codex_tasks,last_day_active\n"
        + "".join(
            f"Weekly,2026-06-29,2026-07-05,a,user-{i},,{p},,standard-user,,,enabled,2025-03-01,0,,,0,{4 if p in ACT else 0},\n"
            for i, p in enumerate(P)
        )
    },
    adoption("chatgpt", 6),
    roster="usage.csv",
    told="codex_tasks",
    or_told=True,
)
# C2: wording and language of screens
vary(
    "c2_teams_es",
    "C2",
    {
        "t.csv": "Fecha de actualización del informe;Nombre principal de usuario;Fecha de la última actividad;Recuento de mensajes de chat de equipo;Recuento de mensajes de chat privado;Recuento de llamadas;Recuento de reuniones;Período del informe\n"
        + "".join(
            f"05/07/2026;{p};{'05/07/2026' if p in ACT else ''};{3 if p in ACT else 0};{5 if p in ACT else 0};0;{2 if p in ACT else 0};7\n"
            for p in P
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    answers={"platform": "teams", "period": "7", "dates": "dmy"},
)
vary(
    "c2_teams_it",
    "C2",
    {
        "t.csv": "Nome dell'entità utente,Data ultima attività,Numero di messaggi della chat del team,Numero di messaggi della chat privata,Numero di chiamate,Numero di riunioni\n"
        + "".join(
            f"{p},{'2026-07-05' if p in ACT else ''},{3 if p in ACT else 0},{5 if p in ACT else 0},0,{2 if p in ACT else 0}\n"
            for p in P
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    answers={"platform": "teams", "period": "2026-06-29/2026-07-05"},
)
vary(
    "c2_teams_ja",
    "C2",
    {
        "t.csv": "ユーザー プリンシパル名,最終アクティビティ日,チーム チャット メッセージ数,プライベート チャット メッセージ数,通話数,会議数\n"
        + "".join(
            f"{p},{'2026-07-05' if p in ACT else ''},{3 if p in ACT else 0},{5 if p in ACT else 0},0,{2 if p in ACT else 0}\n"
            for p in P
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    answers={"platform": "teams", "period": "2026-06-29/2026-07-05"},
)
# C3: licences
vary(
    "c3_yes_no",
    "C3",
    {
        "u.csv": "email,date,messages,platform\n"
        + "".join(f"{p},2026-{m},3,chatgpt\n" for p in sorted(ACT) for m in DAYS),
        "licences.csv": "User,Has ChatGPT licence\n"
        + "".join(f"{p},{'No' if p in P[9:12] else 'Yes'}\n" for p in P),
    },
    adoption("chatgpt", 6, groups={"sales": (6, 9), "engineering": (6, 12)}),
    roster="usage.csv",
    answers={"platform": "chatgpt"},
)
vary(
    "c3_revoked",
    "C3",
    {
        "u.csv": "email,date,messages,platform\n"
        + "".join(f"{p},2026-{m},3,chatgpt\n" for p in sorted(ACT) for m in DAYS),
        "seats.csv": "Email,Product,Status\n"
        + "".join(f"{p},ChatGPT,{'Revoked' if p in P[9:12] else 'Active'}\n" for p in P),
    },
    adoption("chatgpt", 6, groups={"sales": (6, 9), "engineering": (6, 12)}),
    roster="usage.csv",
    answers={"platform": "chatgpt"},
)
# C4: strangers
vary(
    "c4_other_domain",
    "C4",
    {
        "u.csv": "user,week,prompts,platform\n"
        + "".join(f"{p.replace('x.org', 'y.example')},2026-W27,3,chatgpt\n" for p in P)
    },
    adoption("chatgpt", 6),
    roster="usage.csv",
    or_told=True,
    told="24 of 24 people",
)
vary(
    "c4_numbers",
    "C4",
    {
        "u.csv": "employee number,week,prompts,platform\n"
        + "".join(f"{1000 + i},2026-W27,3,chatgpt\n" for i in range(24))
    },
    adoption("chatgpt", 6),
    roster="usage.csv",
    or_told=True,
    told="24 of 24 people",
)
# C5: labels
vary(
    "c5_cw_short",
    "C5",
    {"k.csv": table("Calendar week,Team,KPI,Value", ["CW02/26", "CW03/26", "CW04/26"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_week_slash",
    "C5",
    {"k.csv": table("Week,Team,KPI,Value", ["2026/02", "2026/03", "2026/04"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_wk_year",
    "C5",
    {"k.csv": table("Wk,Team,KPI,Value", ["Wk 2 2026", "Wk 3 2026", "Wk 4 2026"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_w_year",
    "C5",
    {"k.csv": table("Period,Team,KPI,Value", ["W02-2026", "W03-2026", "W04-2026"])},
    e(3, weeks_from(3)),
)
vary(
    "c5_monat_punkt",
    "C5",
    {"k.csv": table("Monat;Abteilung;Kennzahl;Wert", ["01.2026", "02.2026", "03.2026"], ";")},
    e(3, J3),
)
vary(
    "c5_mes_corto",
    "C5",
    {"k.csv": table("Mes;Área;Indicador;Valor", ["1/2026", "2/2026", "3/2026"], ";")},
    e(3, J3),
)
vary(
    "c5_sunday_start",
    "C5",
    {"k.csv": table("Week starting (Sun),Team,KPI,Value", ["1/4/2026", "1/11/2026", "1/18/2026"])},
    e(3, weeks_from(3, "2026-01-04")),
    answers={"dates": "mdy"},
)
vary(
    "c5_weekending_sunday",
    "C5",
    {"k.csv": table("W/E,Team,KPI,Value", ["11/01/2026", "18/01/2026", "25/01/2026"])},
    e(3, weeks_from(3)),
)
vary("c5_jan_apostrophe", "C5", {"k.csv": table(LONG, ["Jan'26", "Feb'26", "Mar'26"])}, e(3, J3))
vary(
    "c5_1q26",
    "C5",
    {"k.csv": table("Quarter,Team,KPI,Value", ["1Q26", "2Q26", "3Q26"])},
    e(
        3,
        [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")],
    ),
)
vary(
    "c5_cn",
    "C5",
    {"k.csv": table("月份,部门,指标,数值", ["2026年1月", "2026年2月", "2026年3月"])},
    e(3, J3),
)
vary(
    "c5_cs",
    "C5",
    {
        "k.csv": table(
            "Měsíc;Oddělení;Ukazatel;Hodnota", ["leden 2026", "únor 2026", "březen 2026"], ";"
        )
    },
    e(3, J3),
)
vary(
    "c5_hu",
    "C5",
    {
        "k.csv": table(
            "Hónap;Osztály;Mutató;Érték", ["2026. január", "2026. február", "2026. március"], ";"
        )
    },
    e(3, J3),
)
vary(
    "c5_tr",
    "C5",
    {"k.csv": table("Ay;Departman;Gösterge;Değer", ["Ocak 2026", "Şubat 2026", "Mart 2026"], ";")},
    e(3, J3),
)
vary(
    "c5_ru",
    "C5",
    {
        "k.csv": table(
            "Месяц;Отдел;Показатель;Значение", ["январь 2026", "февраль 2026", "март 2026"], ";"
        )
    },
    e(3, J3),
)
vary(
    "c5_half",
    "C5",
    {"k.csv": table("Half,Team,KPI,Value", ["H1 2025", "H2 2025", "H1 2026"])},
    e(
        3,
        [("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31"), ("2026-01-01", "2026-06-30")],
    ),
)
# C6: order of days
vary(
    "c6_ampm",
    "C6",
    {
        "k.csv": table(
            "Week starting,Team,KPI,Value",
            ["1/5/2026 12:00:00 AM", "1/12/2026 12:00:00 AM", "1/19/2026 12:00:00 AM"],
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c6_compact",
    "C6",
    {"k.csv": table("Day,Team,KPI,Value", ["20260105", "20260106", "20260107"])},
    e(3, [(f"2026-01-{d}", f"2026-01-{d}") for d in ("05", "06", "07")]),
)
vary(
    "c6_rfc",
    "C6",
    {
        "k.csv": table(
            "Day,Team,KPI,Value",
            [
                "Mon 05 Jan 2026 00:00:00 GMT",
                "Tue 06 Jan 2026 00:00:00 GMT",
                "Wed 07 Jan 2026 00:00:00 GMT",
            ],
        )
    },
    e(3, [(f"2026-01-{d}", f"2026-01-{d}") for d in ("05", "06", "07")]),
)
# C7: encodings
ROWS = "mail,abteilung,seit\n" + "".join(f"n{i:02d}@x.org,{{}},2023-01-01\n" for i in range(12))


def encoded(codec, group, head="e-mail,group,effective date"):
    return ROWS.replace("mail,abteilung,seit", head).replace("{}", group).encode(codec)


def groups_are(*names):
    return query("select distinct group_id from roster_now order by 1", [[name] for name in names])


vary(
    "c7_cyrillic",
    "C7",
    {"r.csv": encoded("cp1251", "Отдел продаж")},
    groups_are("отдел продаж"),
    roster="",
    told="encoding",
)
vary(
    "c7_greek",
    "C7",
    {"r.csv": encoded("cp1253", "Πωλήσεις")},
    groups_are("πωλήσεισ"),
    roster="",
    told="encoding",
)
vary(
    "c7_gbk",
    "C7",
    {"r.csv": encoded("gbk", "销售部门")},
    groups_are("销售部门"),
    roster="",
    told="encoding",
)
vary(
    "c7_euckr",
    "C7",
    {"r.csv": encoded("euc_kr", "영업본부")},
    groups_are("영업본부"),
    roster="",
    told="encoding",
)
vary(
    "c7_mac",
    "C7",
    {"r.csv": encoded("mac_roman", "Qualité & Coûts")},
    groups_are("qualité & coûts"),
    roster="",
    told="encoding",
)
vary(
    "c7_turkish",
    "C7",
    {"r.csv": encoded("cp1254", "Satış Müdürlüğü")},
    groups_are("satış müdürlüğü"),
    roster="",
    told="encoding",
)


# C8: who belongs
def people(head, leaver, other=""):
    rows = [f"{p},{'Sales' if p.startswith('sale') else 'Engineering'},{other}" for p in P]
    return "\n".join([head, *rows, f"gone@x.org,Sales,{leaver}", ""])


USE = "email,date,messages,platform\n" + "".join(
    f"{p},2026-{m},3,teams\n" for p in sorted(ACT) for m in DAYS
)
vary(
    "c8_terminated",
    "C8",
    {"r.csv": people("Work e-mail,Department,Employment status", "Terminated", "Active")},
    MEMBERS,
    roster="",
)
vary(
    "c8_termination_date",
    "C8",
    {"r.csv": people("Email,Team,Termination date", "2026-03-31")},
    MEMBERS,
    roster="",
)
vary(
    "c8_active_flag",
    "C8",
    {"r.csv": people("email,department,Active", "N", "Y")},
    MEMBERS,
    roster="",
)
vary(
    "c8_pt_status",
    "C8",
    {"r.csv": people("E-mail;Departamento;Situação".replace(";", ","), "Desligado", "Ativo")},
    MEMBERS,
    roster="",
)
vary(
    "c8_fr_depart",
    "C8",
    {"r.csv": people("Adresse e-mail,Service,Date de sortie", "31/03/2026")},
    MEMBERS,
    roster="",
)
vary(
    "c8_suspended",
    "C8",
    {"r.csv": people("Primary email,Org unit,Suspended", "TRUE", "FALSE")},
    MEMBERS,
    roster="",
)
# C9: which file counts


def one_kpi(x, y=40):
    return f"Month,Team,KPI,Value\n2026-01,Sales,Escalations,{x}\n2026-01,Support,Escalations,{y}\n"


vary(
    "c9_draft",
    "C9",
    {"KPI Jan DRAFT.csv": one_kpi(12), "KPI Jan FINAL.csv": one_kpi(14)},
    figures({("escalations", "sales"): [14]}),
)
vary(
    "c9_corrected",
    "C9",
    {"KPI Jan.csv": one_kpi(12), "KPI Jan corrected.csv": one_kpi(14)},
    figures({("escalations", "sales"): [14]}),
    or_told=True,
    told="differ",
)
vary(
    "c9_rev",
    "C9",
    {"KPI_Jan_rev2.csv": one_kpi(14), "KPI_Jan_rev1.csv": one_kpi(12)},
    figures({("escalations", "sales"): [14]}),
)
vary(
    "c9_stamp",
    "C9",
    {"KPI_20260205_0900.csv": one_kpi(12), "KPI_20260305_0900.csv": one_kpi(14)},
    figures({("escalations", "sales"): [14]}),
)
# C10: scale
vary(
    "c10_two_files_min_sec",
    "C10",
    {
        "first_a.csv": table(LONG, ["2026-01", "2026-02"], kpi="AHT"),
        "b.csv": "Month,Team,KPI,Value\n2026-03,Sales,AHT,660\n2026-03,Support,AHT,1700\n",
    },
    figures({("aht", "sales"): [10, 12, 11], ("aht", "support"): [30, 28, 1700 / 60]}),
    answers={"level": "rescale"},
)
vary(
    "c10_share_words",
    "C10",
    {
        "k.csv": "Month,Team,Win rate\n2026-01,Sales,25 percent\n2026-02,Sales,0.26\n2026-01,Support,24 percent\n2026-02,Support,0.27\n"
    },
    figures({("win_rate", "sales"): [0.25, 0.26], ("win_rate", "support"): [0.24, 0.27]}),
    told="scale|percent|unit",
)
vary(
    "c10_basis_points",
    "C10",
    {"k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Margin,120 bps\n2026-02,Sales,Margin,1.3%\n"},
    lambda r: "asks",
    told="bps|unit|scale",
)
# C11: units and money
vary(
    "c11_zloty",
    "C11",
    {
        "k.csv": "Miesiąc;Dział;Koszt podróży\n2026-01;Sales;1 234,50 zł\n2026-02;Sales;2 000,00 zł\n2026-01;Support;300,00 zł\n2026-02;Support;310,00 zł\n"
    },
    figures({("koszt%", "sales"): [1234.5, 2000], ("koszt%", "support"): [300, 310]}),
)
vary(
    "c11_yen_man",
    "C11",
    {"k.csv": 'Month,Team,Cost\n2026-01,Sales,"¥120,000"\n2026-02,Sales,"¥130,000"\n'},
    figures({("cost", "sales"): [120000, 130000]}),
)
vary(
    "c11_pound_m",
    "C11",
    {
        "k.csv": "Month,Team,Pipeline\n2026-01,Sales,£1.2m\n2026-02,Sales,£950k\n2026-01,Support,£0\n"
    },
    figures({("pipeline", "sales"): [1200000, 950000]}),
    told="m|million|unit",
    answers={"currency": "GBP"},
)
vary(
    "c11_hm_words",
    "C11",
    {
        "k.csv": "Month,Team,Time to resolve\n2026-01,Sales,3h 25m\n2026-02,Sales,2h 05m\n2026-01,Support,1d 2h\n2026-02,Support,45m\n"
    },
    figures({("time_to_resolve", "sales"): [12300, 7500]}),
    told="duration|unit|expected",
    or_told=True,
)
vary(
    "c11_ms_clock",
    "C11",
    {"k.csv": "Month,Team,Handle time\n2026-01,Sales,00:04:35.500\n2026-02,Sales,00:04:20.000\n"},
    figures({("handle_time", "sales"): [275.5, 260]}),
)
vary(
    "c11_signed_currency",
    "C11",
    {
        "k.csv": "Month,Team,Variance\n2026-01,Sales,-$1,200.50\n2026-02,Sales,($300.00)\n".replace(
            "-$1,200.50", '"-$1,200.50"'
        )
    },
    figures({("variance", "sales"): [-1200.5, -300]}),
)
# C12: typed cells
vary(
    "c12_month_labels_typed",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    ["Month", "Team", "Escalations"],
                    *(
                        [dt.datetime(2026, m, 1), g, x]
                        for g, v in (("Sales", (10, 12, 14)), ("Support", (30, 28, 26)))
                        for m, x in zip((1, 2, 3), v, strict=True)
                    ),
                ]
            },
            {"Data": {f"A{r}": "mmm yy" for r in range(2, 8)}},
        )
    },
    E3,
)
vary(
    "c12_percent_and_text",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    ["Month", "Team", "CSAT"],
                    ["2026-01", "Sales", 0.85],
                    ["2026-02", "Sales", "86%"],
                    ["2026-01", "Support", 0.81],
                    ["2026-02", "Support", 0.82],
                ]
            },
            {"Data": {"C2": "0%", "C4": "0%", "C5": "0%"}},
        )
    },
    figures({("csat", "sales"): [0.85, 0.86], ("csat", "support"): [0.81, 0.82]}),
)
vary(
    "c12_long_durations",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "Data": [
                    ["Month", "Team", "Downtime"],
                    ["2026-01", "Sales", dt.timedelta(hours=30)],
                    ["2026-02", "Sales", dt.timedelta(hours=26, minutes=30)],
                ]
            },
            {"Data": {"C2": "[h]:mm:ss", "C3": "[h]:mm:ss"}},
        )
    },
    figures({("downtime", "sales"): [108000, 95400]}),
)
# C13: rows that are none
vary(
    "c13_showing",
    "C13",
    {"k.csv": table(LONG, ["2026-01", "2026-02"]) + '"Showing 4 of 312 records"\n'},
    E2,
    must_tell="312|missing|cut",
)
vary(
    "c13_rows_of",
    "C13",
    {"k.csv": table(LONG, ["2026-01", "2026-02"]) + '"Rows 1 - 4 of 2,345",,,\n'},
    E2,
    must_tell="2,345|missing|cut",
)
vary(
    "c13_totaal",
    "C13",
    {
        "k.csv": table("Maand;Afdeling;KPI;Waarde", ["2026-01", "2026-02"], ";")
        + "Totaal generaal;;;80\n"
    },
    E2,
    must_tell="left out|rejected",
)
vary(
    "c13_summa",
    "C13",
    {"k.csv": table("Månad;Avdelning;KPI;Värde", ["2026-01", "2026-02"], ";") + "Summa;;;80\n"},
    E2,
    must_tell="left out|rejected",
)
# C14: names that differ little
vary(
    "c14_cost_and_share",
    "C14",
    {"k.csv": "Month,Team,Cost,Cost %\n2026-01,Sales,1000,12%\n2026-02,Sales,1100,13%\n"},
    both(
        figures({("cost", "sales"): [1000, 1100]}),
        query("select count(distinct kpi) from outcome_now", [[2]]),
    ),
)
vary(
    "c14_delta",
    "C14",
    {"k.csv": "Month,Team,CSAT,Δ CSAT\n2026-01,Sales,85,2\n2026-02,Sales,86,1\n"},
    both(
        figures({("csat", "sales"): [85, 86]}),
        query("select count(distinct kpi) from outcome_now", [[2]]),
    ),
    or_told=True,
    told="differ|same|several",
)
vary(
    "c14_n_of",
    "C14",
    {"k.csv": "Month,Team,CSAT,CSAT (n)\n2026-01,Sales,85,200\n2026-02,Sales,86,210\n"},
    both(
        figures({("csat", "sales"): [85, 86]}),
        query("select count(distinct kpi) from outcome_now", [[2]]),
    ),
    or_told=True,
    told="weight|n\\b",
)
# C15: several rows
vary(
    "c15_snapshot",
    "C15",
    {
        "k.csv": "Month,Team,KPI,Value,Snapshot date\n2026-01,Sales,Escalations,10,2026-02-03\n2026-01,Sales,Escalations,14,2026-03-03\n2026-02,Sales,Escalations,12,2026-03-03\n"
    },
    figures({("escalations", "sales"): [14, 12]}),
)
vary(
    "c15_adjustment",
    "C15",
    {
        "k.csv": "Month,Team,KPI,Value,Type\n2026-01,Sales,Travel cost,1000,Original\n2026-01,Sales,Travel cost,-200,Adjustment\n2026-02,Sales,Travel cost,500,Original\n"
    },
    figures({("travel_cost", "sales"): [800, 500]}),
    answers={"repeats": "sum"},
)
vary(
    "c15_by_site",
    "C15",
    {
        "k.csv": "Month,Department,Site,Tickets\n2026-01,Sales,Berlin,10\n2026-01,Sales,Paris,5\n2026-02,Sales,Berlin,12\n2026-02,Sales,Paris,6\n"
    },
    figures({("tickets", "sales"): [15, 18]}),
    answers={"repeats": "sum"},
)
vary(
    "c15_median_by_site",
    "C15",
    {
        "k.csv": "Month,Department,Site,CSAT,Responses\n2026-01,Sales,Berlin,0.8,100\n2026-01,Sales,Paris,0.9,300\n2026-02,Sales,Berlin,0.7,100\n2026-02,Sales,Paris,0.8,100\n"
    },
    figures({("csat", "sales"): [0.875, 0.75]}),
    answers={"repeats": "weighted"},
)
# C16: periods that are hard to say
vary("c16_wide_apostrophe", "C16", {"k.csv": wide(["Jan '26", "Feb '26", "Mar '26"])}, E3)
vary("c16_wide_year_first", "C16", {"k.csv": wide(["2026 Jan", "2026 Feb", "2026 Mar"])}, E3)
vary(
    "c16_wide_quarters",
    "C16",
    {"k.csv": wide(["Q1/26", "Q2/26", "Q3/26"])},
    e(
        3,
        [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")],
    ),
)
vary(
    "c16_iso_offset",
    "C16",
    {
        "k.csv": table(
            LONG,
            ["2026-01-01T00:00:00+01:00", "2026-02-01T00:00:00+01:00", "2026-03-01T00:00:00+01:00"],
        )
    },
    e(3, J3),
)
vary(
    "c16_year_quarter",
    "C16",
    {
        "k.csv": "Year,Quarter,Team,KPI,Value\n"
        + "".join(
            f"2026,Q{q},{g},Escalations,{x}\n"
            for g, v in (("Sales", (10, 12)), ("Support", (30, 28)))
            for q, x in zip((1, 2), v, strict=True)
        )
    },
    e(2, [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")]),
)
vary(
    "c16_range_names",
    "C16",
    {
        "k.csv": table(
            "Week,Team,KPI,Value",
            ["5 Jan - 11 Jan 2026", "12 Jan - 18 Jan 2026", "19 Jan - 25 Jan 2026"],
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c16_range_dots",
    "C16",
    {
        "k.csv": table(
            "Woche;Team;KPI;Wert",
            ["05.01.–11.01.2026", "12.01.–18.01.2026", "19.01.–25.01.2026"],
            ";",
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c16_fy_quarter_last",
    "C16",
    {"k.csv": table("Quarter,Team,KPI,Value", ["Q1 FY26", "Q2 FY26", "Q3 FY26"])},
    e(
        3,
        [("2025-07-01", "2025-09-30"), ("2025-10-01", "2025-12-31"), ("2026-01-01", "2026-03-31")],
    ),
    answers={"fiscal_year": "7"},
)
vary(
    "c16_ytd",
    "C16",
    {"k.csv": table(LONG, ["YTD Jan 2026", "YTD Feb 2026", "YTD Mar 2026"])},
    lambda r: "a sum from January",
    told="YTD|year to date|cumul",
)
# C17: layouts
vary(
    "c17_markdown",
    "C17",
    {
        "k.csv": "| Month | Team | KPI | Value |\n|---|---|---|---|\n"
        + "".join(
            f"| {m} | {g} | Escalations | {x} |\n"
            for g, v in (("Sales", (10, 12)), ("Support", (30, 28)))
            for m, x in zip(("2026-01", "2026-02"), v, strict=True)
        )
    },
    E2,
)
vary(
    "c17_alv",
    "C17",
    {
        "k.txt": "-" * 44
        + "\n|Monat  |Abteilung|Kennzahl   |Wert |\n"
        + "-" * 44
        + "\n"
        + "".join(
            f"|{m}|{g:9}|Escalations|{x:5}|\n"
            for g, v in (("Sales", (10, 12)), ("Support", (30, 28)))
            for m, x in zip(("2026-01", "2026-02"), v, strict=True)
        )
        + "-" * 44
        + "\n"
    },
    E2,
)
vary(
    "c17_html_xls",
    "C17",
    {
        "k.xls": "<html><body><table><tr><th>Month</th><th>Team</th><th>KPI</th><th>Value</th></tr>"
        + "".join(
            f"<tr><td>{m}</td><td>{g}</td><td>Escalations</td><td>{x}</td></tr>"
            for g, v in (("Sales", (10, 12)), ("Support", (30, 28)))
            for m, x in zip(("2026-01", "2026-02"), v, strict=True)
        )
        + "</table></body></html>"
    },
    E2,
    or_told=True,
    told="HTML|web page",
)
vary(
    "c17_section_rows",
    "C17",
    {
        "k.csv": "Department: Sales,,\nMonth,Escalations,Calls\n2026-01,10,100\n2026-02,12,110\n,,\nDepartment: Support,,\nMonth,Escalations,Calls\n2026-01,30,300\n2026-02,28,310\n"
    },
    figures({("escalations", "sales"): [10, 12], ("calls", "support"): [300, 310]}, J2),
)
vary(
    "c17_units_row",
    "C17",
    {
        "k.csv": "Month,Team,Travel cost,Handling time\n,,EUR,min\n2026-01,Sales,1000,4.5\n2026-02,Sales,1100,4.4\n2026-01,Support,300,6.5\n2026-02,Support,310,6.4\n"
    },
    figures({("travel_cost%", "sales"): [1000, 1100], ("handling_time%", "support"): [6.5, 6.4]}),
    or_told=True,
    told="EUR|unit",
)
# C18: odd cells
vary(
    "c18_err_de",
    "C18",
    {
        "k.csv": "Monat;Team;Eskalationen;Kosten\n2026-01;Sales;10;#BEZUG!\n2026-02;Sales;12;#NV\n2026-01;Support;30;#DIV/0!\n2026-02;Support;28;5\n"
    },
    figures(
        {
            ("eskalationen", "sales"): [10, 12],
            ("eskalationen", "support"): [30, 28],
            ("kosten", "support"): [5],
        }
    ),
    must_tell="BEZUG|NV",
)
vary(
    "c18_err_es",
    "C18",
    {
        "k.csv": "Mes,Equipo,Escalaciones,Coste\n2026-01,Sales,10,#¡DIV/0!\n2026-02,Sales,12,#N/D\n2026-01,Support,30,4\n2026-02,Support,28,5\n"
    },
    figures({("escalaciones", "sales"): [10, 12], ("coste", "support"): [4, 5]}),
    must_tell="DIV|N/D",
)
vary(
    "c18_words",
    "C18",
    {
        "k.csv": "Month,Team,KPI,Value\n2026-01,Sales,Escalations,10\n2026-02,Sales,Escalations,pending\n2026-01,Support,Escalations,30\n2026-02,Support,Escalations,not reported\n"
    },
    figures({("escalations", "sales"): [10], ("escalations", "support"): [30]}),
    must_tell="pending",
)
# C19: what is suggested
vary(
    "c19_gateway_log",
    "C19",
    {
        "u.csv": "timestamp,user,model,input_tokens,output_tokens,cost_usd\n"
        + "".join(f"2026-{m}T08:00:00Z,{p},gpt-5,120,80,0.01\n" for p in sorted(ACT) for m in DAYS)
    },
    adoption("%gateway%", 6),
    roster="usage.csv",
    answers={"platform": "llm_gateway"},
    or_told=True,
    told="licen[cs]e|only who",
)
vary(
    "c19_by_app",
    "C19",
    {
        "u.csv": "User,Date,App,Prompts\n"
        + "".join(
            f"{p},2026-{m},{a},{3 if p in ACT else 0}\n"
            for p in P
            for m in DAYS
            for a in ("Word", "Excel")
        )
    },
    adoption("%copilot%", 6),
    roster="usage.csv",
    answers={"platform": "copilot"},
    told="platform|App",
)
vary(
    "c19_intranet",
    "C19",
    {
        "u.csv": "Employee,Page views,Comments,Last visit\n"
        + "".join(f"{p},{9 if p in ACT else 0},0,{'2026-07-03' if p in ACT else ''}\n" for p in P)
    },
    adoption("intranet", 6),
    roster="usage.csv",
    answers={"platform": "intranet", "period": "2026-06-29/2026-07-05"},
)
# C20: systems without a reader
vary(
    "c20_intercom",
    "C20",
    {
        "c.csv": "Conversation ID,Created at,Closed at,Team assigned,Rating\n1,2026-01-05 10:00,2026-01-05 12:00,Support,5\n2,2026-01-06 10:00,,Support,2\n"
    },
    query(
        "select group_id, count(*), count(closed) from record_now group by 1", [["support", 2, 1]]
    ),
)
vary(
    "c20_pipedrive",
    "C20",
    {
        "d.csv": "Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Currency,Deal - Deal created,Deal - Won time,Deal - Owner,Deal - Team\n1,A,won,1000,EUR,2026-01-05 10:00:00,2026-01-20 10:00:00,sale00@x.org,Sales\n2,B,lost,500,EUR,2026-01-06 10:00:00,,sale01@x.org,Sales\n"
    },
    query("select count(*), count(*) filter (where flags like '%won%') from record_now", [[2, 1]]),
)
vary(
    "c20_freshservice",
    "C20",
    {
        "t.csv": "Ticket ID,Subject,Status,Group,Created time,Resolved time,Resolution status\nINC-1,x,Closed,Support,2026-01-05 10:00:00,2026-01-05 12:00:00,Within SLA\nINC-2,y,Open,Support,2026-01-06 10:00:00,,SLA Violated\n"
    },
    query(
        "select group_id, count(*), count(closed) from record_now group by 1", [["support", 2, 1]]
    ),
)
vary(
    "c20_aircall",
    "C20",
    {
        "c.csv": "Call ID,Started at,Team,Agent,Talk time (sec),Wait time (sec),Missed\n1,2026-01-05 10:00:00,Support,supp00@x.org,275,12,No\n2,2026-01-05 11:00:00,Support,supp01@x.org,370,20,Yes\n"
    },
    query("select group_id, count(*) from record_now group by 1", [["support", 2]]),
)
# C21: look-alikes
SNOW = "number,opened_at,short_description,priority,state,assignment_group,resolved_at,closed_at,reopen_count,made_sla\n"
vary(
    "c21_sctask",
    "C21",
    {
        "t.csv": SNOW
        + "".join(
            f"SCTASK001000{i},2026-01-0{i + 1} 09:00:00,x,3 - Moderate,Closed Complete,Support,,2026-01-0{i + 2} 09:00:00,0,true\n"
            for i in range(5)
        )
    },
    query("select count(*) filter (where kind in ('ticket', 'incident')) from record_now", [[0]]),
    told="SCTASK|task|request",
)
vary(
    "c21_change_tasks",
    "C21",
    {
        "t.csv": SNOW
        + "".join(
            f"CTASK001000{i},2026-01-0{i + 1} 09:00:00,x,3 - Moderate,Closed,Support,,2026-01-0{i + 2} 09:00:00,0,true\n"
            for i in range(5)
        )
    },
    query("select count(*) filter (where kind in ('ticket', 'incident')) from record_now", [[0]]),
    told="CTASK|change",
)
# one column per question
vary(
    "c13_google_form",
    "C13",
    {
        "Feedback (Responses).csv": "Timestamp,Email Address,Department,How likely are you to recommend the assistant?,I can find what I need quickly\n"
        + "".join(
            f"1/{5 + i}/2026 9:0{i}:00,sale0{i}@x.org,Sales,{x},{w}\n"
            for i, (x, w) in enumerate(((9, "Agree"), (10, "Strongly agree"), (3, "Disagree")))
        )
    },
    query(
        "select question like 'How likely%', count(*), sum(score) from response_now group by 1 order by 1",
        [[False, 3, 11], [True, 3, 22]],
    ),
    answers={"dates": "mdy"},
)
vary(
    "c13_forms_de",
    "C13",
    {
        "Umfrage.csv": "ID;Startzeit;Fertigstellungszeit;E-Mail;Name;Abteilung;Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?\n"
        + "".join(
            f"{i};05.01.2026 09:0{i};05.01.2026 09:1{i};sale0{i}@x.org;N;Sales;{x}\n"
            for i, x in enumerate((9, 10, 3))
        )
    },
    query("select count(*), sum(score) from response_now", [[3, 22]]),
)
vary(
    "c13_forms_two_months",
    "C13",
    {
        "June.csv": "ID,Completion time,Department,How likely are you to recommend us?\n1,2026-06-05 09:00:00,Sales,9\n",
        "July.csv": "ID,Completion time,Department,How likely are you to recommend us?\n1,2026-07-05 09:00:00,Sales,3\n",
    },
    query("select count(*), sum(score) from response_now", [[2, 12]]),
)
vary(
    "c8_unread_status",
    "C8",
    {"r.csv": people("email,department,Zugehörigkeit", "weg", "da")},
    MEMBERS,
    roster="",
    told="'weg' \\(1\\)",
    or_told=True,
)
vary(
    "c8_cell_of_groups",
    "C8",
    {"r.csv": "email,teams\nsale00@x.org,Sales; Project Apollo\nsale01@x.org,Sales\n"},
    query("select count(*) from roster_now where group_id like '%;%'", [[0]]),
    roster="",
    answers={"several_groups": "first"},
)
vary(
    "c8_cell_asked",
    "C8",
    {"r.csv": "email,department\nsale00@x.org,Sales; Project Apollo\nsale01@x.org,Sales\n"},
    lambda r: "asks",
    roster="",
    told="several groups",
)
vary(
    "c8_cell_largest",
    "C8",
    {
        "r.csv": "email,department\nsale00@x.org,Project Apollo | Sales\nsale01@x.org,Sales\nsale02@x.org,Project Apollo\nsale03@x.org,Sales\n"
    },
    query(
        "select group_id, count(*) from roster_now group by 1 order by 1",
        [["project apollo", 1], ["sales", 3]],
    ),
    roster="",
    answers={"several_groups": "largest"},
)
vary(
    "c8_cell_is_one_name",
    "C8",
    {"r.csv": "email,department\nsale00@x.org,Sales; Service\nsale01@x.org,Sales\n"},
    query("select group_id from roster_now order by 1", [["sales"], ["sales; service"]]),
    roster="",
    answers={"several_groups": "one_name"},
)
vary(
    "c8_name_with_semicolon",
    "C8",
    {"r.csv": "email,department\nsale00@x.org,Research; Development\nsale01@x.org,Sales\n"},
    query("select group_id from roster_now order by 1", [["research; development"], ["sales"]]),
    roster="",
)
