-- What everybody reads instead of the facts. Each part is one SELECT in SQL that DuckDB and Spark both
-- understand: half-open intervals, a calendar table instead of date functions, explicit frames, "as" on
-- every alias, no QUALIFY, no FILTER, no positional GROUP BY. Parts come in the order they build on
-- each other. "view": computed when asked; "table": stored by every publish that touches it; "more":
-- added to that table; "lakehouse": a view where facts come from one (usage_tables.py makes ours).

-- lakehouse: usage_total
-- person x window x platform, or a part of it: what was done, without days of use, the days as told
select platform, person_id, first_day, last_day, times as used,
       case when action <> 'active_days' then times end as times,
       case when action in ('active_days', 'none') then times end as said_days, upload_no
from usage

-- view: truth_now
-- subject x window: the upload that speaks for it
select t.subject, t.first_day, t.last_day, max(t.upload_no) as upload_no
from truth as t join upload as u on u.upload_no = t.upload_no
where u.undone_at is null
group by t.subject, t.first_day, t.last_day

-- view: usage_delivered
-- platform x window that some usage file covers. part = 1: an export beside the platform's own (a bill, a
-- meter), whose subject is 'usage:platform:-part'; no key of a platform holds a dash
select case when instr(subject, ':-') > 0 then substr(subject, 7, instr(subject, ':-') - 7)
            else substr(subject, 7) end as platform,
       case when instr(subject, ':-') > 0 then 1 else 0 end as part, first_day, last_day, upload_no
from truth_now where substr(subject, 1, 6) = 'usage:'

-- view: usage_own
-- the windows that can be asked about: those of a platform's own exports, of parts where it has none.
-- A part adds who is active only there, and says of nobody that they are idle
select d.platform, d.part, d.first_day, d.last_day, d.upload_no
from usage_delivered as d left join (
    select distinct platform from usage_delivered where part = 0
) as o on o.platform = d.platform
where d.part = 0 or o.platform is null

-- view: usage_now
-- a row per action
select f.* from usage as f join usage_own as w
  on f.platform = w.platform and f.first_day = w.first_day and f.last_day = w.last_day
 and f.upload_no = w.upload_no

-- view: usage_total_now
-- a row per person and window
select f.* from usage_total as f join usage_own as w
  on f.platform = w.platform and f.first_day = w.first_day and f.last_day = w.last_day
 and f.upload_no = w.upload_no

-- view: group_usage_now
select f.* from group_usage as f join truth_now as t
  on t.subject = 'group_usage:' || f.platform and f.first_day = t.first_day
 and f.last_day = t.last_day and f.upload_no = t.upload_no

-- view: interaction_now
select f.* from interaction as f join truth_now as t
  on t.subject = 'interaction:' || f.platform and f.first_day = t.first_day
 and f.last_day = t.last_day and f.upload_no = t.upload_no

-- view: outcome_now
select f.* from outcome as f join truth_now as t
  on t.subject = 'outcome:' || f.kpi || ':' || f.group_id and f.first_day = t.first_day
 and f.last_day = t.last_day and f.upload_no = t.upload_no

-- view: cost_now
select f.* from cost as f join truth_now as t
  on t.subject = 'cost' and f.first_day = t.first_day
 and f.last_day = t.last_day and f.upload_no = t.upload_no

-- view: spend_now
select f.* from spend as f join truth_now as t
  on t.subject = 'spend:' || f.platform || ':' || f.basis || ':' || f.kind and f.first_day = t.first_day
 and f.last_day = t.last_day and f.upload_no = t.upload_no

-- view: record_now
select f.* from record as f join (
    select r.kind, r.record_id, max(r.upload_no) as upload_no
    from record as r join upload as u on u.upload_no = r.upload_no
    where u.undone_at is null group by r.kind, r.record_id
) as n on f.kind = n.kind and f.record_id = n.record_id and f.upload_no = n.upload_no

-- view: response_now
select f.* from response as f join (
    select r.survey, r.answer_id, max(r.upload_no) as upload_no
    from response as r join upload as u on u.upload_no = r.upload_no
    where u.undone_at is null group by r.survey, r.answer_id
) as n on f.survey = n.survey and f.answer_id = n.answer_id and f.upload_no = n.upload_no

-- view: org_group_now
select f.* from org_group as f join (
    select g.group_id, max(g.upload_no) as upload_no
    from org_group as g join upload as u on u.upload_no = g.upload_no
    where u.undone_at is null group by g.group_id
) as n on f.group_id = n.group_id and f.upload_no = n.upload_no

