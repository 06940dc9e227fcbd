"""Hostile texts: what a group, a file, a column, a cell or the programme may be called."""

from __future__ import annotations

BEACON = "http://evil.example"
"""Any request that names this host came from data."""

MARKDOWN = (
    f"![pixel]({BEACON}/b.png)",
    f"[click]({BEACON}/x)",
    f"[ref]: {BEACON}/r",
    f"{BEACON}/auto",
    "HTTPS://EVIL.EXAMPLE/AUTO",
    "WWW.evil.example",
    "www.evil.example/path",
    "mail a@evil.example now",
    f"<{BEACON}/angle>",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "> quote",
    "    code",
    "```mermaid",
    "`code` **bold** _it_ ~~gone~~",
    "a\n\n# second line\n- item",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "$\\href{javascript:alert(1)}{TEX}$ and $$x^2$$",
    r"\(x^2\) \[x^2\]",
    ":material/home: :streamlit: :smile: :+1: :red[RED] :blue-background[B] :green-badge[G]",
    ':color[C]{foreground="red"} :help[h] :small[s] :shimmer[s]',
    "::directive{a=b}\n:::container",
    "[^1] [^1]: note",
    "-> <- <-> -- >= <= ~=",
    "\\# \\\\ \\[x\\]",
    "--- --- ***",
    "&lt;b&gt; &amp; &#60;script&#62;",
)
HTML = (
    "<script>window.__xss=1</script>",
    '<img src=x onerror="window.__xss=1">',
    "<svg/onload=window.__xss=1>",
    "<a href=\"javascript:window.__xss='a'\">JSLINK</a>",
    "</textarea></title></style><iframe src=javascript:window.__xss=1>",
    '"><img src=x onerror=window.__xss=1>',
    "javascript:window.__xss=1",
    "<b>BOLD</b><br><sub>s</sub>",
    "<!-- comment --> ]]> <?xml",
    "{{7*7}} ${7*7} <%= 7*7 %>",
)
PLOTLY = (
    "%{x} %{customdata[0]} <extra></extra>",
    f'<a href="{BEACON}">spoof</a>',
    '<span style="font-size:90px">BIG</span>',
    "2024-01-01",
    "1e5",
    "007",
    "NaN",
)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://evil.example","go")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\uff1d1+1",
    "\0=1+1",
    "x;=1+1",
    'x",=1+1',
    "x\t=1+1",
)
SQL = (
    "'; drop table usage; --",
    '"; drop table "usage"; --',
    'x" from (select 1) --',
    "' or '1'='1",
    "1); attach 'evil.db' as evil; --",
    "read_csv('/etc/passwd')",
    "%' escape '\\",
    "$1 ? :name {{x}}",
)
PATHS = (
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "C:\\Windows\\x",
    "~/.ssh/id_rsa",
    ".hidden",
    "con",
    "NUL.csv",
    "a/b/c.csv",
    "file://etc/passwd",
    "name\0.csv",
    "…" * 300,
)
UNICODE = (
    "\u202egnp.exe",
    "safe\u2066\u2067evil\u2069",
    "\u200e\u200f\u061cmarks",
    "Sa\u200bles\u2060\ufeff",
    "\x00\x01\x07\x1b[31mred\x1b[0m\x7f\x9b",
    "line\u2028separator\u2029end",
    "lone \ud800 surrogate",
    "e" + "\u0301" * 200,
    "\U000e0041\U000e0042 tags",
    "\ufffe\uffff not characters",
    "می‌خواهم",
    "क्‍ष",
    "👩‍👩‍👧 family",
    "Køge Æble ßtraße İstanbul",
    "社員 営業部",
)
SIZES = ("x" * 5000, "**" * 5000, "", " ", "\t\n", "é" * 1000)
LOGS = ('ok"\n{"level":"info","message":"forged"}', "a\r\nSet-Cookie: x=1", "%s %d %(name)s {0}")

CORPUS: tuple[str, ...] = (
    *MARKDOWN, *HTML, *PLOTLY, *FORMULAS, *SQL, *PATHS, *UNICODE, *SIZES, *LOGS
)  # fmt: skip
