"""What people call the columns of a plain table."""

import re

GROUP = (
    *("group", "department", "team", "organization", "organisation", "org unit", "division"),
    *("dept", "dept.", "department name", "team name", "group name", "business unit"),
    *("abteilung", "bereich", "département", "departement", "departamento", "afdeling"),
    *("dipartimento", "avdelning", "équipe", "equipo", "equipe", "equipa", "zespół", "dział"),
    *(
        "osztály",
        "avdeling",
        "τμήμα",
        "departament",
        "oddělení",
        "osasto",
        "takım",
        "departman",
        "bölüm",
        "ekip",
        "tiimi",
        "oddelenie",
        "підрозділ",
        "відділ",
        "подразделение",
        "부서명",
        "소속",
        "отдел",
        "команда",
        "部門",
        "部署",
        "部门",
        "团队",
        "부서",
        "팀",
        "所属",
        "所属部署",
        "所属部門",
        "部署名",
        "部門名",
        "チーム",
        "setor",
        "unidade",
        "jednostka organizacyjna",
    ),
    *("צוות", "מחלקה", "ทีม", "แผนก", "الفريق", "القسم", "قسم", "echipa", "tim"),
    *("groupname", "departmentname", "teamname"),
    *("phòng ban", "odjel", "org path", "team name (primary)"),
)
PERIOD = (
    *("period", "month", "week", "date", "day", "quarter", "week starting", "week ending"),
    *("monat", "woche", "datum", "zeitraum", "quartal", "mois", "mes", "période", "periodo"),
    *("semaine", "semana", "mês", "mese", "settimana", "período", "fecha", "månad", "vecka"),
    *("periode", "trimestre", "kwartał", "kwartaal", "kvartal", "trimester", "fiscal quarter"),
    *("fiscal period", "fiscal month", "reporting month", "reporting period", "berichtsmonat"),
    *("calendar week", "half", "half year", "halbjahr", "hónap", "hét", "időszak", "μήνας"),
    *("kw", "kalenderwoche", "weeknummer", "iso week", "wk commencing", "w/c", "month end"),
    *("måned", "uge", "uke", "maand", "miesiąc", "tydzień", "okres", "měsíc", "týden", "kuukausi"),
    *(
        "ay",
        "hafta",
        "месяц",
        "неделя",
        "период",
        "月",
        "週",
        "日付",
        "期間",
        "月份",
        "日期",
        "월",
        "주",
        "年月",
        "年度",
        "対象月",
        "対象年月",
        "年月日",
        "mês/ano",
        "mes/año",
        "mese/anno",
        "rok/miesiąc",
        "competência",
    ),
    *("周", "季度", "季", "四半期", "분기", "חודש", "שבוע", "เดือน", "สัปดาห์", "الشهر", "شهر"),
    *("lună", "mjesec", "mesiac", "tháng", "місяць", "bulan"),
    *("time period", "ref period", "fiscal year/period", "geschäftsjahr/periode"),
    *("month of date", "week of date", "quarter of date", "day of date"),
)
NEUTRAL = frozenset(
    (
        *("first name", "last name", "name", "display name", "full name", "surname", "given name"),
        *("total", "gesamt", "comment", "comments", "note", "notes", "bemerkung", "status"),
        *("cost center", "cost centre", "kostenstelle", "region", "country", "land", "location"),
        *("standort", "#", "no", "nr", "nr.", "source", "quelle", "summe", "kommentar", "remark"),
        *("phone", "phone number", "telefon", "telefonnummer", "téléphone", "teléfono", "電話番号"),
        *("date of birth", "birth date", "birthdate", "geburtsdatum", "date de naissance", "住所"),
        *("fecha de nacimiento", "data de nascimento", "data di nascita", "生年月日", "勤続年数"),
        *("vorname", "nachname", "nom", "prénom", "apellidos", "apellido", "cognome"),
        *(
            "nome",
            "sobrenome",
            "imię",
            "nazwisko",
            "voornaam",
            "achternaam",
            "氏名",
            "備考",
            "権限",
        ),
        *("cargo", "puesto", "poste", "fonction", "stanowisko", "mansione", "functie", "役職"),
    )
)
"""Columns beside a plain table that do not make it another thing."""
KPI = (
    *("kpi", "metric", "measure", "indicator", "kennzahl", "indicateur", "indicador", "indicatore"),
    *(
        "nyckeltal",
        "nøgletal",
        "wskaźnik",
        "mutató",
        "δείκτης",
        "mittari",
        "ukazatel",
        "gösterge",
        "показатель",
        "指標",
        "指标",
        "지표",
    ),
    *("מדד", "ตัวชี้วัด", "المؤشر", "مؤشر", "indikator", "pokazatelj", "chỉ số", "показник"),
    *("kpi name", "metric name", "measure name", "indicator name", "name of kpi", "kpi-name"),
    *("måltall", "nøkkeltall", "tunnusluku", "nom de l'indicateur", "kennzahlname"),
)
UNIT_HEADERS = (
    "unit",
    "einheit",
    "unité",
    "unidad",
    "currency",
    "währung",
    "devise",
    "moneda",
    "valuta",
)
VALUE = (
    *("value", "wert", "result", "valeur", "valor", "valore", "waarde", "värde", "værdi", "verdi"),
    *("wartość", "hodnota", "arvo", "değer", "значение", "値", "值", "값", "数值", "érték", "τιμή"),
    *("ערך", "ค่า", "القيمة", "قيمة", "valoare", "vrijednost", "giá trị", "значення", "nilai"),
    *("obs value", "observation", "indicator value", "kpi value", "metric value"),
)
OPENED = (
    *("created", "created at", "created on", "created date", "date created", "creation date"),
    *(
        "created time",
        "create date",
        "opened",
        "opened at",
        "open date",
        "date opened",
        "date/time opened",
    ),
    *("submitted", "ticket created - date", "erstellt", "erstellt am", "eröffnet", "eröffnet am"),
    *("créé le", "date de création", "fecha de creación", "creado", "aangemaakt", "utworzono"),
    *("date d'ouverture", "date d’ouverture", "ouvert le", "fecha de apertura", "aanmelddatum"),
    *("data di creazione", "data di apertura", "data de criação", "data de abertura", "criado em"),
    *("data utworzenia", "data zgłoszenia", "datum aangemaakt", "eröffnungsdatum", "melddatum"),
    *("geöffnet", "geöffnet am", "création", "créé", "creata", "creada", "criação"),
    *("skapad", "oprettet", "opprettet", "vytvořeno", "作成日時", "作成日", "受付日", "起票日"),
)
"""What the day is called on which a record began."""
NAMELESS = frozenset(
    (
        *("value", "values", "wert", "werte", "result", "ergebnis", "amount", "betrag", "number"),
        *VALUE,
        *("n", "count", "anzahl", "total", "sum", "summe", "unit", "einheit", "valeur", "valor"),
    )
)
"""What a column of numbers is called that does not say which KPI it holds."""