-- view: list_part
-- subject x list: the days whose rows belong to it. A list (roster, licences, interventions, barriers)
-- speaks from its first_day on. A row belongs to the last window of its own upload that starts on or
-- before its day, or to the first one.
select subject, first_day, last_day, upload_no,
       case when lag(first_day) over (partition by subject, upload_no order by first_day) is null
            then date '0001-01-01' else first_day end as rows_from,
       coalesce(lead(first_day) over (partition by subject, upload_no order by first_day),
                date '9999-12-31') as rows_until
from (select distinct subject, upload_no, first_day, last_day from truth
      where subject in ('roster', 'intervention', 'barrier')
         or substr(subject, 1, 8) = 'licence:') as drawn

-- view: list_now
-- the lists in force, each until the next one of its subject
select p.subject, p.first_day, p.last_day, p.upload_no, p.rows_from, p.rows_until,
       case when lag(p.first_day) over (partition by p.subject order by p.first_day) is null
            then date '0001-01-01' else p.first_day end as holds_from,
       coalesce(lead(p.first_day) over (partition by p.subject order by p.first_day),
                date '9999-12-31') as holds_until
from list_part as p join truth_now as t
  on p.subject = t.subject and p.first_day = t.first_day and p.last_day = t.last_day
 and p.upload_no = t.upload_no

-- view: roster_now
select f.* from roster as f join list_now as l
  on l.subject = 'roster' and f.upload_no = l.upload_no
 and f.from_day >= l.rows_from and f.from_day < l.rows_until

-- view: intervention_now
select f.* from intervention as f join list_now as l
  on l.subject = 'intervention' and f.upload_no = l.upload_no
 and f.from_day >= l.rows_from and f.from_day < l.rows_until
join (
    select i.intervention_id, i.group_id, max(i.upload_no) as upload_no
    from intervention as i join upload as u on u.upload_no = i.upload_no
    where u.undone_at is null group by i.intervention_id, i.group_id
) as n on f.intervention_id = n.intervention_id and f.group_id = n.group_id
      and f.upload_no = n.upload_no

-- view: barrier_now
select f.* from barrier as f join list_now as l
  on l.subject = 'barrier' and f.upload_no = l.upload_no
 and f.day >= l.rows_from and f.day < l.rows_until

-- view: licence_now
-- person x platform x span; a list holds until the next one, so who is missing there lost the licence
select person_id, platform, from_day, until_day, upload_no from (
    select f.person_id, f.platform, f.upload_no,
           greatest(f.from_day, l.holds_from) as from_day,
           least(f.until_day, l.holds_until) as until_day
    from licence as f join list_now as l
      on l.subject = 'licence:' || f.platform and f.upload_no = l.upload_no
     and f.from_day >= l.rows_from and f.from_day < l.rows_until
) as s where from_day < until_day

-- view: upload_now
-- subject x upload that something in force comes from: of records, answers and interventions single rows
-- are replaced, of the rest whole windows
select distinct subject, upload_no from truth_now
where substr(subject, 1, 7) <> 'record:' and substr(subject, 1, 9) <> 'response:'
  and subject <> 'intervention'
union all
select distinct 'record:' || kind as subject, upload_no from record_now
union all
select distinct 'response:' || survey as subject, upload_no from response_now
union all
select distinct 'intervention' as subject, upload_no from intervention_now
union all
select 'programme' as subject, p.upload_no from programme as p join (
    select max(v.version_no) as version_no
    from programme as v left join upload as u on u.upload_no = v.upload_no where u.undone_at is null
) as n on p.version_no = n.version_no

-- view: upload_in_force
-- the files that count; one without a usable row has nothing that could be replaced
select u.* from upload as u
where u.undone_at is null
  and (u.rows_loaded = 0 or u.upload_no in (select n.upload_no from upload_now as n))

-- view: part_usage
-- usage of parts, of who may use the platform: a bill or meter may know people who are on no list
select f.platform, f.person_id, f.first_day, f.last_day, f.used, f.times, f.said_days, f.upload_no
from usage_total as f join usage_delivered as d
  on d.part = 1 and f.platform = d.platform and f.first_day = d.first_day and f.last_day = d.last_day
 and f.upload_no = d.upload_no
where not exists (select 1 from licence_now as a where a.platform = f.platform)
   or exists (select 1 from licence_now as l
              where l.platform = f.platform and l.person_id = f.person_id
                and l.from_day <= f.last_day and f.first_day < l.until_day)

