# ruff: noqa: E501
"""Repeated rows, periods, layouts, refusals and records from further desks and vendors."""

from __future__ import annotations

import datetime as dt
import json

from tests.pipelines.cases import adoption, both, figures, months, query
from tests.pipelines.variations.elsewhere import ACT, MEMBERS, P, e
from tests.pipelines.variations.elsewhere import table as tall
from tests.pipelines.variations.periods import weeks_from
from tests.pipelines.variations.regions import GROUP_OF, per_person
from tests.pipelines.variations.table import vary, xlsx

J3 = months("2026-01", "2026-02", "2026-03")
J2 = J3[:2]
D = dt.datetime
# C15: several rows for one key
vary(
    "c15_mise_a_jour",
    "C15",
    {
        "k.csv": "Mois,Équipe,Indicateur,Valeur,Mis à jour le\n2026-01,Sales,Réclamations,12,2026-02-05\n2026-01,Sales,Réclamations,14,2026-03-05\n2026-02,Sales,Réclamations,12,2026-03-05\n"
    },
    figures({("r%clamations", "sales"): [14, 12]}),
)
vary(
    "c15_storno_pl",
    "C15",
    {
        "k.csv": "Miesiąc;Dział;Wskaźnik;Wartość\n2026-01;Sales;Koszt podróży;1000\n2026-01;Sales;Koszt podróży;-200\n2026-02;Sales;Koszt podróży;300\n2026-01;Support;Koszt podróży;500\n"
    },
    figures({("koszt%", "sales"): [800, 300], ("koszt%", "support"): [500]}),
    answers={"repeats": "sum"},
)
vary(
    "c15_agent_fr",
    "C15",
    {
        "k.csv": "Mois;Équipe;Agent;DMT (s);Appels\n2026-01;Sales;A1;200;300\n2026-01;Sales;A2;300;100\n2026-01;Support;B1;400;50\n2026-02;Sales;A1;220;200\n2026-02;Sales;A2;250;200\n2026-02;Support;B1;410;50\n"
    },
    figures({("dmt%", "sales"): [225, 235], ("dmt%", "support"): [400, 410]}),
    answers={"repeats": "weighted"},
)
vary(
    "c15_by_channel",
    "C15",
    {
        "k.csv": "Month,Team,Channel,Contacts,CSAT\n2026-01,Sales,Phone,100,0.8\n2026-01,Sales,Mail,300,0.6\n2026-01,Support,Phone,50,0.9\n2026-01,Support,Mail,50,0.7\n"
    },
    figures({("csat", "sales"): [0.65], ("csat", "support"): [0.8]}),
    answers={"repeats": "weighted"},
)
vary(
    "c15_presupuesto",
    "C15",
    {
        "k.csv": "Mes;Equipo;Indicador;Real;Presupuesto\n2026-01;Sales;Incidencias;12;10\n2026-02;Sales;Incidencias;9;10\n2026-01;Support;Incidencias;35;30\n2026-02;Support;Incidencias;28;30\n"
    },
    figures({("incidencias", "sales"): [12, 9], ("incidencias", "support"): [35, 28]}),
    answers={"value": "Real"},
)
# C16: periods
vary(
    "c16_serial_headers",
    "C16",
    {
        "k.csv": "Team,KPI,46023,46054,46082\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    e(3, J3),
    must_tell="46023",
)
vary(
    "c16_serial_weeks",
    "C16",
    {
        "k.csv": "Team;KPI;46027;46034;46041\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    e(3, weeks_from(3)),
    must_tell="46027",
)
vary(
    "c16_serial_column_weeks",
    "C16",
    {"k.csv": tall("Week ending,Team,KPI,Value", ["46033", "46040", "46047"])},
    e(3, weeks_from(3)),
    must_tell="46033",
)
vary(
    "c16_fr_trimestre_wide",
    "C16",
    {
        "k.csv": "Équipe;Indicateur;T1 2026;T2 2026\nSales;Escalations;10;12\nSupport;Escalations;30;28\n"
    },
    e(2, [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")]),
)
vary(
    "c16_ja_wide",
    "C16",
    {
        "k.csv": "部署,指標,2026年1月,2026年2月,2026年3月\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    e(3, J3),
)
vary(
    "c16_ja_fiscal",
    "C16",
    {"k.csv": tall("年度,部署,指標,値", ["2023年度", "2024年度", "2025年度"])},
    e(
        3,
        [("2023-04-01", "2024-03-31"), ("2024-04-01", "2025-03-31"), ("2025-04-01", "2026-03-31")],
    ),
    answers={"fiscal_year": "4"},
)
vary(
    "c16_mes_ano_separados",
    "C16",
    {
        "k.csv": "Año;Mes;Equipo;Indicador;Valor\n2025;Diciembre;Sales;Escalations;10\n2026;Enero;Sales;Escalations;12\n2025;Diciembre;Support;Escalations;30\n2026;Enero;Support;Escalations;28\n"
    },
    e(2, months("2025-12", "2026-01")),
)
vary(
    "c16_dal_al",
    "C16",
    {
        "k.csv": "Dal;Al;Reparto;Indicatore;Valore\n05/01/2026;11/01/2026;Sales;Escalations;10\n12/01/2026;18/01/2026;Sales;Escalations;12\n05/01/2026;11/01/2026;Support;Escalations;30\n12/01/2026;18/01/2026;Support;Escalations;28\n"
    },
    e(2, weeks_from(2)),
)
vary(
    "c16_numbers_export",
    "C16",
    {
        "k.csv": "Team;KPI;1. Jan. 2026;1. Feb. 2026;1. März 2026\nSales;Escalations;10;12;14\nSupport;Escalations;30;28;26\n"
    },
    e(3, J3),
)
vary(
    "c16_gsheets_long_date",
    "C16",
    {
        "k.csv": tall(
            "Month,Team,KPI,Value",
            ["Thursday, January 1, 2026", "Sunday, February 1, 2026", "Sunday, March 1, 2026"],
        )
        .replace("Thursday, January 1, 2026", '"Thursday, January 1, 2026"')
        .replace("Sunday, February 1, 2026", '"Sunday, February 1, 2026"')
        .replace("Sunday, March 1, 2026", '"Sunday, March 1, 2026"')
    },
    e(3, J3),
)
# C17: layout
vary(
    "c17_pivot_es",
    "C17",
    {
        "k.csv": "Etiquetas de fila;Suma de Incidencias;Promedio de CSAT\nSales;;\n2026-01;10;0,84\n2026-02;20;0,86\nSupport;;\n2026-01;30;0,79\n2026-02;40;0,81\nTotal general;100;0,825\n"
    },
    figures(
        {
            ("%incidencias", "sales"): [10, 20],
            ("%incidencias", "support"): [30, 40],
            ("%csat", "sales"): [0.84, 0.86],
        },
        J2,
    ),
)
vary(
    "c17_pivot_it",
    "C17",
    {
        "k.csv": "Etichette di riga;Somma di Reclami\nSales;\n2026-01;10\n2026-02;20\nSupport;\n2026-01;30\n2026-02;40\nTotale complessivo;100\n"
    },
    figures({("%reclami", "sales"): [10, 20], ("%reclami", "support"): [30, 40]}, J2),
    answers={"kpi": "Reclami"},
)
vary(
    "c17_powerbi_matrix",
    "C17",
    {
        "k.xlsx": xlsx(
            {
                "Export": [
                    ["Department", "January 2026", None, "February 2026", None],
                    [None, "Escalations", "Calls", "Escalations", "Calls"],
                    ["Sales", 10, 100, 12, 110],
                    ["Support", 30, 300, 28, 310],
                    ["Total", 40, 400, 40, 420],
                ]
            }
        )
    },
    both(e(2, J2), figures({("calls", "sales"): [100, 110], ("calls", "support"): [300, 310]}, J2)),
)
vary(
    "c17_numbers_titles",
    "C17",
    {
        "k.csv": "Table 1,,,\nMonth,Team,KPI,Value\n2026-01,Sales,Escalations,10\n2026-02,Sales,Escalations,12\n2026-01,Support,Escalations,30\n2026-02,Support,Escalations,28\n"
    },
    e(2, J2),
)
vary(
    "c17_department_above_es",
    "C17",
    {
        "k.csv": "Departamento: Sales;;\nMes;Indicador;Valor\n2026-01;Escalations;10\n2026-02;Escalations;12\n;;\nDepartamento: Support;;\nMes;Indicador;Valor\n2026-01;Escalations;30\n2026-02;Escalations;28\n"
    },
    e(2, J2),
)
vary(
    "c17_html_table_tsv",
    "C17",
    {"k.tsv": tall("Month\tTeam\tKPI\tValue", ["2026-01", "2026-02"], "\t")},
    e(2, J2),
)
# C18: odd cells
vary(
    "c18_err_it",
    "C18",
    {
        "k.csv": "Mese;Reparto;Reclami;Costo\n2026-01;Sales;10;#DIV/0!\n2026-02;Sales;#N/D;12,5\n2026-03;Sales;14;#NOME?\n2026-01;Support;30;10,5\n2026-02;Support;28;11,5\n2026-03;Support;26;12,5\n"
    },
    figures(
        {
            ("reclami", "sales"): [10, 14],
            ("reclami", "support"): [30, 28, 26],
            ("costo", "support"): [10.5, 11.5, 12.5],
            ("costo", "sales"): [12.5],
        }
    ),
    must_tell="N/D|NOME|DIV",
)
vary(
    "c18_err_ja",
    "C18",
    {
        "k.csv": "月,部署,件数\n2026-01,Sales,10\n2026-02,Sales,該当なし\n2026-03,Sales,14\n2026-01,Support,30\n2026-02,Support,28\n2026-03,Support,26\n"
    },
    figures({("件数", "sales"): [10, 14], ("件数", "support"): [30, 28, 26]}),
    must_tell="該当なし|expected",
)
vary(
    "c18_sheet_names_months_pl",
    "C18",
    {
        "k.xlsx": xlsx(
            {
                "styczeń 2026": [["Dział", "Reklamacje"], ["Sales", 10], ["Support", 30]],
                "luty 2026": [["Dział", "Reklamacje"], ["Sales", 12], ["Support", 28]],
            }
        )
    },
    figures({("reklamacje", "sales"): [10, 12], ("reklamacje", "support"): [30, 28]}, J2),
)
vary(
    "c18_brackets",
    "C18",
    {
        "k.csv": "Month,Team,Escalations\n2026-01,Sales,10\n2026-02,Sales,[12]\n2026-03,Sales,14\n2026-01,Support,30 (est.)\n2026-02,Support,28\n2026-03,Support,26\n"
    },
    figures({("escalations", "sales"): [10, 14], ("escalations", "support"): [28, 26]}, None),
    told=r"\[12\]|est\.|expected",
    or_told=True,
)
# C19: what match suggests, and usage nobody described
CURSOR = {
    "data": [
        {
            "date": 1782691200000 + 86400000 * d,
            "isActive": p in ACT,
            "totalLinesAdded": 50 if p in ACT else 0,
            "acceptedLinesAdded": 20 if p in ACT else 0,
            "totalApplies": 3 if p in ACT else 0,
            "totalAccepts": 2 if p in ACT else 0,
            "totalTabsShown": 9,
            "totalTabsAccepted": 4 if p in ACT else 0,
            "composerRequests": 1 if p in ACT else 0,
            "chatRequests": 2 if p in ACT else 0,
            "agentRequests": 0,
            "subscriptionIncludedReqs": 0,
            "apiKeyReqs": 0,
            "usageBasedReqs": 0,
            "email": p,
        }
        for d in range(7)
        for p in P
    ]
}
vary(
    "c19_cursor_admin_api",
    "C19",
    {"cursor-daily.json": json.dumps(CURSOR)},
    adoption("cursor", 6),
    roster="usage.csv",
    answers={"platform": "cursor"},
)
vary(
    "c19_langdock",
    "C19",
    {
        "users.csv": per_person(
            "user_id,name,email,user_type,status,total_messages,assistants_used,last_active_at,departments",
            lambda p, a: (
                f"{p[:6]},Name {p[:6]},{p},member,active,{9 if a else 0},{1 if a else 0},{'2026-07-03T10:00:00Z' if a else ''},{GROUP_OF[p]}"
            ),
        )
    },
    adoption("langdock", 6),
    roster="usage.csv",
    answers={"platform": "langdock", "period": "2026-06-29/2026-07-05"},
)
vary(
    "c19_atlassian",
    "C19",
    {
        "export-users.csv": per_person(
            "User id,User name,email,User status,Added to org,Org role,Last seen in Jira - acme,Last seen in Confluence - acme",
            lambda p, a: (
                f"712020:{p[:6]},Name {p[:6]},{p},Active,24 Sep 2023,User,{'03 Jul 2026' if a else 'Never accessed'},Never accessed"
            ),
        )
    },
    adoption("jira", 6),
    roster="usage.csv",
    answers={"platform": "jira", "period": "2026-06-29/2026-07-05"},
)
vary(
    "c19_cursor_events",
    "C19",
    {
        "usage-events.csv": "Date,User,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost\n"
        + "".join(
            f'"2026-07-0{d}T13:06:04.478Z","{p}","Included","gpt-5-fast","No","0","1000","250","500","1750","0.04"\n'
            for d in (1, 2)
            for p in P
            if p in ACT
        )
    },
    query(
        "select count(distinct person_id), count(distinct first_day), max(times) from usage_now where action not in ('none')",
        [[12, 2, 1]],
    ),
    roster="usage.csv",
    answers={"platform": "cursor"},
    must_tell="list of licences",
)
vary(
    "c19_copilot_credits",
    "C19",
    {
        "credits.csv": per_person(
            "User id,User email,Credits used,Billable credit used,Sessions",
            lambda p, a: f"{p[:6]},{p},{40 if a else 0},0,{5 if a else 0}",
        )
    },
    adoption("copilot_studio", 6),
    roster="usage.csv",
    answers={"platform": "copilot_studio", "period": "2026-06-29/2026-07-05"},
)
vary(
    "c19_last_login_fr",
    "C19",
    {
        "outil.csv": per_person(
            "Courriel;Nom;Dernière connexion",
            lambda p, a: f"{p};Nom;{'03/07/2026 14:05' if a else 'Jamais'}",
        )
    },
    adoption("outil", 6),
    roster="usage.csv",
    answers={"platform": "outil", "period": "2026-06-29/2026-07-05", "dates": "dmy"},
)
vary(
    "c19_last_login_after",
    "C19",
    {
        "tool.csv": per_person(
            "E-mail,Last login",
            lambda p, a: f"{p},{'2026-07-03' if a else '2026-08-02' if p == P[11] else ''}",
        )
    },
    adoption("tool", 6, groups={"sales": (6, 11), "engineering": (6, 12)}),
    roster="usage.csv",
    answers={"platform": "tool", "period": "2026-06-29/2026-07-05"},
    must_tell="last used after the period",
    told="last used after the period",
    or_told=True,
)
vary(
    "c19_gitlab_seats",
    "C19",
    {
        "seats.csv": per_person(
            "Id,Name,Username,Email,State,Last activity,Last login",
            lambda p, a: (
                f"{1000 + P.index(p)},Name {p[:6]},{p.split('@')[0]},{p},active,{'2026-07-03' if a else ''},2026-01-05"
            ),
        )
    },
    query("select count(distinct person_id) from licence_now", [[24]]),
    roster="usage.csv",
    answers={"platform": "gitlab"},
)
vary(
    "c19_webex",
    "C19",
    {
        "webex.csv": per_person(
            "USER_EMAIL,MEETINGS_HOSTED,MEETINGS_ATTENDED,MESSAGES_SENT,CALLS,START_DATE,END_DATE",
            lambda p, a: (
                f"{p},{1 if a else 0},{4 if a else 0},{7 if a else 0},0,2026-06-29,2026-07-05"
            ),
        )
    },
    adoption("webex", 6),
    roster="usage.csv",
    answers={"platform": "webex", "period": "2026-06-29/2026-07-05"},
)
vary(
    "c19_gemini_report_ja",
    "C19",
    {
        "g.csv": per_person(
            "ユーザー,日付,プロンプト数", lambda p, a: f"{p},2026/07/01,{3 if a else 0}"
        )
    },
    query("select count(distinct person_id) from usage_now where action not in ('none')", [[12]]),
    roster="usage.csv",
    answers={"platform": "gemini"},
)
# C8: rosters as payroll and attendance systems write them
JA = "社員番号,氏名,部署,役職,メールアドレス,電話番号,生年月日,住所,入社日,勤続年数,権限\n"
vary(
    "c8_ja_payroll",
    "C8",
    {
        "r.csv": (
            JA
            + "".join(
                f"{i:04d},山田{i},{GROUP_OF[p]},主任,{p},090-1234-5678,1990-01-01,東京都,2020-04-01,3.5,employee\n"
                for i, p in enumerate(P)
            )
        ).encode("cp932")
    },
    query(
        "select group_id, count(*) from roster_now group by 1 order by 1",
        [["engineering", 12], ["sales", 12]],
    ),
    roster="",
    answers={"encoding": "cp932"},
)
vary(
    "c8_ja_numbers_only",
    "C8",
    {
        "r.csv": "社員番号,氏名,部署,基本給\n"
        + "".join(f"{i:04d},山田{i},{GROUP_OF[p]},250000\n" for i, p in enumerate(P))
    },
    query(
        "select group_id, count(*) from roster_now group by 1 order by 1",
        [["engineering", 12], ["sales", 12]],
    ),
    roster="",
)
vary(
    "c8_br_matricula",
    "C8",
    {
        "r.csv": "Matrícula;Nome;Departamento;E-mail;Situação;Admissão\n"
        + "".join(
            f"{1000 + i};Ana {i};{GROUP_OF[p]};{p};Ativo;05/01/2020\n" for i, p in enumerate(P)
        )
        + "1999;Ivo;Sales;gone@x.org;Demitido;05/01/2020\n"
    },
    query(
        "select group_id, count(*) from roster_now group by 1 order by 1",
        [["engineering", 12], ["sales", 12]],
    ),
    roster="",
    answers={"dates": "dmy"},
)
vary(
    "c8_fr_matricule",
    "C8",
    {
        "r.csv": "Matricule;Nom;Prénom;Adresse e-mail;Direction;Service;Statut\n"
        + "".join(
            f"{1000 + i};Nom{i};Luc;{p};Nord;{GROUP_OF[p]};Présent\n" for i, p in enumerate(P)
        )
        + "1999;Old;Luc;gone@x.org;Nord;Sales;Sorti\n"
    },
    query(
        "select group_id, count(*) from roster_now group by 1 order by 1",
        [["engineering", 12], ["sales", 12]],
    ),
    roster="",
    told="Direction|service",
)
# C20: records of known systems
OPEN = "2026-06-01 09:00"
vary(
    "c20_zoho_desk",
    "C20",
    {
        "Tickets.csv": "Ticket ID,Subject,Status,Priority,Department,Created Time,Closed Time,Assignee\n12345,Login issue,Closed,High,Support,2025-01-01 09:00,2025-01-03 14:00,john@company.com\n12346,Billing question,Closed,Medium,Support,2025-01-01 10:00,2025-01-02 11:00,jane@company.com\n12347,Feature,Open,Low,Sales,2025-01-02 10:00,,jane@company.com\n"
    },
    query(
        "select group_id, count(*), count(closed) from record_now where kind = 'ticket' group by 1 order by 1",
        [["sales", 1, 0], ["support", 2, 2]],
    ),
)
vary(
    "c20_expensify",
    "C20",
    {
        "expenses.csv": 'Timestamp,Merchant,Amount,MCC,Category,Tag,Comment,Reimbursable,"Original Currency","Original Amount",Receipt\n2026-05-12 00:00:00,Uber,18.68,0,Local Transportation,Sales,,yes,USD,18.68,\n2026-05-13 00:00:00,Hilton,240.00,0,Lodging,Support,,yes,USD,240.00,\n'
    },
    query(
        "select round(sum(amount), 2), count(*) from record_now where kind = 'expense'",
        [[258.68, 2]],
    ),
)
vary(
    "c20_topdesk_nl",
    "C20",
    {
        "meldingen.csv": "Meldingnummer;Aanmelddatum;Behandelaarsgroep;Status;Prioriteit;Datum gereed\nM2601 001;05-01-2026 09:12;Support;Gesloten;P3;06-01-2026 10:00\nM2601 002;15-01-2026 09:30;Support;In behandeling;P2;\nM2601 003;20-01-2026 11:30;Sales;Gesloten;P3;21-01-2026 08:00\n"
    },
    query(
        "select group_id, count(*), count(closed) from record_now group by 1 order by 1",
        [["sales", 1, 1], ["support", 2, 1]],
    ),
)
vary(
    "c20_glpi_fr",
    "C20",
    {
        "glpi.csv": "ID;Titre;Statut;Date d'ouverture;Date de résolution;Attribué à - Groupe de techniciens\n101;Imprimante;Clos;05/01/2026 09:12;06/01/2026 10:00;Support\n102;VPN;En cours;15/01/2026 09:30;;Support\n103;Écran;Clos;20/01/2026 11:30;21/01/2026 08:00;Sales\n"
    },
    query(
        "select group_id, count(*), count(closed) from record_now group by 1 order by 1",
        [["sales", 1, 1], ["support", 2, 1]],
    ),
)
vary(
    "c20_otrs",
    "C20",
    {
        "otrs.csv": '"Number";"Ticket#";"Created";"Closed";"State";"Queue";"Priority"\n1;2026010510000012;2026-01-05 09:12:00;2026-01-06 10:00:00;closed successful;Support;3 normal\n2;2026011510000021;2026-01-15 09:30:00;;open;Support;3 normal\n3;2026012010000031;2026-01-20 11:30:00;2026-01-21 08:00:00;closed successful;Sales;4 high\n'
    },
    query(
        "select group_id, count(*), count(closed) from record_now group by 1 order by 1",
        [["sales", 1, 1], ["support", 2, 1]],
    ),
)
vary(
    "c20_zendesk_es",
    "C20",
    {
        "tickets.csv": "ID del ticket;Asunto;Estado;Grupo;Fecha de creación;Fecha de resolución\n1;Acceso;Resuelto;Support;05/01/2026 09:12;06/01/2026 10:00\n2;VPN;Abierto;Support;15/01/2026 09:30;\n3;Pantalla;Resuelto;Sales;20/01/2026 11:30;21/01/2026 08:00\n"
    },
    query(
        "select group_id, count(*), count(closed) from record_now group by 1 order by 1",
        [["sales", 1, 1], ["support", 2, 1]],
    ),
)
vary(
    "c20_hubspot_pt",
    "C20",
    {
        "deals.csv": "ID do negócio;Nome do negócio;Etapa do negócio;Data de fechamento;Valor;Equipe;Data de criação\n1;A;Fechado ganho;15/01/2026;15.000,00;Sales;02/01/2026\n2;B;Fechado perdido;20/01/2026;8.000,00;Sales;03/01/2026\n"
    },
    query(
        "select count(*), sum(amount) filter (where flags like '%won%') from record_now where kind = 'opportunity'",
        [[2, 15000]],
    ),
)
vary(
    "c20_pleo",
    "C20",
    {
        "pleo.csv": "Date,Employee,Team,Supplier,Amount,Currency,Category\n2026-01-05,Ann Bo,Sales,DB,120.50,EUR,Travel\n2026-01-06,Cy Do,Support,Ibis,99.00,EUR,Lodging\n"
    },
    query(
        "select group_id, sum(amount) from record_now where kind = 'expense' group by 1 order by 1",
        [["sales", 120.5], ["support", 99]],
    ),
)
vary(
    "c20_typeform",
    "C20",
    {
        "responses.csv": "#,How likely are you to recommend us to a friend?,Department,Response Type,Start Date (UTC),Submit Date (UTC),Network ID\nab1,10,Sales,completed,2026-01-05 09:12:00,2026-01-05 09:13:00,n1\nab2,9,Sales,completed,2026-01-05 10:12:00,2026-01-05 10:13:00,n2\nab3,3,Sales,completed,2026-01-06 09:12:00,2026-01-06 09:13:00,n3\n"
    },
    query(
        "select count(*), sum((score >= 9)::int), sum((score <= 6)::int) from response_now",
        [[3, 2, 1]],
    ),
)
# C21: look-alikes
SNOW = "number,opened_at,short_description,priority,state,assignment_group,resolved_at,closed_at,reopen_count,made_sla\n"


def snow(prefix):
    return SNOW + "".join(
        f"{prefix}00{i},2026-01-0{i} 09:00:00,x,3,Closed,Support,2026-01-0{i + 1} 09:00:00,2026-01-0{i + 1} 10:00:00,0,true\n"
        for i in range(1, 4)
    )


NO_INCIDENTS = query(
    "select count(*) filter (where kind in ('ticket', 'incident')) from record_now", [[0]]
)
vary("c21_interactions", "C21", {"ims.csv": snow("IMS")}, NO_INCIDENTS, told="no incident")
vary("c21_change_tasks_de", "C21", {"ctask.csv": snow("CTASK")}, NO_INCIDENTS, told="no incident")
vary("c21_hr_cases", "C21", {"hrc.csv": snow("HRC")}, NO_INCIDENTS, told="no incident")
vary("c21_stories", "C21", {"stry.csv": snow("STRY")}, NO_INCIDENTS, told="no incident")
# what further exports showed: hidden rows, years over months, flags and weeks of people
LONG = [
    ["Month", "Team", "KPI", "Value"],
    ["2026-01", "Sales", "Escalations", 10],
    ["2026-02", "Sales", "Escalations", 12],
    ["2026-01", "Support", "Escalations", 30],
    ["2026-02", "Support", "Escalations", 28],
]


def hide_third_row(sheet):
    sheet.row_dimensions[3].hidden = True


vary(
    "c18_hidden_row",
    "C18",
    {"k.xlsx": xlsx({"K": LONG}, change=hide_third_row)},
    e(2, J2),
    must_tell="1 row of the sheet is hidden",
)
vary(
    "c5_week_of_no_year",
    "C5",
    {"k.csv": tall("Week,Team,KPI,Value", ["Week of Jan 5", "Week of Jan 12", "Week of Jan 19"])},
    e(3, weeks_from(3)),
    answers={"year": "2026"},
)
vary(
    "c17_years_over_months",
    "C17",
    {
        "k.csv": "Team,KPI,2025,,2026\n,,Nov,Dec,Jan\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    e(3, months("2025-11", "2025-12", "2026-01")),
)
vary(
    "c17_years_over_quarters",
    "C17",
    {
        "k.csv": "Team,KPI,2025,,2026\n,,Q3,Q4,Q1\nSales,Escalations,10,12,14\nSupport,Escalations,30,28,26\n"
    },
    e(
        3,
        [("2025-07-01", "2025-09-30"), ("2025-10-01", "2025-12-31"), ("2026-01-01", "2026-03-31")],
    ),
)
vary(
    "c19_flags_de",
    "C19",
    {
        "u.csv": per_person(
            "E-Mail;Woche;Genutzt", lambda p, a: f"{p};2026-W27;{'ja' if a else 'nein'}"
        )
    },
    adoption("copilot", 6),
    roster="usage.csv",
    answers={"platform": "copilot"},
)
vary(
    "c19_weeks_as_columns",
    "C19",
    {"u.csv": per_person("email,2026-W26,2026-W27", lambda p, a: f"{p},0,{3 if a else 0}")},
    both(adoption("tool", 6), adoption("tool", 0, window=("2026-06-22", "2026-06-28"))),
    roster="usage.csv",
    answers={"platform": "tool"},
)
vary(
    "c4_name_and_mail",
    "C4",
    {
        "u.csv": per_person(
            "User,week,messages,platform",
            lambda p, a: f"Ann Bo <{p}>,2026-W27,{3 if a else 0},chatgpt",
        )
    },
    adoption("chatgpt", 6),
    roster="usage.csv",
    told="24 of 24 people",
    or_told=True,
)
vary(
    "c8_rehired",
    "C8",
    {
        "r.csv": "email,department,from,to\n"
        + "".join(f"{p},{GROUP_OF[p]},2023-01-01,\n" for p in P[1:])
        + "sale00@x.org,Sales,2022-01-01,2024-12-31\nsale00@x.org,Sales,2026-01-01,\n"
    },
    query(
        "select group_id, count(*) from roster_span where until_day > date '2026-07-05' group by 1 order by 1",
        [["engineering", 12], ["sales", 12]],
    ),
    roster="",
)
vary(
    "c14_one_name_twice",
    "C14",
    {
        "k.csv": "Month,Team,Escalations,Escalations\n2026-01,Sales,10,1\n2026-02,Sales,12,2\n2026-01,Support,30,3\n2026-02,Support,28,4\n"
    },
    lambda _: "two columns of one name",
    told="second column of that name",
)
vary(
    "c16_financial_years_only",
    "C16",
    {"k.csv": tall("Fiscal year,Team,KPI,Value", ["FY2023/24", "FY2024/25"])},
    e(2, [("2023-04-01", "2024-03-31"), ("2024-04-01", "2025-03-31")]),
    answers={"fiscal_year": "4"},
)
vary(
    "c13_nps_list",
    "C13",
    {
        "s.csv": "Response ID,Submission date,Department,NPS score\n"
        + "".join(f"r{i},2026-01-0{i + 1},Sales,{v}\n" for i, v in enumerate([10, 9, 7, 3]))
    },
    query(
        "select count(*), sum((score >= 9)::int), sum((score <= 6)::int) from response_now",
        [[4, 2, 1]],
    ),
    answers={"question": "likelihood to recommend"},
)
vary(
    "c20_jira_fr",
    "C20",
    {
        "j.csv": "Clé de ticket;Résumé;État;Création;Résolution;Équipe\nSUP-1;x;Terminé;05/janv./26 9:12 AM;06/janv./26 9:12 AM;Support\nSUP-2;y;En cours;15/janv./26 9:12 AM;;Support\n"
    },
    query("select count(*), count(closed) from record_now", [[2, 1]]),
)
vary(
    "c20_servicenow_de",
    "C20",
    {
        "s.csv": "Nummer;Geöffnet;Kurzbeschreibung;Priorität;Status;Zuweisungsgruppe;Gelöst\nINC001;05.01.2026 09:12:00;x;3 - Mittel;Geschlossen;Support;06.01.2026 10:00:00\nINC002;15.01.2026 09:12:00;x;3 - Mittel;Offen;Support;\n"
    },
    query("select count(*), count(closed) from record_now", [[2, 1]]),
)
vary(
    "c20_call_centre_es",
    "C20",
    {
        "c.csv": "Fecha;Cola;Llamadas recibidas;Llamadas atendidas;Llamadas abandonadas;TMO (s)\n05/01/2026;Support;100;90;10;240\n06/01/2026;Support;110;100;10;250\n"
    },
    figures({("llamadas_recibidas", "support"): [100, 110], ("tmo%", "support"): [240, 250]}),
    answers={"dates": "dmy"},
)
vary(
    "c20_postings_de",
    "C20",
    {
        "c.csv": "Kostenstelle;Bezeichnung;Konto;Betrag;Belegdatum\n4711;Sales;4660 Reisekosten;1.234,50;05.01.2026\n4711;Sales;4660 Reisekosten;300,00;05.01.2026\n4712;Support;4660 Reisekosten;310,00;06.01.2026\n"
    },
    query(
        "select group_id, sum(amount) from record_now where kind = 'expense' group by 1 order by 1",
        [["sales", 1534.5], ["support", 310]],
    ),
)
vary(
    "c8_successfactors",
    "C8",
    {
        "r.csv": "User/Employee ID,Username,Department,Email,Employee Status,Hire Date\n"
        + "".join(
            f"{1000 + i},{p.split('@')[0]},{GROUP_OF[p]},{p},Active,01/15/2020\n"
            for i, p in enumerate(P)
        )
        + "1999,gone,Sales,gone@x.org,Terminated,01/15/2020\n"
    },
    MEMBERS,
    roster="",
    answers={"dates": "mdy"},
)
vary(
    "c8_zucchetti",
    "C8",
    {
        "r.csv": "Matricola;Cognome;Nome;E-mail aziendale;Reparto;Data di assunzione;Data di cessazione\n"
        + "".join(f"{1000 + i};Rossi;A{i};{p};{GROUP_OF[p]};15/01/2020;\n" for i, p in enumerate(P))
        + "1999;Bo;Jo;gone@x.org;Sales;15/01/2020;31/03/2026\n"
    },
    MEMBERS,
    roster="",
    answers={"dates": "dmy"},
)