RECORD_ID = re.compile(
    r"^(.*[ .])?(report|record|deal|ticket|case|incident|issue|order|invoice|request|call|task|"
    r"survey|response|interview|respondent|transaction|opportunity|contact|session|conversation|"
    r"booking|trip|expense|claim|work ?item|interaction|reservation|voucher|receipt)"
    r"( ?-? ?(id|number|key|no\.?))$|"
    r"^(id|number|key|ticket|case|task|issue key|incident|respondent)$|"
    r"\b(ticket|case|issue|order|request|incident)s? ?#|"
    r"^(melding|ticket|fall|vorgangs|auftrags|beleg|rechnungs|zaak|transaktions|buchungs)-?"
    r"(snummer|nummer|nr\.?)$|"
    r"^(id|identifiant|identificador|codice|numero|número|numéro|n[º°]|nr\.?)"
    r"( ?(del?|du|do|della|di|de|da))? ?"
    r"(ticket|caso|chamado|pedido|incident[ei]?|incidencia|demande|negócio|negocio|"
    r"segnalazione|zgłoszenia|sprawy)$|"
    r"^(clé|clave|chiave|chave|klucz|sleutel)( de| del| di| do)?( ticket| incidencia| chamado)?$|"
    r"^(vorgangs)?schlüssel$|^(チケット|案件|問い合わせ|インシデント)(番号|id)$|^mcc$"
)
"""A column that names records: a table that has it is a list of them."""

ANSWER = re.compile(r"(nps |csat |survey )?(score|rating|stars)|nps|csat|likelihood to recommend")
"""A column of answers to a survey: a table of people that has it is no usage."""

_CODES = (
    *(" id", " number", " no", " no.", " nr", " nr.", "nummer", "code", "zip", "plz", "phone"),
    "telefon",
)


def is_code(name: str) -> bool:
    """Return whether a column (normalised) holds numbers that name something and count nothing."""
    return name.endswith(_CODES)


def neutral(name: str) -> bool:
    """Return whether a plain table may have a column (normalised) beside its own."""
    return name in NEUTRAL or name.startswith("signpost:")
