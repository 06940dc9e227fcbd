-- One platform, however it is written: trimmed, case-folded, runs of spaces, dashes and "_" are one "_".
-- The same rule in Python: metrics/model/keys.py; tests/pipelines/test_platform_key.py compares them.
-- Plain words, single spaces between them, take the short way: half the time on millions of rows.
create or replace temp macro platform_key(x) as case
    when not regexp_matches(x, '[^A-Za-z0-9 ]|^ |  | $') then replace(lower(x), ' ', '_')
    else trim(regexp_replace(
        replace(replace(lower(x), 'ς', 'σ'), 'ß', 'ss'),
        '[\s\x{b}\x{1c}-\x{1f}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{2010}-\x{2015}_-]+',
        '_', 'g'), '_') end;
