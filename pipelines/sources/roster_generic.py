"""Who belongs to which group from when: any table that says so."""

from signpost.pipelines.model.cells import day_cell, group_cell, person_cell, text_cell
from signpost.pipelines.model.source import HowToGet, Source
from signpost.pipelines.text.column_synonyms import GROUP
from signpost.pipelines.text.file_name_dates import month_or_day

_PERSON = (
    "person",
    "person id",
    "personid",
    "employee",
    "mitarbeiter",
    "collaborateur",
    "empleado",
)
_EMAIL = (
    *("work e-mail", "primary email", "primary e-mail", "company email", "business email"),
    *("e-mail", "email", "email address", "e-mail address", "work email", "mail", "mailadresse"),
    *("e-mail-adresse", "email - primary work", "primary work email", "courriel", "adresse e-mail"),
    *("correo electrónico", "correo", "endereço de e-mail", "indirizzo e-mail", "e-mailadres"),
    *("adres e-mail", "e-postadress", "e-mailadresse", "sähköposti", "adresse mail", "e-posta"),
    *("adresse électronique", "e-mail professionnel", "correo corporativo", "indirizzo email"),
    *("e-mail corporativo", "email aziendale", "e-mail aziendale", "adres email", "e-mail cím"),
    *("e-mail służbowy", "e-mailová adresa", "адрес электронной почты", "work e-mail address"),
    *("correo electrónico del trabajo", "e-mail werk", "member email", "memberemail"),
    *("worker email", "employee email", "staff email", "user email", "login email"),
    *("primary smtp address", "primarysmtpaddress", "windowsemailaddress", "email id"),
    *("メールアドレス", "メール", "邮箱", "电子邮件", "이메일", "work contact: work email"),
)
_UPN = ("user principal name", "userprincipalname", "upn")
_NUMBER = (
    *("employee number", "employee id", "employeeid", "employee no", "personalnummer", "matricule"),
    *("número de empleado", "matricola", "personeelsnummer", "numer pracownika", "worker id"),
    *("n.º de empleado", "nº de empleado", "medewerkernummer", "medewerker", "benutzer-id"),
    *("社員番号", "社員id", "従業員番号", "職員番号", "matrícula", "matricula", "工号", "사번"),
)
_GROUP = (
    *GROUP,
    *("supervisory organization", "organisationseinheit", "org unit path", "service", "direction"),
    *(
        "teams",
        "groups",
        "departments",
        "org.-einheit",
        "orgeinheit",
        "kostenstelle bezeichnung",
        "área",
        "settore",
        "reparto",
    ),
    *("home department description", "home department", "ufficio", "komórka organizacyjna"),
)
_EFFECTIVE = (
    *("effective date", "effectivedate", "effective from", "effective", "valid from", "from"),
    *("as of", "snapshot date", "stichtag", "gültig ab", "since", "seit", "in group since"),
    *("in department since", "depuis", "desde", "vanaf", "od", "ab", "発令日", "異動日"),
)
_HIRED = (
    *("hire date", "hiredate", "start date", "joined", "eintritt", "eintrittsdatum"),
    *("date d'entrée", "date d’entrée", "date d'embauche", "fecha de alta", "fecha de ingreso"),
    *("fecha de contratación", "fecha de inicio"),
    *("data de admissão", "data di assunzione", "in dienst", "datum in dienst"),
    *("data zatrudnienia", "anställningsdatum", "ansættelsesdato", "入社日", "入社年月日"),
)
_LEAVES = (
    *(
        "leaving date",
        "leave date",
        "termination date",
        "end date",
        "valid to",
        "until",
        "last day",
    ),
    *("departed on", "departure date", "left on", "exit date", "austritt", "austrittsdatum"),
    *("gültig bis", "date de sortie", "date de départ", "fecha de baja", "data de saída"),
    *("data di cessazione", "uit dienst", "datum uit dienst", "data zwolnienia", "slutdatum"),
    *("data de desligamento", "data de demissão", "退職日", "退職年月日", "離職日", "离职日期"),
)
_STATUS = (
    *("status", "account status", "user status", "employment status", "employee status"),
    *("situação", "situacao", "stav", "durum", "статус", "状态", "ステータス", "상태", "állapot"),
    *("worker status", "statut", "estado", "stato", "beschäftigungsstatus"),
)
GONE = (
    *("dismissed", "former employee", "ex-employee", "not employed", "dimissionario", "licencié"),
    *(
        "desvinculado",
        "egresado",
        "aposentado",
        "离职员工",
        "離職",
        "退職済み",
        "退職済",
        "retraité",
    ),
    *("deprovisioned", "deactivated", "suspended", "disabled", "inactive", "terminated", "blocked"),
    *("deleted", "left", "former", "leaver", "resigned", "retired", "offboarded", "ausgeschieden"),
    *("inaktiv", "gesperrt", "deaktiviert", "inactif", "inactivo", "inativo", "inattivo"),
    *("desligado", "demitido", "desativado", "desactivado", "suspendido", "cesado", "désactivé"),
    *("suspendu", "disattivato", "sospeso", "dimesso", "ausgetreten", "entlassen", "gekündigt"),
    *("gedeactiveerd", "geblokkeerd", "zawieszony", "zablokowany", "ukončen", "slutat", "退職"),
    *("离职", "уволен", "퇴사", "kilépett", "ayrıldı", "no longer employed", "separated", "exited"),
    *("inactief", "nieaktywny", "parti", "sorti", "baja", "cessato", "uit dienst", "zwolniony"),
)
THERE = (
    *("zatrudniony", "zatrudniona", "在籍", "在籍中", "在職中", "就業中", "in servizio", "alta"),
    *("angestellt", "beschäftigt", "en poste", "présent", "in service", "in dienst", "werkzaam"),
    *("anställd", "ansat", "ansatt", "çalışıyor", "работает", "contratado", "vinculado"),
    *("active", "provisioned", "staged", "enabled", "employed", "current", "regular", "working"),
    *("on leave", "leave", "new", "invited", "pending", "aktiv", "actif", "activo", "ativo"),
    *(
        "attivo",
        "actief",
        "aktywny",
        "aktivní",
        "aktif",
        "в штате",
        "在职",
        "在職",
        "재직",
        "aktív",
    ),
    *("full time", "part time", "full-time", "part-time", "permanent", "contractor", "hired"),
)
"""What the status of members is called; any other word is told."""
_ENABLED = (
    *("enabled", "account enabled", "accountenabled", "is active", "active", "currently active"),
    *("konto aktiv", "account active", "compte actif", "cuenta activa"),
    *("konto aktiviert", "aktiviert", "aktiv", "actif", "activo", "ativo", "attivo", "actief"),
)
_NO = "('false', 'no', '0', 'nein', 'falsch', 'non', 'não', 'nee', 'nie', 'n')"
_MANAGER = ("manager", "manager id", "managerid", "manager email", "reports to", "reporting to")

