-- What Signpost knows. Each table begins with its grain; this file is the documentation of the data.
-- Days are DATE. A window is first_day..last_day, both inside. An interval of validity is half-open:
-- from_day <= day < until_day, with 9999-12-31 for "still". Counts and amounts are finite and, unless
-- said, not negative. Facts are never overwritten: a newer upload becomes the truth for what it
-- covers (table truth), so that undo gives back what it replaced.

create table if not exists upload (         -- one file that was loaded
    upload_no      integer primary key,     -- running number; every fact row carries it
    upload_id      varchar not null,        -- sha256 of the bytes
    source_id      varchar not null,
    filename       varchar not null,
    loaded_at      timestamp not null,      -- UTC
    loaded_by      varchar not null,
    rows_read      bigint not null check (rows_read >= 0),
    rows_loaded    bigint not null check (rows_loaded >= 0),
    rows_rejected  bigint not null check (rows_rejected >= 0),
    rows_skipped   bigint not null check (rows_skipped >= 0),   -- totals, footers, blanks
    facts_written  bigint not null,
    facts_replaced bigint not null,
    first_day      date,
    last_day       date,
    warnings       varchar not null default '[]',               -- JSON list of sentences
    undone_at      timestamp,               -- NULL: in force
    undone_by      varchar,
    check (rows_read = rows_loaded + rows_rejected + rows_skipped)
);

-- Truth: which upload speaks for what. An upload writes one row per subject and window it covers, also
-- where it has no fact in it. In force is, for each subject and exact window, the highest upload_no that
-- is not undone; only its facts count (views <fact>_now), so undoing it brings back what was before.
-- Facts of an upload are written once, together with its truth, and never changed.
--
--   facts         subject                       window
--   usage         usage:<platform>              the fact's own first_day..last_day (daily: one per day)
--   group_usage   group_usage:<platform>        the fact's own
--   interaction   interaction:<platform>        the fact's own
--   outcome       outcome:<kpi>:<group_id>      the fact's own
--   spend         spend:<platform>:<basis>:<kind>  the fact's own
--   cost          cost                          the fact's own
--   roster        roster                        the day the list was drawn, twice
--   licence       licence:<platform>            the day the list was drawn, twice
--   intervention  intervention                  first and last day the list speaks for
--   barrier       barrier                       first and last day the survey was open
--   record        none: the latest upload in force that names (kind, record_id)
--   response      none: the latest upload in force that names (survey, answer_id)
--   org_group     none: the latest upload in force that names group_id
--
-- A list (roster, licence) holds from the day it was drawn until the next one in force; the first also
-- before, as far back as its rows' from_day. Who is missing from the next list has left or lost the
-- licence. A row may begin after the day its list was drawn. One file may hold several lists: a row then
-- belongs to the last list of its upload drawn on or before its from_day.
create table if not exists truth (          -- subject x window x upload
    subject   varchar not null,
    first_day date not null,
    last_day  date not null,
    upload_no integer not null,
    check (first_day <= last_day)
);

create table if not exists lottery_arm ( -- use case x person: the first recorded lottery, kept as drawn
    use_case   varchar not null,
    alias_hash varchar not null,            -- as in alias; the person need not be known yet
    block      varchar not null,            -- the group within which places were drawn
    arm        integer not null check (arm in (0, 1))   -- 1: drawn
);

create table if not exists rejected (       -- one row (or cell) we could not use
    upload_no integer not null,
    line      bigint not null,              -- line in the file, header = 1
    "column"  varchar,
    text      varchar,                      -- as found; person ids are replaced by their hash
    reason    varchar not null
);

-- one pseudonym; no key is declared here and below: its index takes more space than a year of use, and
-- the doctor looks for doubles
create table if not exists person (
    person_id integer not null,             -- running number
    kind      varchar not null default 'employee' check (kind in ('employee', 'guest', 'service'))
);

create table if not exists alias (          -- one identifier of a person
    alias_hash varchar not null,            -- HMAC-SHA256, key outside the data
    person_id  integer not null
);

