-- What people did, one row per person and period; each metric is a sum over it.
-- {days}: (period, first_day, last_day, closing), the windows that make up each period, closing the
-- last of their days. A person counts where licensed and a member on the closing day.

-- name: windows
select first_day, last_day from coverage where platform = ? order by first_day, last_day

-- name: group_usage_windows
select distinct first_day, last_day from group_usage_now where platform = ? and measure = ?

-- name: platforms
select platform from coverage union select platform from group_usage_now order by platform

-- name: members
select count(*) from (
    select p.person_id from person_window as p join roster_span as r
      on r.person_id = p.person_id and r.from_day <= p.last_day and p.last_day < r.until_day
    where p.platform = ? limit 1) as one

-- name: group_windows
-- the stored rollup: one window per period, groups as they were
select g.group_id, d.period, g.headcount, g.licensed, g.active
from group_window as g
join (select * from ({days}) as listed(period, first_day, last_day, closing)) as d
  on g.first_day = d.first_day and g.last_day = d.last_day
where g.platform = ?

-- name: group_usage
select g.group_id, d.period, sum(g.numerator) as numerator, sum(g.denominator) as denominator
from group_usage_now as g
join (select * from ({days}) as listed(period, first_day, last_day, closing)) as d
  on g.first_day = d.first_day and g.last_day = d.last_day
where g.platform = ? and g.measure = ?
group by g.group_id, d.period

-- name: used
-- person x period where licensed on the closing day; each period is one window
with days(period, first_day, last_day, closing) as ({days}),
     used as (
         select d.period, d.closing, w.person_id, w.active, w.active_days, w.times,
                d.last_day - d.first_day + 1 as length
         from person_window as w
         join days as d on w.first_day = d.first_day and w.last_day = d.last_day
         where w.platform = $platform)

-- name: used_in_parts
-- the same where a period is made up of several windows
with days(period, first_day, last_day, closing) as ({days}),
     used as (
         select d.period, d.closing, w.person_id, max(w.active) as active,
                case when count(w.active_days) = count(*) then sum(w.active_days) end as active_days,
                sum(w.times) as times, max(d.last_day) - min(d.first_day) + 1 as length
         from person_window as w
         join days as d on w.first_day = d.first_day and w.last_day = d.last_day
         where w.platform = $platform
         group by d.period, d.closing, w.person_id
         having max(w.last_day) = d.closing)

-- name: member
-- with the group on the closing day
, latest as (
    select person_id, group_id from (
        select person_id, group_id,
               row_number() over (partition by person_id order by from_day desc) as place
        from roster_span where {placed}) as numbered
    where place = 1),
stay as (
    select r.person_id, r.from_day, r.until_day, {group} as group_id
    from roster_span as r left join latest as l on l.person_id = r.person_id),
member as (
    select u.period, u.person_id, u.active, u.active_days, u.times, u.length, s.group_id
    from used as u
    join stay as s
      on s.person_id = u.person_id and s.from_day <= u.closing and u.closing < s.until_day)

-- name: active
select m.group_id, m.period, sum(m.active) as numerator, count(*) as denominator,
       count(*) as people
from member as m group by m.group_id, m.period

-- name: active_28_days
select m.group_id, m.period, count(r.person_id) as numerator, count(*) as denominator,
       count(*) as people
from member as m
left join (
    select distinct u.person_id, u.period + s.step as period
    from used as u cross join (values (0), (1), (2), (3)) as s(step) where u.active = 1) as r
  on r.person_id = m.person_id and r.period = m.period
group by m.group_id, m.period

-- name: licensed
, belongs as (
    select d.period, s.person_id, s.group_id
    from (select distinct period, closing from days) as d
    join stay as s on s.from_day <= d.closing and d.closing < s.until_day)
select b.group_id, b.period, count(m.person_id) as numerator, count(*) as denominator,
       count(*) as people
from belongs as b left join member as m on m.period = b.period and m.person_id = b.person_id
group by b.group_id, b.period

-- name: ever
select m.group_id, m.period, count(f.person_id) as numerator, count(*) as denominator,
       count(*) as people
