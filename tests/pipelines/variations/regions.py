# ruff: noqa: E501
"""The same kinds from French, Iberian, Italian, Polish, Japanese and other desks and tools."""

from __future__ import annotations

import datetime as dt
import json

from tests.pipelines.cases import adoption, both, figures, months, query
from tests.pipelines.variations.elsewhere import ACT, DAYS, MEMBERS, P, e, encoded, groups_are
from tests.pipelines.variations.elsewhere import table as tall
from tests.pipelines.variations.periods import weeks_from
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
FIRST6 = {"sales": (6, 12), "engineering": (6, 12)}
GROUP_OF = {p: "Sales" if p.startswith("sale") else "Engineering" for p in P}


def per_person(head, row, people=P):
    """One row per person of the two groups; `row(p, active)` gives it."""
    return "\n".join([head, *(row(p, p in ACT) for p in people), ""])


# C1: an export has grown
vary(
    "c1_teams_townhall",
    "C1",
    {
        "getTeamsUserActivityUserDetail_D7.csv": per_person(
            "Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Townhall Attended Count,Has Other Action,Report Period",
            lambda p, a: (
                f"2026-07-05,{p},{'2026-07-05' if a else ''},False,,E3,0,0,0,0,{3 if a else 0},No,7"
            ),
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    told="Townhall Attended Count",
    or_told=True,
)
vary(
    "c1_claude_cowork",
    "C1",
    {
        "claude.json": json.dumps(
            {
                "data": [
                    {
                        "user": {"id": f"u{i}", "email_address": p},
                        "chat_metrics": {"message_count": 0},
                        "web_search_count": 0,
                        "claude_code_metrics": {"core_metrics": {"distinct_session_count": 0}},
                        "cowork_metrics": {"session_count": 4 if p in ACT else 0},
                    }
                    for i, p in enumerate(P)
                ]
            }
        )
    },
    adoption("claude", 6),
    roster="usage.csv",
    told="cowork|no day|which day",
    or_told=True,
    answers={"period": "2026-06-29/2026-07-05"},
)
vary(
    "c1_google_meet",
    "C1",
    {
        "gw.csv": per_person(
            "date,email,gmail:num_emails_sent,drive:num_items_edited,drive:num_items_viewed,drive:num_items_created,meet:num_meetings_attended",
            lambda p, a: f"2026-07-01,{p},0,0,0,0,{2 if a else 0}",
        )
    },
    adoption("%", 6),
    roster="usage.csv",
    told="meet:num_meetings_attended",
    or_told=True,
)
# C2: wording of screens, other languages
vary(
    "c2_teams_pl",
    "C2",
    {
        "t.csv": per_person(
            "Główna nazwa użytkownika;Data ostatniej aktywności;Liczba wiadomości na czacie zespołu;Liczba wiadomości na czacie prywatnym;Liczba połączeń;Liczba spotkań",
            lambda p, a: (
                f"{p};{'2026-07-05' if a else ''};{3 if a else 0};{5 if a else 0};0;{2 if a else 0}"
            ),
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    answers={"platform": "teams", "period": "2026-06-29/2026-07-05"},
)
vary(
    "c2_teams_pt",
    "C2",
    {
        "t.csv": per_person(
            "Nome UPN,Data da última atividade,Contagem de mensagens de chat da equipe,Contagem de mensagens de chat privado,Contagem de chamadas,Contagem de reuniões",
            lambda p, a: (
                f"{p},{'05/07/2026' if a else ''},{3 if a else 0},{5 if a else 0},0,{2 if a else 0}"
            ),
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    answers={"platform": "teams", "period": "2026-06-29/2026-07-05", "dates": "dmy"},
)
vary(
    "c2_teams_nl",
    "C2",
    {
        "t.csv": per_person(
            "User principal name;Datum laatste activiteit;Aantal teamchatberichten;Aantal privéchatberichten;Aantal gesprekken;Aantal vergaderingen",
            lambda p, a: (
                f"{p};{'5-7-2026' if a else ''};{3 if a else 0};{5 if a else 0};0;{2 if a else 0}"
            ),
        )
    },
    adoption("teams", 6),
    roster="usage.csv",
    answers={"platform": "teams", "period": "2026-06-29/2026-07-05", "dates": "dmy"},
)
vary(
    "c2_copilot_ja",
    "C2",
    {
        "c.csv": per_person(
            "ユーザー プリンシパル名,送信されたプロンプト数,アクティブな使用日数",
            lambda p, a: f"{p},{12 if a else 0},{4 if a else 0}",
        )
    },
    adoption("copilot", 6),
    roster="usage.csv",
    answers={"platform": "copilot", "period": "2026-06-29/2026-07-05"},
)
# C3: who may use it
USED = "email,date,messages,platform\n" + "".join(
    f"{p},2026-{m},3,gemini\n" for p in sorted(ACT) for m in DAYS
)
vary(
    "c3_licence_since",
    "C3",
    {
        "u.csv": USED,
        "seats.csv": "Adresse e-mail;Produit;Date d'attribution\n"
        + "".join(f"{p};Gemini;01/01/2026\n" for p in P if p not in P[9:12]),
    },
    adoption("gemini", 6, groups={"sales": (6, 9), "engineering": (6, 12)}),
    roster="usage.csv",
    answers={"platform": "gemini", "dates": "dmy"},
)
vary(
    "c3_x_marks",
    "C3",
    {
        "u.csv": USED,
        "lizenzen.csv": "E-Mail;Gemini-Lizenz\n"
        + "".join(f"{p};{'' if p in P[9:12] else 'x'}\n" for p in P),
    },
    adoption("gemini", 6, groups={"sales": (6, 9), "engineering": (6, 12)}),
    roster="usage.csv",
    answers={"platform": "gemini"},
)
vary(
    "c3_assigned_products",
    "C3",
    {
        "u.csv": USED.replace("gemini", "copilot"),
        "users.csv": "User principal name,Display name,Licenses\n"
        + "".join(
            f"{p},X,{'Microsoft 365 E3' if p in P[9:12] else 'Microsoft 365 E3+Microsoft 365 Copilot'}\n"
            for p in P
        ),
    },
    adoption("copilot", 6, groups={"sales": (6, 9), "engineering": (6, 12)}),
    roster="usage.csv",
    answers={"platform": "copilot"},
    told="licen[cs]e|only who",
    or_told=True,
)
# C4: strangers
vary(
    "c4_login_only",
    "C4",
    {
        "u.csv": per_person(
            "login,week,prompts,platform",
            lambda p, a: f"{p.split('@')[0]},2026-W27,{3 if a else 0},cursor",
        )
    },
    adoption("cursor", 6),
    roster="usage.csv",
    or_told=True,
    told="24 of 24 people",
)
vary(
    "c4_domain_backslash",
    "C4",
    {
        "u.csv": per_person(
            "user,week,prompts,platform",
            lambda p, a: f"CORP\\{p.split('@')[0]},2026-W27,{3 if a else 0},cursor",
        )
    },
    adoption("cursor", 6),
    roster="usage.csv",
    or_told=True,
    told="24 of 24 people",
)
vary(
    "c4_display_names",
    "C4",
    {
        "u.csv": "user,week,prompts,platform\n"
        + "".join(f"Person {i},2026-W27,3,cursor\n" for i in range(24))
    },
    adoption("cursor", 6),
    roster="usage.csv",
    or_told=True,
    told="24 of 24 people",
)
# C5: labels
vary(
    "c5_ja_gatsu",
    "C5",
    {"k.csv": tall("年月,部署,指標,値", ["2026/01", "2026/02", "2026/03"])},
    e(3, J3),
)
vary(
    "c5_ja_reiwa",
    "C5",
    {"k.csv": tall("年月,部署,指標,値", ["令和8年1月", "令和8年2月", "令和8年3月"])},
    e(3, J3),
    told="expected|period",
)
vary(
    "c5_br_jan26",
    "C5",
    {"k.csv": tall("Mês;Equipe;Indicador;Valor", ["jan/26", "fev/26", "mar/26"], ";")},
    e(3, J3),
)
vary(
    "c5_it_gen",
    "C5",
    {"k.csv": tall("Mese;Reparto;Indicatore;Valore", ["gen-26", "feb-26", "mar-26"], ";")},
    e(3, J3),
)
vary(
    "c5_pl_sty",
    "C5",
    {"k.csv": tall("Miesiąc;Dział;Wskaźnik;Wartość", ["sty 2026", "lut 2026", "mar 2026"], ";")},
    e(3, J3),
)
vary(
    "c5_fr_sem",
    "C5",
    {
        "k.csv": tall(
            "Semaine;Équipe;Indicateur;Valeur", ["Sem. 2 2026", "Sem. 3 2026", "Sem. 4 2026"], ";"
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c5_es_sem",
    "C5",
    {
        "k.csv": tall(
            "Semana;Equipo;Indicador;Valor",
            ["Semana 2 2026", "Semana 3 2026", "Semana 4 2026"],
            ";",
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c5_fi_vko",
    "C5",
    {"k.csv": tall("Viikko;Osasto;Mittari;Arvo", ["2026-02", "2026-03", "2026-04"], ";")},
    e(3, weeks_from(3)),
)
vary(
    "c5_week_ending_thu",
    "C5",
    {
        "k.csv": tall(
            "Semaine se terminant le;Équipe;Indicateur;Valeur",
            ["08/01/2026", "15/01/2026", "22/01/2026"],
            ";",
        )
    },
    e(3, weeks_from(3, "2026-01-02")),
)
vary(
    "c5_iso_week_day",
    "C5",
    {"k.csv": tall("Week,Team,KPI,Value", ["2026-W02-1", "2026-W03-1", "2026-W04-1"])},
    e(3, weeks_from(3)),
)
# C6: order of days
vary(
    "c6_fr_long",
    "C6",
    {
        "k.csv": tall(
            "Semaine du;Équipe;Indicateur;Valeur",
            ["lundi 5 janvier 2026", "lundi 12 janvier 2026", "lundi 19 janvier 2026"],
            ";",
        )
    },
    e(3, weeks_from(3)),
)
vary(
    "c6_ja_slash",
    "C6",
    {"k.csv": tall("日付,部署,指標,値", ["2026/1/5", "2026/1/6", "2026/1/7"])},
    e(3, [(f"2026-01-{d}", f"2026-01-{d}") for d in ("05", "06", "07")]),
)
vary(
    "c6_ja_kanji",
    "C6",
    {"k.csv": tall("日付,部署,指標,値", ["2026年1月5日", "2026年1月6日", "2026年1月7日"])},
    e(3, [(f"2026-01-{d}", f"2026-01-{d}") for d in ("05", "06", "07")]),
)
vary(
    "c6_pt_hours",
    "C6",
    {
        "k.csv": tall(
            "Data;Equipe;Indicador;Valor",
            ["05/01/2026 00:00", "13/01/2026 00:00", "14/01/2026 00:00"],
            ";",
        )
    },
    e(3, [(f"2026-01-{d}", f"2026-01-{d}") for d in ("05", "13", "14")]),
)
vary(
    "c6_usage_dmy_dots",
    "C6",
    {
        "u.csv": "E-Mail;Datum;Anfragen;Plattform\n"
        + "".join(f"{p};{d[3:]}.{d[:2]}.2026;3;chatgpt\n" for p in sorted(ACT) for d in DAYS)
    },
    adoption("chatgpt", 6, groups=FIRST6),
    roster="usage.csv",
    told="list of licences",
    or_told=True,
)
# C7: encodings
vary("c7_ja_utf16", "C7", {"r.csv": encoded("utf-16", "営業部")}, groups_are("営業部"), roster="")
vary(
    "c7_cp1250_cz",
    "C7",
    {"r.csv": encoded("cp1250", "Účetní oddělení")},
    groups_are("účetní oddělení"),
    roster="",
    told="encoding",
)
vary(
    "c7_cp850_b",
    "C7",
    {"r.csv": encoded("cp850", "Qualité")},
    groups_are("qualité"),
    roster="",
    told="encoding",
)
vary(
    "c7_big5",
    "C7",
    {"r.csv": encoded("big5", "業務部門")},
    groups_are("業務部門"),
    roster="",
    told="encoding",
)
vary(
    "c7_mojibake",
    "C7",
    {"r.csv": encoded("utf-8", "Vertrieb Süd".encode().decode("cp1252"))},
    groups_are("vertrieb süd"),
    roster="",
    told="encoded twice",
    or_told=True,
)

vary(
    "c7_mojibake_said",
    "C7",
    {"r.csv": encoded("utf-8", "Vertrieb Süd".encode().decode("cp1252"))},
    groups_are("vertrieb süd"),
    roster="",
    answers={"encoding": "utf-8-twice"},
)


# C8: who belongs
def staff(head, leaver, other="", sep=","):
    rows = [sep.join((p, GROUP_OF[p], other)) for p in P]
    return "\n".join([head.replace(",", sep), *rows, sep.join(("gone@x.org", "Sales", leaver)), ""])


vary(
    "c8_ja",
    "C8",
    {"r.csv": staff("メールアドレス,部署,在籍状況", "退職", "在籍")},
    MEMBERS,
    roster="",
)
vary(
    "c8_it_stato",
    "C8",
    {"r.csv": staff("Indirizzo e-mail,Reparto,Stato", "Cessato", "Attivo", ";")},
    MEMBERS,
    roster="",
)
vary(
    "c8_pl_status",
    "C8",
    {"r.csv": staff("Adres e-mail,Dział,Status", "Zwolniony", "Zatrudniony", ";")},
    MEMBERS,
    roster="",
)
vary(
    "c8_es_baja",
    "C8",
    {"r.csv": staff("Correo electrónico,Departamento,Fecha de baja", "31/03/2026", "", ";")},
    MEMBERS,
    roster="",
)
vary(
    "c8_personio",
    "C8",
    {"r.csv": staff("Email,Department,Status", "inactive", "active")},
    MEMBERS,
    roster="",
)
vary(
    "c8_hibob",
    "C8",
    {"r.csv": staff("Email,Department,Lifecycle status", "Terminated", "Employed")},
    MEMBERS,
    roster="",
)
vary(
    "c8_gusto",
    "C8",
    {"r.csv": staff("Work email,Department,Employment Status", "Dismissed", "Active")},
    MEMBERS,
    roster="",
)
vary(
    "c8_adp",
    "C8",
    {
        "r.csv": staff(
            "Work Contact: Work Email,Home Department Description,Position Status",
            "Terminated",
            "Active",
        )
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_future_leaver",
    "C8",
    {"r.csv": staff("Email,Department,Termination date", "2026-03-31", "")},
    MEMBERS,
    roster="",
)
vary(
    "c8_pandas_blank",
    "C8",
    {
        "r.csv": staff("email,department,manager", "NaN", "NaN")
        .replace("gone@x.org", "gone@x.org")
        .replace("gone@x.org,Sales,NaN\n", "")
    },
    both(MEMBERS, query("select count(*), count(manager_id) from roster_now", [[24, 0]])),
    roster="",
)


# C9: which file counts
def one_kpi(x, y=40):
    return f"Month,Team,KPI,Value\n2026-01,Sales,Escalations,{x}\n2026-01,Support,Escalations,{y}\n"


S14 = figures({("escalations", "sales"): [14]})
vary(
    "c9_entwurf",
    "C9",
    {"KPI Jan Entwurf.csv": one_kpi(12), "KPI Jan endgültig.csv": one_kpi(14)},
    S14,
)
vary(
    "c9_provisoire",
    "C9",
    {"KPI janv provisoire.csv": one_kpi(12), "KPI janv définitif.csv": one_kpi(14)},
    S14,
)
vary(
    "c9_paren",
    "C9",
    {"KPI Jan.csv": one_kpi(12), "KPI Jan (1).csv": one_kpi(14)},
    S14,
    told="differ|say|contradict",
    or_told=True,
)
vary("c9_v10", "C9", {"KPI v9.csv": one_kpi(12), "KPI v10.csv": one_kpi(14)}, S14)
vary(
    "c9_dates_de",
    "C9",
    {"KPI Stand 05.02.2026.csv": one_kpi(12), "KPI Stand 05.03.2026.csv": one_kpi(14)},
    S14,
)
# C10: scale
vary(
    "c10_virgule",
    "C10",
    {
        "k.csv": "Mois;Équipe;Taux\n2026-01;Sales;85,2%\n2026-02;Sales;86,1\n2026-01;Support;81,0%\n2026-02;Support;0,82\n"
    },
    figures({("taux", "sales"): [0.852, 0.861], ("taux", "support"): [0.81, 0.82]}),
    must_tell="scale",
)
vary(
    "c10_per_mille",
    "C10",
    {
        "k.csv": "Monat;Team;Fehlerquote\n2026-01;Sales;12 ‰\n2026-02;Sales;1,3 %\n2026-01;Support;11 ‰\n2026-02;Support;1,2 %\n"
    },
    figures({("fehlerquote", "sales"): [0.012, 0.013], ("fehlerquote", "support"): [0.011, 0.012]}),
    told="‰|unit|scale",
)
vary(
    "c10_header_share_then_pct",
    "C10",
    {
        "first_a.csv": "Month,Team,KPI,Value\n2026-01,Sales,FCR,0.71\n2026-02,Sales,FCR,0.72\n2026-01,Support,FCR,0.75\n2026-02,Support,FCR,0.74\n",
        "b.csv": "Month,Team,FCR (%)\n2026-03,Sales,73\n2026-03,Support,76\n",
    },
    figures({("fcr", "sales"): [0.71, 0.72, 0.73], ("fcr", "support"): [0.75, 0.74, 0.76]}),
    answers={"level": "rescale"},
    told="FCR|hundred|100",
    or_told=True,
)
vary(
    "c10_stars_and_pct",
    "C10",
    {
        "k.csv": "Month,Team,CSAT\n2026-01,Sales,4.2\n2026-02,Sales,84%\n2026-01,Support,4.1\n2026-02,Support,82%\n"
    },
    lambda r: "asks",
    told="scale|percent",
)
# C11: units and money
vary(
    "c11_real",
    "C11",
    {
        "k.csv": "Mês;Equipe;Custo de viagem\n2026-01;Sales;R$ 1.234,50\n2026-02;Sales;R$ 2.000,00\n2026-01;Support;R$ 300,00\n2026-02;Support;R$ 310,00\n"
    },
    figures({("custo%", "sales"): [1234.5, 2000], ("custo%", "support"): [300, 310]}),
)
vary(
    "c11_yen_sen",
    "C11",
    {
        "k.csv": '月,部署,経費（千円）\n2026-01,Sales,"1,200"\n2026-02,Sales,"1,300"\n2026-01,Support,300\n2026-02,Support,310\n'
    },
    figures({("経費%", "sales"): [1200, 1300], ("経費%", "support"): [300, 310]}),
)
vary(
    "c11_yen_kanji",
    "C11",
    {
        "k.csv": '月,部署,経費\n2026-01,Sales,12万円\n2026-02,Sales,13万円\n2026-01,Support,"30,000円"\n2026-02,Support,"31,000円"\n'
    },
    figures({("経費", "sales"): [120000, 130000], ("経費", "support"): [30000, 31000]}),
    told="円|unit|expected",
)
vary(
    "c11_fr_heures",
    "C11",
    {
        "k.csv": "Mois;Équipe;Durée de traitement\n2026-01;Sales;1 h 30 min\n2026-02;Sales;2 h\n2026-01;Support;45 min\n2026-02;Support;50 min\n"
    },
    figures({("dur%", "sales"): [5400, 7200], ("dur%", "support"): [2700, 3000]}),
)
vary(
    "c11_es_millones",
    "C11",
    {
        "k.csv": "Mes;Equipo;Ventas\n2026-01;Sales;1,2 M€\n2026-02;Sales;950 k€\n2026-01;Support;0,3 M€\n2026-02;Support;310 k€\n"
    },
    figures({("ventas", "sales"): [1200000, 950000], ("ventas", "support"): [300000, 310000]}),
)
vary(
    "c11_lakh",
    "C11",
    {
        "k.csv": 'Month,Team,Cost\n2026-01,Sales,"₹1,23,456"\n2026-02,Sales,"₹1,30,000"\n2026-01,Support,"₹30,000"\n2026-02,Support,"₹31,000"\n'
    },
    figures({("cost", "sales"): [123456, 130000], ("cost", "support"): [30000, 31000]}),
)
vary(
    "c11_decimal_hours_and_clock",
    "C11",
    {
        "k.csv": "Month,Team,Time to resolve (h)\n2026-01,Sales,1.5\n2026-02,Sales,1:45\n2026-01,Support,2.5\n2026-02,Support,2:15\n"
    },
    figures(
        {("time_to_resolve%", "sales"): [5400, 6300], ("time_to_resolve%", "support"): [9000, 8100]}
    ),
    must_tell="bare numbers",
)
# C12: typed cells
D = dt.datetime
vary(
    "c12_pct_typed_and_plain",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "KPI": [
                    ["Month", "Team", "Win rate"],
                    [D(2026, 1, 1), "Sales", 0.25],
                    [D(2026, 2, 1), "Sales", 0.26],
                    [D(2026, 1, 1), "Support", 0.24],
                    [D(2026, 2, 1), "Support", 0.27],
                ]
            },
            {"KPI": {"C2": "0%", "C3": "0%", "C4": "0.00", "C5": "0%"}},
        )
    },
    figures({("win_rate", "sales"): [0.25, 0.26], ("win_rate", "support"): [0.24, 0.27]}, J2),
)
vary(
    "c12_month_text_mixed",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "KPI": [
                    ["Month", "Team", "Escalations"],
                    [D(2026, 1, 1), "Sales", 10],
                    ["2026-02", "Sales", 12],
                    [D(2026, 1, 1), "Support", 30],
                    ["2026-02", "Support", 28],
                ]
            },
            {"KPI": {"A2": "mmm-yy", "A4": "mmm-yy"}},
        )
    },
    e(2, J2),
)
vary(
    "c12_durations_over_day",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "KPI": [
                    ["Month", "Team", "Time to resolve"],
                    ["2026-01", "Sales", dt.timedelta(hours=30)],
                    ["2026-02", "Sales", dt.timedelta(hours=26, minutes=30)],
                    ["2026-01", "Support", dt.timedelta(hours=5)],
                    ["2026-02", "Support", dt.timedelta(hours=6)],
                ]
            }
        )
    },
    figures(
        {
            ("time_to_resolve", "sales"): [108000, 95400],
            ("time_to_resolve", "support"): [18000, 21600],
        }
    ),
)
vary(
    "c12_currency_format",
    "C12",
    {
        "k.xlsx": xlsx(
            {
                "KPI": [
                    ["Month", "Team", "Travel cost"],
                    ["2026-01", "Sales", 1234.5],
                    ["2026-02", "Sales", 2000],
                    ["2026-01", "Support", 300],
                    ["2026-02", "Support", 310],
                ]
            },
            {"KPI": dict.fromkeys(("C2", "C3", "C4", "C5"), '#,##0.00 "€"')},
        )
    },
    figures({("travel_cost", "sales"): [1234.5, 2000], ("travel_cost", "support"): [300, 310]}),
)
# C13: rows dropped
vary(
    "c13_ja_goukei",
    "C13",
    {
        "k.csv": tall("月,部署,指標,値", ["2026-01", "2026-02"])
        + "2026-01,合計,Escalations,40\n2026-02,合計,Escalations,40\n"
    },
    both(e(2, J2), query("select count(*) from outcome_now", [[4]])),
    must_tell="total",
)
vary(
    "c13_looker_limit",
    "C13",
    {
        "k.csv": tall("Month,Team,KPI,Value", ["2026-01", "2026-02"])
        + "Row limit of 5000 reached. Results may be incomplete.,,,\n"
    },
    e(2, J2),
    must_tell="missing|limit|incomplete",
)
vary(
    "c13_es_filas",
    "C13",
    {
        "k.csv": tall("Mes;Equipo;Indicador;Valor", ["2026-01", "2026-02"], ";")
        + "Se muestran las primeras 1000 filas;;;\n"
    },
    e(2, J2),
    must_tell="missing|primeras",
)
vary(
    "c13_no_department_last",
    "C13",
    {
        "r.csv": "email,department,since\n"
        + "".join(f"{p},{GROUP_OF[p]},2023-01-01\n" for p in P)
        + "".join(f"n{i}@x.org,,2023-01-01\n" for i in range(5))
    },
    MEMBERS,
    roster="",
    must_tell="is empty; expected the name of a group",
)
vary(
    "c13_jotform_scale",
    "C13",
    {
        "s.csv": "Submission Date,Department,How likely are you to recommend us?\n"
        + "".join(
            f"2026-01-{i + 1:02d},Sales,{a}\n"
            for i, a in enumerate(["10 - Sehr wahrscheinlich", "9", "9", "7", "3", "0 - Gar nicht"])
        )
    },
    query(
        "select count(*), sum((score >= 9)::int), sum((score <= 6)::int) from response_now",
        [[6, 3, 2]],
    ),
    answers={"question": "How likely are you to recommend us?"},
)
# C14: names that differ in a sign
vary(
    "c14_taux_nombre",
    "C14",
    {
        "k.csv": "Mois;Équipe;Réclamations;Réclamations (%)\n2026-01;Sales;10;1,0%\n2026-02;Sales;12;1,1%\n2026-01;Support;30;1,5%\n2026-02;Support;28;1,4%\n"
    },
    both(
        figures({("réclamations", "sales"): [10, 12], ("réclamations_p%", "sales"): [0.01, 0.011]})
    ),
)
vary(
    "c14_per_head",
    "C14",
    {
        "k.csv": "Month,Team,Cost,Cost / FTE\n2026-01,Sales,1200,100\n2026-02,Sales,1300,108\n2026-01,Support,2400,200\n2026-02,Support,2500,208\n"
    },
    figures({("cost", "sales"): [1200, 1300], ("cost_fte", "sales"): [100, 108]}),
)
vary(
    "c14_yoy",
    "C14",
    {
        "k.csv": "Month,Team,Sales,Sales Δ%\n2026-01,Sales,1200,5%\n2026-02,Sales,1300,6%\n2026-01,Support,240,1%\n2026-02,Support,250,2%\n"
    },
    figures({("sales", "sales"): [1200, 1300], ("sales", "support"): [240, 250]}),
)