-- table: roster_span
-- person x span, half-open, never overlapping, equal neighbours joined. A roster holds until the next
-- one in force; who is missing there has left.
with clipped as (
    select f.person_id, f.group_id, f.location, f.level, f.manager_id,
           greatest(f.from_day, l.holds_from) as from_day,
           least(f.until_day, l.holds_until,
                 coalesce(lead(f.from_day) over (
                     partition by f.person_id, l.first_day order by f.from_day, f.until_day, f.group_id
                 ), date '9999-12-31')) as until_day
    from roster as f join list_now as l
      on l.subject = 'roster' and f.upload_no = l.upload_no
     and f.from_day >= l.rows_from and f.from_day < l.rows_until),
seen as (
    select person_id, group_id, location, level, manager_id, from_day, until_day,
           lag(until_day) over (partition by person_id order by from_day) as before_until,
           lag(group_id) over (partition by person_id order by from_day) as before_group,
           lag(location) over (partition by person_id order by from_day) as before_location,
           lag(level) over (partition by person_id order by from_day) as before_level,
           lag(manager_id) over (partition by person_id order by from_day) as before_manager
    from clipped where from_day < until_day),
numbered as (
    select person_id, group_id, location, level, manager_id, from_day, until_day,
           sum(case when before_until = from_day and before_group = group_id
                     and coalesce(before_location, '') = coalesce(location, '')
                     and coalesce(before_level, '') = coalesce(level, '')
                     and coalesce(before_manager, -1) = coalesce(manager_id, -1)
                    then 0 else 1 end)
             over (partition by person_id order by from_day
                   rows between unbounded preceding and current row) as span_no
    from seen)
select person_id, group_id, max(location) as location, max(level) as level,
       max(manager_id) as manager_id, min(from_day) as from_day, max(until_day) as until_day
from numbered group by person_id, group_id, span_no

-- table: coverage
-- platform x window that can be asked about; derived = 1: weeks and months put together from days,
-- only where every day was delivered and no file delivers the window itself
with delivered as (select distinct platform, first_day, last_day from usage_own),
whole as (
    select d.platform, c.week_first as first_day, c.week_last as last_day
    from delivered as d join calendar as c on c.day = d.first_day
    where d.first_day = d.last_day
    group by d.platform, c.week_first, c.week_last having count(*) = 7
    union all
    select d.platform, c.month_first as first_day, c.month_last as last_day
    from delivered as d join calendar as c on c.day = d.first_day
    where d.first_day = d.last_day
    group by d.platform, c.month_first, c.month_last, c.month_days
    having count(*) = c.month_days)
select platform, first_day, last_day, 0 as derived from delivered
union all
select w.platform, w.first_day, w.last_day, 1 as derived
from whole as w left join delivered as d
  on w.platform = d.platform and w.first_day = d.first_day and w.last_day = d.last_day
where d.platform is null

-- table: due
-- the windows whose people are to be computed: here all, in a later publish those it touched.
-- window_no is a number to group by, four times cheaper than the three columns it stands for
select platform, first_day, last_day, derived,
       row_number() over (order by platform, first_day, last_day) as window_no
from coverage where first_day < last_day

-- table: due_group
-- the windows whose groups are to be computed
select platform, first_day, last_day,
       row_number() over (order by platform, first_day, last_day) as window_no
from coverage where first_day < last_day

-- table: due_source
-- due window x delivered window that feeds it: itself or its days, each with a bit of its own, and what
-- parts deliver inside it
select w.window_no, w.platform, w.first_day as from_first, w.last_day as from_last, d.upload_no,
       0 as day_bit, d.part
from due as w join usage_delivered as d
  on w.derived = 0 and d.platform = w.platform and d.first_day = w.first_day
 and d.last_day = w.last_day
union all
select w.window_no, w.platform, d.first_day as from_first, d.last_day as from_last, d.upload_no,
       c.day_bit, d.part
from due as w join calendar as c on w.derived = 1 and w.first_day <= c.day and c.day <= w.last_day
join usage_delivered as d
  on d.platform = w.platform and d.first_day = c.day and d.last_day = c.day
union all
select w.window_no, w.platform, d.first_day as from_first, d.last_day as from_last, d.upload_no,
       0 as day_bit, d.part
from due as w join usage_delivered as d
  on d.part = 1 and w.derived = 0 and d.platform = w.platform
 and w.first_day <= d.first_day and d.last_day <= w.last_day
 and (w.first_day < d.first_day or d.last_day < w.last_day)

-- table: person_window
-- platform x person x window of two days and more, licensed only. All times NULL: the export says
-- unlicensed. active: used at all. active_days: as the export says it, counted where days are
-- delivered, NULL where nobody knows. times: of parts only where the platform's own exports know of none,
-- or one use would count twice. Single days are in person_day.
select w.platform, p.person_id, w.first_day, w.last_day,
       case when p.used > 0 then 1 else 0 end as active,
       case when w.derived = 1 then cast(bit_count(p.day_bits) as integer)
            when p.said_days = 0 and p.used > 0 then cast(null as integer)
            else p.said_days end as active_days,
       case when p.times > 0 then p.times else coalesce(p.part_times, p.times, cast(0 as double))
       end as times
