# ruff: noqa: E501
"""Usage, seats and rosters as administrators of further tools and markets export them."""

from __future__ import annotations

import json

from tests.pipelines.cases import adoption, both, query
from tests.pipelines.variations.elsewhere import ACT, DAYS, MEMBERS, P
from tests.pipelines.variations.regions import GROUP_OF, per_person
from tests.pipelines.variations.table import vary, xlsx

USED = query(
    "select count(distinct person_id) from usage_now where times > 0 and action <> 'active_days'",
    [[12]],
)
ALL_KNOWN = query("select count(distinct person_id) from usage_now", [[24]])
LICENCES = query("select count(distinct person_id) from licence_now", [[24]])
W = {"platform": "wiki"}

# usage of tools nobody described
vary(
    "c19_camel_json",
    "C19",
    {
        "u.json": json.dumps(
            [
                {
                    "userEmail": p,
                    "activityDate": "2026-07-01",
                    "messagesSent": 3 if p in ACT else 0,
                    "filesShared": 0,
                }
                for p in P
            ]
        )
    },
    USED,
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_weekly_ranges",
    "C19",
    {
        "u.csv": per_person(
            "Week,Email,Sessions", lambda p, a: f"29 Jun 2026 - 5 Jul 2026,{p},{4 if a else 0}"
        )
    },
    adoption("wiki", 6),
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_hours_decimal",
    "C19",
    {
        "u.csv": per_person(
            "Date;Benutzer;Stunden in Besprechungen",
            lambda p, a: f"01.07.2026;{p};{'1,5' if a else '0'}",
        )
    },
    USED,
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_two_people_columns",
    "C19",
    {
        "u.csv": per_person(
            "Date,Sender,Sender manager,Messages",
            lambda p, a: f"2026-07-01,{p},boss@x.org,{3 if a else 0}",
        )
    },
    USED,
    roster="usage.csv",
    answers=W,
    told="Sender",
)
vary(
    "c19_email_local_only",
    "C19",
    {
        "u.csv": per_person(
            "Day,Login,Actions", lambda p, a: f"2026-07-01,{p.split('@')[0]},{2 if a else 0}"
        )
    },
    USED,
    roster="usage.csv",
    answers=W,
    told="in no roster|not in any roster",
    or_told=True,
)
vary(
    "c19_total_row_users",
    "C19",
    {
        "u.csv": per_person("Date,Email,Messages", lambda p, a: f"2026-07-01,{p},{3 if a else 0}")
        + "Total,,36\n"
    },
    both(USED, query("select sum(times) from usage_now where action = 'messages'", [[36]])),
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_month_columns_people",
    "C19",
    {
        "u.csv": "Email,2026-05,2026-06,2026-07\n"
        + "".join(f"{p},{3 if p in ACT else 0},2,1\n" for p in P)
    },
    query("select count(distinct first_day) from usage_now", [[3]]),
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_active_dash",
    "C19",
    {
        "u.csv": per_person(
            "Date,Email,Edits,Comments",
            lambda p, a: f"2026-07-01,{p},{'5' if a else '-'},{'1' if a else '-'}",
        )
    },
    USED,
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_per_feature_rows",
    "C19",
    {
        "u.csv": "Date,Email,Feature,Count\n"
        + "".join(
            f"2026-07-01,{p},{f},{2 if p in ACT else 0}\n" for p in P for f in ("chat", "search")
        )
    },
    both(USED, query("select sum(times) from usage_now where action <> 'active_days'", [[48]])),
    roster="usage.csv",
    answers=W,
    told="Feature",
)
vary(
    "c19_per_product_rows",
    "C19",
    {
        "u.csv": "Date,Email,Product,Count\n"
        + "".join(
            f"2026-07-01,{p},{f},{2 if p in ACT else 0}\n" for p in P for f in ("Docs", "Sheets")
        )
    },
    query("select count(distinct platform) from usage_now", [[2]]),
    roster="usage.csv",
    told="Of which platform",
)
vary(
    "c19_unix_ms",
    "C19",
    {
        "u.csv": per_person(
            "timestamp,email,requests", lambda p, a: f"1782864000000,{p},{2 if a else 0}"
        )
    },
    query("select distinct first_day::varchar from usage_now", [["2026-07-01"]]),
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_zero_is_blank",
    "C19",
    {"u.csv": per_person("Date,Email,Queries", lambda p, a: f"2026-07-01,{p},{'4' if a else ''}")},
    both(USED, ALL_KNOWN),
    roster="usage.csv",
    answers=W,
    told="Queries|licen",
    or_told=True,
)
vary(
    "c19_percent_use",
    "C19",
    {
        "u.csv": per_person(
            "Date,Email,Adoption %", lambda p, a: f"2026-07-01,{p},{'80%' if a else '0%'}"
        )
    },
    query("select count(*) from usage_now", [[0]]),
    roster="usage.csv",
    answers=W,
    refuse=True,
)
vary(
    "c19_seconds_and_counts",
    "C19",
    {
        "u.csv": per_person(
            "date,user_email,call_count,call_duration_seconds",
            lambda p, a: f"2026-07-01,{p},{2 if a else 0},{600 if a else 0}",
        )
    },
    both(USED, query("select sum(times) from usage_now where action = 'call_count'", [[24]])),
    roster="usage.csv",
    answers=W,
    told="duration",
)
vary(
    "c19_status_enabled_users",
    "C19",
    {
        "u.csv": per_person(
            "Email,License,Status,Last Activity,Total Events (30 days)",
            lambda p, a: f"{p},Pro,Active,2026-07-0{3 if a else 1},{9 if a else 0}",
        )
    },
    USED,
    roster="usage.csv",
    answers={**W, "period": "2026-06-06/2026-07-05"},
    told="days|30 days",
)
vary(
    "c19_html_escaped",
    "C19",
    {
        "u.csv": per_person(
            "Date,Email,Q&amp;A posts", lambda p, a: f"2026-07-01,{p},{2 if a else 0}"
        )
    },
    USED,
    roster="usage.csv",
    answers=W,
)
vary(
    "c19_xlsx_with_notes",
    "C19",
    {
        "u.xlsx": xlsx(
            {
                "Notes": [["About"], ["Exported by admin"]],
                "Users": [
                    ["Date", "Email", "Messages"],
                    *[["2026-07-01", p, 3 if p in ACT else 0] for p in P],
                ],
            }
        )
    },
    USED,
    roster="usage.csv",
    answers=W,
)
# seats
vary(
    "c3_okta_assigned",
    "C3",
    {
        "s.csv": per_person(
            "Login,First name,Last name,Application,Assigned on",
            lambda p, a: f"{p},A,B,Cursor,2026-05-01",
        )
    },
    LICENCES,
    roster="usage.csv",
    refuse=True,
)
vary(
    "c3_adobe_products",
    "C3",
    {
        "s.csv": per_person(
            "Email,Identity Type,Team Products,Admin Roles",
            lambda p, a: f"{p},Federated,Acrobat Pro,",
        )
    },
    LICENCES,
    roster="usage.csv",
    answers={"platform": "acrobat"},
    told="columns|platform",
)
vary(
    "c3_atlassian_users",
    "C3",
    {
        "s.csv": per_person(
            "User id,User name,email,User status,Added to org,Last seen in Confluence,Confluence",
            lambda p, a: (
                f"5{p[:6]},N,{p},Active,2025-01-01,{'2026-07-02' if a else 'Never accessed'},User"
            ),
        )
    },
    query("select 1", [[1]]),
    roster="usage.csv",
    answers={"platform": "confluence", "period": "2026-06-29/2026-07-05"},
)
vary(
    "c3_seats_with_dates_de",
    "C3",
    {
        "s.csv": per_person(
            "Benutzer;Lizenz;Zugewiesen am;Entzogen am", lambda p, a: f"{p};Copilot;01.05.2026;"
        )
    },
    LICENCES,
    roster="usage.csv",
    answers={"platform": "copilot"},
    told="platform|columns",
)
# rosters
vary(
    "c8_ad_department_number",
    "C8",
    {
        "r.csv": "SamAccountName,mail,DepartmentNumber,Department,Enabled\n"
        + "".join(f"{p[:6]},{p},4711,{GROUP_OF[p]},True\n" for p in P)
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_bamboo_es",
    "C8",
    {
        "r.csv": "N.º de empleado;Nombre;Correo electrónico del trabajo;Departamento;Fecha de contratación;Estado\n"
        + "".join(f"{i};N;{p};{GROUP_OF[p]};15/01/2023;Activo\n" for i, p in enumerate(P))
        + "99;G;gone@x.org;Sales;15/01/2022;Inactivo\n"
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_successfactors_de",
    "C8",
    {
        "r.csv": "Benutzer-ID;E-Mail-Adresse;Abteilung;Eintrittsdatum;Austrittsdatum;Mitarbeiterstatus\n"
        + "".join(f"U{i};{p};{GROUP_OF[p]};15.01.2023;;Aktiv\n" for i, p in enumerate(P))
        + "U99;gone@x.org;Sales;15.01.2022;31.03.2026;Ausgetreten\n"
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_afas_nl",
    "C8",
    {
        "r.csv": "Medewerker;E-mail werk;Afdeling;Datum in dienst;Datum uit dienst\n"
        + "".join(f"{i};{p};{GROUP_OF[p]};15-01-2023;\n" for i, p in enumerate(P))
        + "99;gone@x.org;Sales;15-01-2022;31-03-2026\n"
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_lucca_fr",
    "C8",
    {
        "r.csv": "Matricule;Nom;Prénom;E-mail;Département;Date d'entrée;Date de sortie\n"
        + "".join(f"{i};N;P;{p};{GROUP_OF[p]};15/01/2023;\n" for i, p in enumerate(P))
        + "99;G;G;gone@x.org;Sales;15/01/2022;31/03/2026\n"
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_entra_json",
    "C8",
    {
        "r.json": json.dumps(
            {
                "value": [
                    {
                        "userPrincipalName": p,
                        "mail": p,
                        "department": GROUP_OF[p],
                        "accountEnabled": True,
                    }
                    for p in P
                ]
                + [
                    {
                        "userPrincipalName": "gone@x.org",
                        "mail": "gone@x.org",
                        "department": "Sales",
                        "accountEnabled": False,
                    }
                ]
            }
        )
    },
    MEMBERS,
    roster="",
)
vary(
    "c8_teams_by_columns",
    "C8",
    {
        "r.csv": "Sales,Engineering\n"
        + "".join(f"{a},{b}\n" for a, b in zip(P[:12], P[12:], strict=True))
    },
    MEMBERS,
    roster="",
    refuse=True,
)
vary(
    "c8_group_members_list",
    "C8",
    {"r.csv": "GroupName,MemberEmail\n" + "".join(f"{GROUP_OF[p]},{p}\n" for p in P)},
    MEMBERS,
    roster="",
    told="columns",
)
vary(
    "c8_semicolon_list",
    "C8",
    {
        "r.csv": 'Team,Members\nSales,"'
        + ";".join(P[:12])
        + '"\nEngineering,"'
        + ";".join(P[12:])
        + '"\n'
    },
    MEMBERS,
    roster="",
    told="Members|columns",
    refuse=True,
)
vary(
    "c8_long_service_leave",
    "C8",
    {
        "r.csv": "email,department,status\n"
        + "".join(
            f"{p},{GROUP_OF[p]},{'Parental leave' if i == 3 else 'Active'}\n"
            for i, p in enumerate(P)
        )
    },
    MEMBERS,
    roster="",
    told="Parental leave",
)
vary(
    "c4_plus_addresses",
    "C4",
    {
        "u.csv": per_person(
            "Date,Email,Messages",
            lambda p, a: f"2026-07-01,{p.replace('@', '+work@')},{3 if a else 0}",
        )
    },
    adoption("wiki", 6, window=("2026-07-01", "2026-07-01")),
    roster="usage.csv",
    answers=W,
    told="24 of 24",
    or_told=True,
)
vary(
    "c19_day_list",
    "C19",
    {
        "u.csv": "User,Active days\n"
        + "".join(
            f"{p},{', '.join(f'2026-{d}' for d in DAYS[:2]) if p in ACT else ''}\n" for p in P
        )
    },
    query("select 1", [[1]]),
    roster="usage.csv",
    answers={**W, "period": "2026-06-29/2026-07-05"},
    refuse=True,
)
