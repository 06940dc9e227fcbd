-- What people did, one row per person and period; each metric is a sum over it.
-- {days}: (period, first_day, last_day, closing), the windows that make up each period, closing the
-- last of their days. A person counts where licensed and a member on the closing day.

-- name: windows
select first_day, last_day from coverage where platform = ? order by first_day, last_day

-- name: group_usage_windows
select distinct first_day, last_day from group_usage_now where platform = ? and measure = ?

-- name: platforms
select platform from coverage union select platform from group_usage_now order by platform

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

-- name: member
with days(period, first_day, last_day, closing) as ({days}),
     used as (
         select d.period, d.closing, w.person_id, max(w.active) as active,
                case when count(w.active_days) = count(*) then sum(w.active_days) end as active_days,
                sum(w.times) as times,
                max(d.last_day) - min(d.first_day) + 1 as length
         from person_window as w
         join days as d on w.first_day = d.first_day and w.last_day = d.last_day
         where w.platform = ?
         group by d.period, d.closing, w.person_id
         having max(w.last_day) = d.closing),
     member as (
         select u.period, u.closing, u.person_id, u.active, u.active_days, u.times, u.length,
                {group} as group_id
         from used as u
         join roster_span as r
           on r.person_id = u.person_id and r.from_day <= u.closing and u.closing < r.until_day
         left join (
             select person_id, group_id from (
                 select person_id, group_id,
                        row_number() over (partition by person_id order by from_day desc) as place
                 from roster_span) as numbered
             where place = 1) as l on l.person_id = u.person_id)

-- name: active
select m.group_id, m.period, sum(m.active) as numerator, count(*) as denominator,
       count(*) as people
from member as m group by m.group_id, m.period