from member as m
left join (select person_id, min(period) as first from used where active = 1 group by person_id)
  as f on f.person_id = m.person_id and f.first <= m.period
group by m.group_id, m.period

-- name: returning
select m.group_id, m.period, count(b.person_id) as numerator, count(*) as denominator,
       count(*) as people
from (select * from member where active = 1) as m
left join used as b on b.person_id = m.person_id and b.period = m.period - 1 and b.active = 1
group by m.group_id, m.period

-- name: retention
select m.group_id, m.period, sum(m.active) as numerator, count(*) as denominator,
       count(*) as people
from member as m
join used as b on b.person_id = m.person_id and b.period = m.period - 1 and b.active = 1
group by m.group_id, m.period

-- name: stickiness
select m.group_id, m.period, sum(m.active_days) as numerator, sum(m.length) as denominator,
       count(*) as people
from member as m where m.active = 1
group by m.group_id, m.period having count(m.active_days) = count(*)

-- name: depth
select m.group_id, m.period, sum(m.times) as numerator, count(*) as denominator, count(*) as people
from member as m where m.active = 1 group by m.group_id, m.period

-- name: did
-- person x period: how many kinds of action, and how many of these are more than reading. {usage} is
-- the platform's own table; a daily file counts towards the week it makes up
, counted as (
    select d.period, w.first_day, w.last_day, w.upload_no
    from usage_own as w
    join days as d on w.first_day = d.first_day and w.last_day = d.last_day
    where w.platform = $platform
    union
    select d.period, w.first_day, w.last_day, w.upload_no
    from usage_own as w
    join coverage as c on c.platform = w.platform and c.derived = 1
     and w.first_day >= c.first_day and w.last_day <= c.last_day
    join days as d on c.first_day = d.first_day and c.last_day = d.last_day
    where w.platform = $platform and w.first_day = w.last_day),
did as (
    select c.period, u.person_id, {kinds} as kinds, {wrote} as wrote
    from {usage} as u join counted as c
      on u.first_day = c.first_day and u.last_day = c.last_day and u.upload_no = c.upload_no
    where {is_used}
    group by c.period, u.person_id)

-- name: breadth
select m.group_id, m.period, sum(a.kinds) as numerator, count(*) as denominator,
       count(*) as people
from member as m join did as a on a.period = m.period and a.person_id = m.person_id
group by m.group_id, m.period

-- name: contributors
select m.group_id, m.period, sum(case when a.wrote > 0 then 1 else 0 end) as numerator,
       count(*) as denominator, count(*) as people
from member as m join did as a on a.period = m.period and a.person_id = m.person_id
group by m.group_id, m.period

-- name: readers
select m.group_id, m.period, sum(case when a.wrote = 0 then 1 else 0 end) as numerator,
       count(*) as denominator, count(*) as people
from member as m join did as a on a.period = m.period and a.person_id = m.person_id
group by m.group_id, m.period

-- name: placed
-- person x period on one rung of a ladder; the window is calendar weeks, licensed ones count
, scored as (
    select person_id, period, closing, count(*) over w as weeks, avg(times) over w as mean_times,
           sum(case when times >= {habit_actions} then 1 else 0 end) over w as habit_weeks
    from used
    window w as (partition by person_id order by period
                 range between {back} preceding and current row)),
placed as (
    select m.group_id, s.period, s.person_id,
           case when s.weeks < {width} then 'too_new'
                when s.habit_weeks >= {width} and s.mean_times >= {power_mean} then 'power'
                when s.habit_weeks >= {width} then 'habitual'
                when s.mean_times >= 1 then 'novice'
                when s.mean_times > 0 then 'low'
                else 'non_user' end as rung
    from scored as s
    join stay as m
      on m.person_id = s.person_id and m.from_day <= s.closing and s.closing < m.until_day)

-- name: habitual
select group_id, period, sum(case when rung in ('power', 'habitual') then 1 else 0 end) as numerator,
       count(*) as denominator, count(*) as people