create table if not exists roster (         -- one person in one roster file from its effective day
    person_id  integer not null,
    from_day   date not null,
    until_day  date not null default date '9999-12-31',   -- leaving day, if the file knows it
    group_id   varchar not null,
    location   varchar,
    level      varchar,
    manager_id integer,
    upload_no  integer not null,
    check (from_day <= until_day)
);

create table if not exists licence (        -- one person may use one platform from one day on
    person_id integer not null,
    platform  varchar not null,
    from_day  date not null,
    until_day date not null default date '9999-12-31',
    upload_no integer not null,
    check (from_day <= until_day)
);

create table if not exists org_group (      -- one group from one day on
    group_id  varchar not null,             -- label, trimmed and case-folded
    label     varchar not null,
    parent_id varchar,
    area      varchar not null default 'none' check (area in ('marketing', 'operational', 'customer', 'none')),
    from_day  date not null default date '0001-01-01',
    upload_no integer not null
);

create table if not exists group_alias (    -- one spelling, decided once
    spelling varchar primary key,           -- trimmed and case-folded
    group_id varchar not null,
    decided_by varchar not null,
    decided_at timestamp not null
);

-- "usage of <platform>"                     person x window: a table per platform, made by usage_tables.py
--     person_id, first_day, last_day          equal days for daily exports
--     a column per action, double             0: idle; NULL in every one: unlicensed. An action that came later
--                                             is NULL before. 'active_days': days with use, not uses
--     upload_no
-- usage (a view over them)                    platform, person_id, first_day, last_day, action, times, upload_no:
--     a row per action that happened; 'none' with 0 for the idle, with NULL for the unlicensed. So a lakehouse
--     keeps it
-- usage_total (a view over them)              platform, person_id, first_day, last_day, used, times, said_days,
--     upload_no: everything added up, the same without active_days, active_days alone

create table if not exists group_usage (    -- group x window x platform x measure: exports already aggregated
    platform    varchar not null,
    group_id    varchar not null,
    first_day   date not null,
    last_day    date not null,
    measure     varchar not null,           -- 'active', 'messages', ...
    numerator   double not null check (isfinite(numerator)),
    denominator double check (denominator is null or denominator >= 0),
    upload_no   integer not null
);

create table if not exists interaction (    -- group (or person) pair x window
    platform    varchar not null,
    first_day   date not null,
    last_day    date not null,
    from_person integer,
    to_person   integer,
    from_group  varchar,
    to_group    varchar,
    kind        varchar not null,           -- message, meeting, reply, minutes, ...
    times       double not null check (times >= 0 and isfinite(times)),
    upload_no   integer not null
);

create table if not exists record (         -- one ticket, opportunity, expense, call
    kind      varchar not null,             -- ticket, opportunity, expense, call, issue, worklog
    record_id varchar not null,             -- hashed where it could name a person
    group_id  varchar,
    person_id integer,
    opened    timestamp,
    closed    timestamp,
    amount    double check (amount is null or isfinite(amount)),
    currency  varchar,
    status    varchar,
    flags     varchar not null default '',  -- space-separated: escalated reopened sla_met sla_missed won lost cross_sell good bad
    measures  varchar not null default '{}',-- JSON name -> number: first_reply_minutes, reopens, ...
    upload_no integer not null
);

create table if not exists response (       -- one survey answer
    survey    varchar not null,
    answer_id varchar not null,
    group_id  varchar,
    person_id integer,
    day       date not null,
    question  varchar not null,
    score     double check (score is null or isfinite(score)),
    scale_low  double,
    scale_high double,
    upload_no integer not null
);

create table if not exists outcome (        -- KPI x group x window
    kpi         varchar not null,
    group_id    varchar not null,
    first_day   date not null,
    last_day    date not null,
    numerator   double not null check (isfinite(numerator)),
    denominator double not null check (denominator > 0 and isfinite(denominator)),  -- 1 where the file gives only a value
    unit        varchar,
    upload_no   integer not null,
    check (first_day <= last_day)
);

