# ruff: noqa: E501
"""Usage and rosters: grown, translated, re-saved, in other encodings."""

from __future__ import annotations

from tests.pipelines.cases import adoption, figures, months, query
from tests.pipelines.variations.table import vary

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
E3 = figures({("escalations", "sales"): [10, 12, 14], ("escalations", "support"): [30, 28, 26]}, J3)
E2 = figures({("escalations", "sales"): [10, 12], ("escalations", "support"): [30, 28]}, J2)
P = [f"sale{i:02d}@x.org" for i in range(12)] + [f"engi{i:02d}@x.org" for i in range(12)]
ACT = set(P[:6] + P[12:18])


def six_active(p):
    return adoption(p, 6)


TH = "Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Has Other Action,Report Period"


def teams(day="2026-07-05", sep=",", zero="0"):
    return (
        TH.replace(",", sep)
        + "\n"
        + "".join(
            sep.join(
                (
                    day,
                    p,
                    day if p in ACT else "",
                    "False",
                    "",
                    "MICROSOFT 365 E5",
                    *(("3", "12", "0", "2") if p in ACT else (zero,) * 4),
                    "No",
                    "7",
                )
            )
            + "\n"
            for p in P
        )
    )


# C1 grown
vary(
    "c1_teams_new",
    "C1",
    {
        "t.csv": teams()
        .replace("Has Other Action", "Copilot Recap Count,Has Other Action")
        .replace(",No,7", ",4,No,7")
    },
    adoption("teams", 12),
    roster="usage.csv",
    told="Copilot Recap|not read|newer",
)
# C2 language of screens
vary(
    "c2_teams_de",
    "C2",
    {
        "t.csv": "Berichtsaktualisierungsdatum;Benutzerprinzipalname;Datum der letzten Aktivität;Anzahl der Teamchatnachrichten;Anzahl der privaten Chatnachrichten;Anzahl der Anrufe;Anzahl der Besprechungen;Berichtszeitraum\n"
        + "".join(
            f"05.07.2026;{p};{'05.07.2026' if p in ACT else ''};{3 if p in ACT else 0};{5 if p in ACT else 0};0;{2 if p in ACT else 0};7\n"
            for p in P
        )
    },
    six_active("teams"),
    roster="usage.csv",
    answers={"platform": "teams", "period": "7"},
    or_told=True,
    told="platform|period",
)
vary(
    "c2_copilot_de_prompts",
    "C2",
    {
        "c.csv": "Benutzername;Anzeigename;Datum der letzten Aktivität;Übermittelte Eingabeaufforderungen;Aktive Tage\n"
        + "".join(
            f"{p};N N{i};05.07.2026;{12 if p in ACT else 0};{4 if p in ACT else 0}\n"
            for i, p in enumerate(P)
        )
    },
    six_active("%copilot%"),
    roster="usage.csv",
    answers={"platform": "copilot", "period": "2026-06-29/2026-07-05"},
    or_told=True,
    told="platform|period|Aktive",
)
vary(
    "c2_copilot_fr",
    "C2",
    {
        "c.csv": "Nom d’utilisateur;Nom complet;Date de dernière activité;Invites envoyées;Jours actifs\n"
        + "".join(
            f"{p};N N{i};05/07/2026;{12 if p in ACT else 0};{4 if p in ACT else 0}\n"
            for i, p in enumerate(P)
        )
    },
    six_active("%copilot%"),
    roster="usage.csv",
    answers={"platform": "copilot", "period": "2026-06-29/2026-07-05"},
)
# C3
vary(
    "c3_only_active_table",
    "C3",
    {
        "u.csv": "email,date,messages,platform\n"
        + "".join(f"{p},2026-{m},3,chatgpt\n" for p in ACT for m in ("06-29", "06-30"))
    },
    lambda r: "x",
    roster="usage.csv",
    told="near 100|licen[cs]e",
)
vary(
    "c3_plain_licences",
    "C3",
    {
        "u.csv": "email,date,messages,platform\n"
        + "".join(f"{p},2026-{m},3,chatgpt\n" for p in ACT for m in ("06-29", "07-05", "06-30")),
        "chatgpt licences.csv": "email,license\n" + "".join(f"{p},ChatGPT Enterprise\n" for p in P),
    },
    six_active("chatgpt"),
    roster="usage.csv",
    answers={"platform": "chatgpt"},
    told="licen|seat",
)
vary(
    "c3_seats_assigned",
    "C3",
    {
        "u.csv": "email,date,messages,platform\n"
        + "".join(f"{p},2026-{m},3,chatgpt\n" for p in ACT for m in ("06-29", "07-05", "06-30")),
        "seats.csv": "User email,Seat assigned,Product\n"
        + "".join(f"{p},2026-01-01,ChatGPT\n" for p in P),
    },
    six_active("chatgpt"),
    roster="usage.csv",
    told="licen|seat",
    or_told=True,
)
# C4
vary(
    "c4_half_other",
    "C4",
    {
        "u.csv": "email,date,times,platform\n"
        + "".join(
            f"{p.replace('x.org', 'y.org') if p.startswith('engi') else p},2026-07-0{d},{1 if p in ACT else 0},teams\n"
            for p in P
            for d in (1,)
        )
    },
    query("select count(*) from usage_now where action='actions'", [[12]]),
    roster="usage.csv",
    must_tell="12 of 24|in any roster|no roster",
)
vary(
    "c4_ids",
    "C4",
    {
        "u.csv": "employee id,date,times,platform\n"
        + "".join(f"{1000 + i},2026-07-01,1,teams\n" for i in range(24))
    },
    lambda r: "x",
    roster="usage.csv",
    told="24 of 24",
)
# C6
vary(
    "c6_us_time",
    "C6",
    {
        "u.csv": "email,date,times,platform\n"
        + "".join(
            f"{p},7/{d}/2026 9:05 AM,{1 if p in ACT else 0},teams\n" for p in P for d in range(1, 6)
        )
        + "".join(f"{p},6/{d}/2026 9:05 AM,0,teams\n" for p in P for d in (29, 30))
    },
    six_active("teams"),
    roster="usage.csv",
)
vary(
    "c6_dash_us",
    "C6",
    {
        "u.csv": "email,date,times,platform\n"
        + "".join(
            f"{p},07-0{d}-2026,{1 if p in ACT else 0},teams\n" for p in P for d in range(1, 6)
        )
        + "".join(f"{p},06-{d}-2026,0,teams\n" for p in P for d in (29, 30))
    },
    six_active("teams"),
    roster="usage.csv",
)
vary(
    "c6_dmy_time_dot",
    "C6",
    {
        "u.csv": "email;datum;times;platform\n"
        + "".join(
            f"{p};0{d}.07.2026 14:05;{1 if p in ACT else 0};teams\n" for p in P for d in range(1, 6)
        )
        + "".join(f"{p};{d}.06.2026 14:05;0;teams\n" for p in P for d in (29, 30))
    },
    six_active("teams"),
    roster="usage.csv",
)
vary(
    "c6_2digit_year",
    "C6",
    {
        "u.csv": "email,date,times,platform\n"
        + "".join(
            f"{p},{d:02d}/07/26,{1 if p in ACT else 0},teams\n" for p in P for d in range(1, 6)
        )
        + "".join(f"{p},{d}/06/26,0,teams\n" for p in P for d in (29, 30))
    },
    six_active("teams"),
    roster="usage.csv",
)
vary(
    "c6_day_mon",
    "C6",
    {
        "u.csv": "email,date,times,platform\n"
        + "".join(
            f"{p},{d:02d}-Jul-26,{1 if p in ACT else 0},teams\n" for p in P for d in range(1, 6)
        )
        + "".join(f"{p},{d}-Jun-26,0,teams\n" for p in P for d in (29, 30))
    },
    six_active("teams"),
    roster="usage.csv",
)
vary(
    "c6_teams_us_excel",
    "C6",
    {"t.csv": teams("7/5/2026")},
    six_active("teams"),
    roster="usage.csv",
    answers={"dates": "mdy"},
)
vary(
    "c6_teams_fr_excel",
    "C6",
    {"t.csv": teams("05/07/2026", ";")},
    six_active("teams"),
    roster="usage.csv",
    answers={"dates": "dmy"},
)
# C7
for enc, groups in (
    ("cp1252", ("Vertrieb Süd", "Büro")),
    ("cp1250", ("Sprzedaż", "Księgowość")),
    ("cp1251", ("Продажи", "Бухгалтерия")),
    ("cp1253", ("Πωλήσεις", "Λογιστήριο")),
    ("cp1254", ("Satış", "Müşteri İlişkileri")),
    ("cp932", ("営業部", "経理部")),
    ("gb18030", ("销售部", "财务部")),
    ("cp949", ("영업부", "경리부")),
    ("cp850", ("Verkauf Süd", "Büro Köln")),
    ("mac_roman", ("Vertrieb Süd", "Büro Köln")),
):
    g = sorted(x.casefold() for x in groups)
    vary(
        f"c7_{enc}",
        "C7",
        {
            "r.csv": (
                "e-mail;group;effective date\n"
                + "".join(f"p{i}@x.org;{groups[i % 2]};2026-01-01\n" for i in range(24))
            ).encode(enc)
        },
        query("select distinct group_id from roster_now order by 1", [[x] for x in g]),
        roster="",
        told="encoding|written in",
    )