from placed where rung <> 'too_new' group by group_id, period

-- name: rungs
select group_id, period, rung, count(*) as number from placed group by group_id, period, rung

-- name: rung_moves
select b.group_id, a.group_id as group_before, a.rung as before, b.rung as after,
       count(*) as number
from placed as b join placed as a on a.person_id = b.person_id and a.period = {earlier}
where b.period = {later}
group by b.group_id, a.group_id, a.rung, b.rung

-- name: steps
-- what became of each licensed member since the period before; who began ever is not told from who
-- came back, for all who ever began are counted elsewhere
select group_id, period, step, count(*) as number
from (
    select m.group_id, m.period,
           case when b.person_id is null and m.active = 1 then 'newly active'
                when b.person_id is null then 'newly licensed'
                when m.active = 1 and b.active = 1 then 'retained'
                when m.active = 0 and b.active = 1 then 'lapsed'
                when m.active = 0 then 'idle'
                else 'began' end as step
    from member as m
    left join used as b on b.person_id = m.person_id and b.period = m.period - 1) as told
group by group_id, period, step

-- name: cohorts
-- cohort (first period with use) x periods since: who is still a licensed member, who is active.
-- The group is the one of the first use, group_now the one then; whoever leaves stays in the cohort.
, begun as (
    select m.person_id, m.group_id, m.period as cohort
    from member as m join (
        select person_id, min(period) as first from member where active = 1 group by person_id) as f
      on f.person_id = m.person_id and f.first = m.period)
select b.group_id, u.group_id as group_now, b.cohort, s.period - b.cohort as since,
       count(*) as size,
       count(u.person_id) as denominator, sum(case when u.active = 1 then 1 else 0 end) as numerator
from begun as b
join (select distinct period from days) as s on s.period >= b.cohort
left join member as u on u.person_id = b.person_id and u.period = s.period
group by b.group_id, u.group_id, b.cohort, s.period - b.cohort

-- name: beginners
-- one row per person ever licensed: licensed from, first use, group then (of the licence)
, begun as (
    select u.person_id, min(u.period) as first_licensed,
           min(case when u.active = 1 then u.period end) as first_used
    from used as u group by u.person_id),
given as (
    select person_id, min(from_day) as from_day from licence_now
    where platform = $platform group by person_id),
opened as (select period, min(first_day) as first_day, max(last_day) as last_day from days
           group by period)
select m.group_id, g.from_day, b.first_licensed, l.first_day as licensed_day, f.first_day as used_day,
       (select max(last_day) from days) as known_until
from begun as b
join member as m on m.person_id = b.person_id and m.period = b.first_licensed
join opened as l on l.period = b.first_licensed
left join opened as f on f.period = b.first_used
left join given as g on g.person_id = b.person_id

-- name: counted_otherwise
-- how many people a table of groups as they were counts in one of $groups on the last day of a period
-- from its first to before its last, and one of the members of $day does not, or the other way round.
-- A stay is as many periods as have their last day in it: people are not put beside periods
with ends as (select unnest($ends::date[]) as day),
     asked as (
        select unnest($groups::varchar[]) as group_id, unnest($first_periods::bigint[]) as first_period,
               unnest($end_periods::bigint[]) as end_period),
     passed as (
        select d.day, count(e.day) as periods
        from (select from_day as day from roster_span union select until_day from roster_span) as d
        left join ends as e on e.day < d.day group by d.day),
     stay as (
        select r.person_id, r.group_id, a.end_period - a.first_period as periods,
               r.from_day <= $day and $day < r.until_day as began,
               least(u.periods, a.end_period) - greatest(f.periods, a.first_period) as counted
        from roster_span as r join asked as a on a.group_id = r.group_id
        join passed as f on f.day = r.from_day join passed as u on u.day = r.until_day),
     told as (
        select person_id, group_id, max(periods) as periods, bool_or(began) as began,
               sum(greatest(counted, 0)) as counted
        from stay group by person_id, group_id)
select count(distinct person_id) from told
where case when began then counted < periods else counted > 0 end
