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
-- what the members of each group did, by the group of the window's last day
select r.group_id, d.period, u.action, sum(u.times) as times
from usage_now as u
join (select * from ({days}) as listed(period, first_day, last_day, closing)) as d
  on u.first_day >= d.first_day and u.last_day <= d.last_day
 and (u.first_day = d.first_day and u.last_day = d.last_day or u.first_day = u.last_day)
join roster_span as r
  on r.person_id = u.person_id and r.from_day <= d.closing and d.closing < r.until_day
where u.platform = ? and u.times > 0 and u.action <> 'active_days'
group by r.group_id, d.period, u.action