create table if not exists intervention (   -- one thing done for one group
    intervention_id varchar not null,
    group_id  varchar not null,
    kind      varchar not null,             -- roll-out, white-glove, launch tour, training, champion, channel, ...
    platform  varchar,
    from_day  date not null,
    until_day date,
    hours     double check (hours is null or hours >= 0),
    cost      double check (cost is null or cost >= 0),
    owner     varchar,
    barrier   varchar,                      -- the barrier it is meant to lower
    upload_no integer not null
);

create table if not exists cost (           -- item x group or programme x window
    item      varchar not null,
    group_id  varchar,                      -- NULL: the whole programme
    first_day date not null,
    last_day  date not null,
    amount    double not null check (amount >= 0 and isfinite(amount)),
    currency  varchar not null,
    upload_no integer not null
);

create table if not exists spend (          -- platform x person x window x basis x kind x unit
    platform    varchar not null,
    person_id   integer,                    -- NULL: of nobody by name
    first_day   date not null,
    last_day    date not null,
    basis       varchar not null check (basis in ('bill', 'report')),  -- report: a platform's own count, no bill
    kind        varchar not null check (kind in ('seat', 'metered')),
    unit        varchar not null,           -- requests, ai-credits, tokens, seats, ...
    quantity    double check (quantity is null or isfinite(quantity)),
    list_amount double check (list_amount is null or isfinite(list_amount)),  -- before discounts and included use
    net_amount  double check (net_amount is null or isfinite(net_amount)),    -- what is to be paid; NULL: not said
    currency    varchar,
    upload_no   integer not null,
    check (first_day <= last_day)
);

create table if not exists barrier (        -- group x day x barrier
    group_id  varchar not null,
    day       date not null,
    barrier   varchar not null,             -- not_invented_here, hoarding, search, transfer, tool, time, trust
    score_sum double not null,              -- sum of the answers, 1 (no barrier) to 5 (strong)
    answers   integer not null check (answers >= 0),
    upload_no integer not null
);

create table if not exists programme (      -- one version of programme.yaml
    version_no integer primary key,
    text       varchar not null,
    loaded_at  timestamp not null,
    loaded_by  varchar not null,
    upload_no  integer not null
);

create table if not exists mapping (        -- one remembered mapping, by the file's header set
    header_set varchar primary key,         -- sha256 of the sorted normalised headers
    text       varchar not null,            -- YAML
    saved_by   varchar not null,
    saved_at   timestamp not null
);

create table if not exists answer (         -- one question of a file answered, by the file's header set
    header_set varchar not null,            -- as in mapping
    name       varchar not null,            -- fiscal_year, currency, repeats, ...
    value      varchar not null,
    saved_by   varchar not null,
    saved_at   timestamp not null,
    primary key (header_set, name)
);

create table if not exists reading (        -- one column of one file: how it was read
    upload_no integer not null,
    place     integer not null,             -- order in the list
    "column"  varchar not null,
    role      varchar not null,             -- the field it fills; unused; note: a sentence about the file
    reading   varchar not null,
    certainty varchar not null,             -- certain, assumed
    evidence  varchar not null
);

create table if not exists decision (       -- one decision taken
    decision_id integer primary key,
    use_case   varchar not null,
    group_id   varchar,
    verdict    varchar not null,            -- the grade at the time
    what       varchar not null,            -- scale, promote, fix, stop, wait
    why        varchar not null,
    expected   double,                      -- money expected from it
    owner      varchar not null,
    decided_at timestamp not null,
    recheck    date not null
);

create table if not exists audit (          -- one act
    done_at   timestamp not null,           -- UTC
    who       varchar not null,
    what      varchar not null,             -- load, undo, export, define, erase, decide, ...
    detail    varchar not null default '',
    upload_no integer
);

create table if not exists setting (        -- one setting of this data folder
    name  varchar primary key,              -- schema_version, ...
    value varchar not null
);
