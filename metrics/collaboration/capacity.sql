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

-- name: actions
-- what members did, each action added up, and how many did anything, under the group of the window's
-- last day. {usage} is the platform's own table; a daily file counts towards the week or month it
-- makes up
with days(period, first_day, last_day, closing) as ({days}),
     counted as (
         select d.period, d.closing, w.first_day, w.last_day, w.upload_no
         from usage_own as w
         join days as d on w.first_day = d.first_day and w.last_day = d.last_day
         where w.platform = $platform
         union
         select d.period, d.closing, w.first_day, w.last_day, w.upload_no
         from usage_own as w
         join coverage as c on c.platform = w.platform and c.derived = 1
          and w.first_day >= c.first_day and w.last_day <= c.last_day
         join days as d on c.first_day = d.first_day and c.last_day = d.last_day
         where w.platform = $platform and w.first_day = w.last_day),
     added as (
         select r.group_id, c.period, count(distinct u.person_id) as doers, [{sums}] as done
         from {usage} as u
         join counted as c
           on u.first_day = c.first_day and u.last_day = c.last_day and u.upload_no = c.upload_no
         join roster_span as r
           on r.person_id = u.person_id and r.from_day <= c.closing and c.closing < r.until_day
         where {is_used}
         group by r.group_id, c.period)
select group_id, period, doers, action, times
from (select group_id, period, doers, unnest(done, recursive := true) from added) as single
order by group_id, period, action  -- added up in this order, to the last digit