vary(
    "c7_utf16be",
    "C7",
    {
        "r.csv": (
            "e-mail\tgroup\teffective date\n"
            + "".join(f"p{i}@x.org\tBüro\t2026-01-01\n" for i in range(24))
        ).encode("utf-16")
    },
    query("select distinct group_id from roster_now", [["büro"]]),
    roster="",
)


# C8
def members(s, e):
    return query(
        "select group_id, count(*) from roster_span where from_day <= date '2026-07-05' and until_day > date '2026-07-05' group by 1 order by 1",
        [["engineering", e], ["sales", s]],
    )


vary(
    "c8_entra",
    "C8",
    {
        "exportUsers.csv": "userPrincipalName,displayName,surname,mail,givenName,id,userType,department,accountEnabled\n"
        + "".join(
            f"{p},N{i},N,{p},G,{i}0000000-0000-4000-8000-000000000000,Member,{'Sales' if i < 12 else 'Engineering'},{'False' if i == 0 else 'True'}\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
)
vary(
    "c8_entra_guest",
    "C8",
    {
        "exportUsers.csv": "userPrincipalName,displayName,surname,mail,givenName,id,userType,department,accountEnabled\n"
        + "".join(
            f"{p},N{i},N,{p},G,{i}0000000-0000-4000-8000-000000000000,{'Guest' if i == 0 else 'Member'},{'Sales' if i < 12 else 'Engineering'},True\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
    told="guest",
    or_told=True,
)
vary(
    "c8_workday",
    "C8",
    {
        "w.csv": "Employee ID,Worker,Work Email,Supervisory Organization,Worker Status,Hire Date,Termination Date\n"
        + "".join(
            f"{1000 + i},N {i},{p},{'Sales' if i < 12 else 'Engineering'},{'Terminated' if i == 0 else 'Active'},2018-01-12,{'2026-03-31' if i == 0 else ''}\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
)
vary(
    "c8_workday_label",
    "C8",
    {
        "w.csv": "Employee ID,Worker,Email - Primary Work,Cost Center,Supervisory Organization,Currently Active,Hire Date\n"
        + "".join(
            f"{1000 + i},N {i},{p},CC1,{'Sales' if i < 12 else 'Engineering'},{'No' if i == 0 else 'Yes'},2018-01-12\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
)
vary(
    "c8_google",
    "C8",
    {
        "g.csv": "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Status [READ ONLY],Last Sign In [READ ONLY],Department\n"
        + "".join(
            f"N,N{i},{p},****,/{'Sales' if i < 12 else 'Engineering'},{'Suspended' if i == 0 else 'Active'},2026/07/01 10:00:00,{'Sales' if i < 12 else 'Engineering'}\n"
            for i, p in enumerate(P)
        )
    },
    query(
        "select group_id, count(*) from roster_span where from_day <= date '2026-07-05' and until_day > date '2026-07-05' group by 1 order by 2",
        [["sales", 11], ["engineering", 12]],
    ),
    roster="",
)
vary(
    "c8_de",
    "C8",
    {
        "r.csv": "E-Mail;Abteilung;Eintritt;Austritt;Status\n"
        + "".join(
            f"{p};{'Sales' if i < 12 else 'Engineering'};01.12.2018;{'31.03.2026' if i == 0 else ''};{'ausgeschieden' if i == 1 else 'aktiv'}\n"
            for i, p in enumerate(P)
        )
    },
    members(10, 12),
    roster="",
)
vary(
    "c8_de2",
    "C8",
    {
        "r.csv": "Mailadresse;Organisationseinheit;gültig ab;Konto aktiviert\n"
        + "".join(
            f"{p};{'Sales' if i < 12 else 'Engineering'};01.12.2018;{'Nein' if i == 1 else 'Ja'}\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
)
vary(
    "c8_fr",
    "C8",
    {
        "r.csv": "Courriel;Service;Date d'entrée;Date de sortie;Statut\n"
        + "".join(
            f"{p};{'Sales' if i < 12 else 'Engineering'};13/12/2018;{'31/03/2026' if i == 0 else ''};{'Inactif' if i == 1 else 'Actif'}\n"
            for i, p in enumerate(P)
        )
    },
    members(10, 12),
    roster="",
)
vary(
    "c8_es",
    "C8",
    {
        "r.csv": "Correo electrónico;Departamento;Fecha de alta;Fecha de baja;Estado\n"
        + "".join(
            f"{p};{'Sales' if i < 12 else 'Engineering'};13/12/2018;{'31/03/2026' if i == 0 else ''};{'Inactivo' if i == 1 else 'Activo'}\n"
            for i, p in enumerate(P)
        )
    },
    members(10, 12),
    roster="",
)
vary(
    "c8_nl",
    "C8",
    {
        "r.csv": "E-mailadres;Afdeling;In dienst;Uit dienst\n"
        + "".join(
            f"{p};{'Sales' if i < 12 else 'Engineering'};13-12-2018;{'31-03-2026' if i == 0 else ''}\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
)
vary(
    "c8_pl",
    "C8",
    {
        "r.csv": "Adres e-mail;Dział;Data zatrudnienia;Data zwolnienia\n"
        + "".join(
            f"{p};{'Sales' if i < 12 else 'Engineering'};13.12.2018;{'31.03.2026' if i == 0 else ''}\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
)
vary(
    "c8_since",
    "C8",
    {
        "r.csv": "Employee;Dept.;Since\n"
        + "".join(
            f"{p};{'Sales' if i < 12 else 'Engineering'};01.04.2026\n" for i, p in enumerate(P)
        )
    },
    query("select min(from_day)::varchar from roster_span", [["2026-04-01"]]),
    roster="",
    told="Since",
)
vary(
    "c8_leave_unknown",
    "C8",
    {
        "r.csv": "email,department,Departed On\n"
        + "".join(
            f"{p},{'Sales' if i < 12 else 'Engineering'},{'2026-03-31' if i == 0 else ''}\n"
            for i, p in enumerate(P)
        )
    },
    members(11, 12),
    roster="",
    told="Departed",
    or_told=True,
)
vary(
    "c8_two_groups",
    "C8",
    {
        "r.csv": "email,department,effective date\n"
        + "".join(
            f"{p},{'Sales' if i < 12 else 'Engineering'},2023-01-01\n" for i, p in enumerate(P)
        )
        + f"{P[0]},Project,2023-01-01\n"
    },
    members(12, 12),
    roster="",
    answers={"several_groups": "first"},
    told="several groups",
)