from (
    select window_no, person_id, sum(used) as used,
           sum(case when part = 0 then times end) as times,
           sum(case when part = 1 then times end) as part_times,
           cast(max(said_days) as integer) as said_days,
           bit_or(case when used > 0 then day_bit else 0 end) as day_bits
    from (
        select s.window_no, s.day_bit, s.part, f.person_id, f.used, f.times, f.said_days
        from usage_total as f join due_source as s
          on s.part = 0 and f.platform = s.platform and f.first_day = s.from_first
         and f.last_day = s.from_last and f.upload_no = s.upload_no
        union all
        select s.window_no, s.day_bit, s.part, f.person_id, f.used, f.times, f.said_days
        from part_usage as f join due_source as s
          on s.part = 1 and f.platform = s.platform and f.first_day = s.from_first
         and f.last_day = s.from_last and f.upload_no = s.upload_no
    ) as u
    group by window_no, person_id
    having sum(used) is not null
) as p join due as w on p.window_no = w.window_no
order by w.platform, w.first_day, w.last_day, p.person_id

-- more: person_window
-- who holds a licence on the last day and is in no export of the window: licensed and idle
select w.platform, l.person_id, w.first_day, w.last_day, 0 as active, 0 as active_days,
       cast(0 as double) as times
from due as w join (
    select distinct platform, person_id, from_day, until_day from licence_now
) as l on l.platform = w.platform and l.from_day <= w.last_day and w.last_day < l.until_day
left join person_window as p
  on p.platform = w.platform and p.person_id = l.person_id
 and p.first_day = w.first_day and p.last_day = w.last_day
where p.person_id is null
group by w.platform, l.person_id, w.first_day, w.last_day

-- view: person_day
-- platform x person x day, for exports that deliver days; as person_window, without licences
select platform, person_id, day, case when coalesce(used, 0) > 0 then 1 else 0 end as active,
       case when times > 0 then times else coalesce(part_times, times, cast(0 as double)) end as times
from (
    select platform, person_id, first_day as day, sum(used) as used,
           sum(case when part = 0 then times end) as times,
           sum(case when part = 1 then times end) as part_times
    from (
        select f.platform, f.person_id, f.first_day, f.used, f.times, 0 as part
        from usage_total as f join usage_delivered as w
          on w.part = 0 and f.platform = w.platform and f.first_day = w.first_day
         and f.last_day = w.last_day and f.upload_no = w.upload_no
        where f.first_day = f.last_day
        union all
        select platform, person_id, first_day, used, times, 1 as part
        from part_usage where first_day = last_day
    ) as u
    group by platform, person_id, first_day having sum(used) is not null
) as d

-- table: group_window
-- platform x group x window: the group's members on the last day. A group without use is a row of zeros
with moves as (
    select group_id, from_day as day, 1 as delta from roster_span
    union all
    select group_id, until_day as day, -1 as delta from roster_span),
probes as (
    select group_id, day, sum(delta) as delta, 0 as probe from moves group by group_id, day
    union all
    select g.group_id, d.last_day as day, 0 as delta, 1 as probe
    from (select distinct group_id from roster_span) as g
    cross join (select distinct last_day from due_group) as d),
counted as (
    select group_id, day, probe,
           sum(delta) over (partition by group_id order by day, probe
                            rows between unbounded preceding and current row) as headcount
    from probes),
members as (
    select w.window_no, r.group_id, count(*) as licensed, sum(p.active) as active,
           sum(p.times) as times
    from due_group as w join person_window as p
      on p.platform = w.platform and p.first_day = w.first_day and p.last_day = w.last_day
    join roster_span as r
      on p.person_id = r.person_id and r.from_day <= p.last_day and p.last_day < r.until_day
    group by w.window_no, r.group_id)
select w.platform, h.group_id, w.first_day, w.last_day, cast(h.headcount as integer) as headcount,
       cast(coalesce(m.licensed, 0) as integer) as licensed,
       cast(coalesce(m.active, 0) as integer) as active,
       coalesce(m.times, cast(0 as double)) as times
from due_group as w join counted as h on h.probe = 1 and h.day = w.last_day and h.headcount > 0
left join members as m on m.window_no = w.window_no and m.group_id = h.group_id
order by w.platform, w.first_day, w.last_day, h.group_id
