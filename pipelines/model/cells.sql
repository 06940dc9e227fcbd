-- How a text becomes a value. Each macro gives NULL for what it cannot read; the row is then rejected.
-- x is a trimmed text or NULL.

create or replace macro tidy(x) as nullif(trim(x, '{blank}'), '');

-- the same for a column (the text is looked at several times): trimming costs, and hardly a cell needs it
create or replace macro tidy_column(c) as case
    when c >= '!' and c < '{delete}' and not (suffix(c, ' ') or suffix(c, '{tab}') or suffix(c, '{line}')
        or suffix(c, '{return}') or suffix(c, '{hard}')) then c
    else tidy(c) end;

-- whether a text is one of those that stand between the marks: one constant is planned sooner than a list of many
create or replace macro is_among(x, words) as contains(words, '␟' || x || '␟');

-- what spreadsheets and databases write for "no value"; none begins with a digit (a bare IN would become a join)
create or replace macro present(x) as case
    when x >= '0' and x < ':' then x
    when length(x) > 8 then x
    when not is_among(x, '{absent}') then x end;

-- the same where names, words and days stand: what other tools write there, and no number could be
create or replace macro present_text(x) as case
    when x >= '0' and x < ':' then x
    when length(x) > 9 then x
    when not is_among(x, '{absent_text}') then x end;

-- a day that never was: lists of last use say so in words
create or replace macro present_day(x) as case
    when not regexp_full_match(lower(x), '(never|not yet|noch nie|jamais|nunca|nooit|nigdy|aldrig)( .{0,20})?|nie|mai|なし|未使用|从未.{0,4}')
        then present_text(x) end;

create or replace macro finite(n) as case when isfinite(n) then n end;

-- 12 | 12.0 | 1,234 | 1.234 | 1 234: no count has a fraction, so three digits behind a mark are thousands
create or replace macro count_of(x) as case
    when try_cast(x as bigint) >= 0 and not contains(x, '.') then cast(try_cast(x as bigint) as double)
    when regexp_full_match(x, '\d{1,3}([.,'' \x{00a0}\x{202f}’]\d{3})+')
        then try_cast(regexp_replace(x, '\D', '', 'g') as double)
    when finite(try_cast(x as double)) >= 0 and try_cast(x as double) = floor(try_cast(x as double))
        and try_cast(x as double) < 9e15 then try_cast(x as double) end;

-- the figure alone: no currency, no spaces, no percent sign, no parentheses, one sign for minus
create or replace macro bare(x) as regexp_replace(
    regexp_replace(translate(x, '{minus}', '{hyphens}'), '^[A-Za-z]{3}\s+|\s+[A-Za-z]{3}$|^[A-Za-z]{1,3}\$', ''), '[\s\x{00a0}\x{2007}\x{202f}\x{2009}''’$€£¥₹₺₩₪฿円元원%()]|(kr|zł|Kč)', '', 'g');

create or replace macro figure(y, point) as case
    when point = '.' and regexp_full_match(y, '[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][-+]?\d{1,3})?-?')
        then try_cast(replace(rtrim(y, '-'), ',', '') as double) * if(ends_with(y, '-'), -1, 1)
    when point = ',' and regexp_full_match(y, '[-+]?(\d{1,3}(\.\d{3})+|\d+)?(,\d*)?([eE][-+]?\d{1,3})?-?')
        then try_cast(replace(replace(rtrim(y, '-'), '.', ''), ',', '.') as double)
             * if(ends_with(y, '-'), -1, 1) end;

create or replace macro number_of(x, point) as case
    when point = '.' and isfinite(try_cast(x as double)) then try_cast(x as double)
    else finite(figure(bare(x), point)
        * if(regexp_full_match(x, '.*\(.*\).*'), -1, 1) * if(ends_with(rtrim(x, ') '), '%'), 0.01, 1)) end;

-- EUR of 'EUR 1,200' and '1.200 €'; a dollar sign may mean many
create or replace macro currency_of(x) as coalesce(
    nullif(regexp_extract(x, '^[(\-]*([A-Z]{3})\s', 1), ''),
    nullif(regexp_extract(x, '\d\s?([A-Z]{3})\)?$', 1), ''),
    case when contains(x, '€') then 'EUR' when contains(x, '£') then 'GBP' end);

-- seconds: 90 | 00:12:30 | 27:05:00 | PT1H2M3S | P1DT2H
create or replace macro duration_of(x) as case
    when finite(try_cast(x as double)) >= 0 then try_cast(x as double)
    when regexp_full_match(x, '\d{1,5}:[0-5]?\d(:[0-5]?\d(\.\d+)?)?')
        then cast(split_part(x, ':', 1) as double) * 3600 + cast(split_part(x, ':', 2) as double) * 60
             + coalesce(try_cast(nullif(split_part(x, ':', 3), '') as double), 0)
    when regexp_full_match(upper(x), 'P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?') and length(x) > 2
        then coalesce(try_cast(regexp_extract(upper(x), '(\d+)D', 1) as double), 0) * 86400
             + coalesce(try_cast(regexp_extract(upper(x), '(\d+)H', 1) as double), 0) * 3600
             + coalesce(try_cast(regexp_extract(upper(x), '(\d+)M', 1) as double), 0) * 60
             + coalesce(try_cast(regexp_extract(upper(x), '(\d+(\.\d+)?)S', 1) as double), 0) end;

create or replace macro flag_of(x) as case
    when is_among(lower(x), '{yes}') then true
    when is_among(lower(x), '{no}') then false end;

create or replace macro lasting(d) as case when d >= date '1900-01-01' and d <= date '9999-12-31' then d end;

-- ISO 8601; with a zone the local day and time are kept
create or replace macro moment_of(x) as coalesce(
    try_cast(x as timestamp),
    try_cast(regexp_replace(x, '(:\d\d(\.\d+)?)\s*(Z|UTC|[-+]\d\d(:?\d\d)?)$', '\1') as timestamp));
create or replace macro iso_day(x) as lasting(coalesce(try_cast(x as date), cast(moment_of(x) as date)));
create or replace macro iso_moment(x) as case when lasting(cast(moment_of(x) as date)) is not null then moment_of(x) end;

-- the parts of any other date: the words of the day, read in Python once per distinct text, and the time
create or replace macro clock_text(x) as regexp_extract(x, '\d{1,2}:\d{2}(:\d{2})?(\.\d+)?(\s?[AaPp]\.?[Mm]\.?)?');
-- what stands right behind a time is its zone (PostgreSQL writes two digits); behind a day it may be the year
create or replace macro day_text(x) as trim(case when clock_text(x) = '' then regexp_replace(x, '\s*(Z|UTC|GMT)$', '')
    else regexp_replace(
        regexp_replace(x, '\d{1,2}:\d{2}(:\d{2})?(\.\d+)?(\s?[AaPp]\.?[Mm]\.?)?(\s*(Z|UTC|GMT|[-+]\d\d(:?\d\d)?)$)?', ''),
        '\s+(Z|UTC|GMT|[-+]\d\d(:?\d\d)?)$', '') end, ' ,T');
create or replace macro clock_of(x) as coalesce(
    cast(try_strptime(upper(replace(regexp_replace(clock_text(x), '[.]\d+', ''), '.', '')),
        ['%H:%M:%S', '%H:%M', '%I:%M:%S %p', '%I:%M %p', '%I:%M:%S%p', '%I:%M%p']) as time), time '00:00');

-- an e-mail address in a text that is kept must not name a person
create or replace macro masked(x) as left(regexp_replace(x, '[^\s,;<>"]+@[^\s,;<>"]+', '[e-mail]', 'g'), 200);