SOURCE = Source(
    id="roster",
    label="Roster: person, group, effective date",
    table="roster",
    generic=True,
    fields={
        "person": person_cell(*_PERSON, *_EMAIL, *_UPN, *_NUMBER, "login", "user"),
        "group": group_cell(*_GROUP),
        "effective": day_cell(*_EFFECTIVE, optional=True),
        "hired": day_cell(*_HIRED, optional=True),
        "leaves": day_cell(*_LEAVES, optional=True),
        "status": text_cell(*_STATUS, optional=True),
        "enabled": text_cell(*_ENABLED, optional=True),
        "blocked": text_cell(
            "block credential", "blocked", "suspended", "is deleted", optional=True
        ),
        "location": text_cell("location", "office", "site", "city", "standort", optional=True),
        "level": text_cell(
            *("level", "leveldesignation", "grade", "job title", "役職", "職位"), optional=True
        ),
        "manager": person_cell(*_MANAGER, optional=True),
        "upn": person_cell(*_UPN, optional=True),
        "email": person_cell(*_EMAIL, optional=True),
        "number": person_cell(*_NUMBER, optional=True),
        "login": person_cell("login", "username", "user name", optional=True),
        "name": person_cell(
            *("name", "full name", "display name", "employee name", "氏名", "nome completo"),
            *("nombre completo", "nom complet", "imię i nazwisko"),
            optional=True,
        ),
    },
    skip={
        "no member any more, by its status": f"lower(status) in ({', '.join(map(repr, GONE))})",
        "account is switched off": f"lower(enabled) in {_NO}",
        "account is blocked": "lower(blocked) in ('true', 'yes', '1', 'ja', 'wahr')",
    },
    vocabulary={"status": (*GONE, *THERE)},
    aliases=("upn", "email", "number", "login", "name"),
    window_in_name=month_or_day,
    without=("kpi", "value", "amount", "metricdate", "intervention", "opened"),
    documented_at="docs/exports/roster.md",
    how_to_get=HowToGet(
        role="HR reporting, or whoever keeps the staff list",
        steps="A table with one row per person: e-mail, group, and from which day that holds. "
        "Optional: employee number, location, level, manager, leaving date.",
        filename="roster-2026-07-01.csv",
        request="Please send me the staff list as CSV or XLSX with: work e-mail, department "
        "(or team), "
        "effective date, and if possible employee number, location, level, manager's e-mail and "
        "leaving date; one list per month for the last 18 months, or one list with all changes. "
        "E-mails are replaced by pseudonyms when the file is loaded.",
    ),
)
