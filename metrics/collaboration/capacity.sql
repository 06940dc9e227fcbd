-- What collaborating takes: questions and answers, actions per group. {days} as in adoption.sql.

-- name: questions
-- one row per question that was asked of a group and says whether it was answered
with asked as (
    select kind, group_id, cast(opened as date) as day,
           cast(json_extract(measures, '$.first_reply_minutes') as double) as minutes,
           coalesce(cast(json_extract(measures, '$.replies') as double), 0) as replies
    from record_now
    where group_id is not null and opened is not null
      and (json_extract(measures, '$.replies') is not null
           or json_extract(measures, '$.first_reply_minutes') is not null))
select kind, group_id, day, minutes / 60.0 as hours,
       case when minutes is not null or replies > 0 then 1 else 0 end as answered
from asked

-- name: did
-- what members did, under the group of the window's last day; a daily file counts towards the week or
-- month it makes up
with days(period, first_day, last_day, closing) as ({days}),
     did as (
         select d.period, d.closing, u.person_id, u.action, u.times
         from usage_now as u
         join days as d on u.first_day = d.first_day and u.last_day = d.last_day
         where u.platform = $platform and u.times > 0 and u.action <> 'active_days'
         union all
         select d.period, d.closing, u.person_id, u.action, u.times
         from usage_now as u
         join coverage as c on c.platform = u.platform and c.derived = 1
          and u.first_day >= c.first_day and u.last_day <= c.last_day
         join days as d on c.first_day = d.first_day and c.last_day = d.last_day
         where u.platform = $platform and u.first_day = u.last_day and u.times > 0
           and u.action <> 'active_days'),
     of_group as (
         select r.group_id, a.period, a.person_id, a.action, a.times
         from did as a
         join roster_span as r
           on r.person_id = a.person_id and r.from_day <= a.closing and a.closing < r.until_day)

-- name: actions
select group_id, period, action, sum(times) as times
from of_group group by group_id, period, action
order by group_id, period, action  -- added up in this order, to the last digit

-- name: doers
-- how many people did anything
select group_id, period, count(distinct person_id) as doers
from of_group group by group_id, period
