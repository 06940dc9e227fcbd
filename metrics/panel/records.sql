-- Records and survey answers, one row each, brought to the group they belonged to that day.
-- {rows} is one of the two row statements; {day} is opened or closed.

-- name: record
select coalesce(f.group_id, r.group_id) as group_id, cast(f.{day} as date) as day,
       f.closed, f.amount, f.currency, coalesce(f.status, '') as status, '' as question,
       ' ' || f.flags || ' ' as flags, f.measures,
       case when f.closed >= f.opened then epoch(f.closed - f.opened) / 3600.0 end as hours_to_close,
       cast(null as double) as scale_high, f.upload_no, f.person_id, u.source_id as source
from record_now as f join upload as u on u.upload_no = f.upload_no
left join roster_span as r
  on r.person_id = case when f.group_id is null then f.person_id end
 and r.from_day <= cast(f.{day} as date) and cast(f.{day} as date) < r.until_day
where f.kind = ? and f.{day} is not null

-- name: response
select coalesce(f.group_id, r.group_id) as group_id, f.day, cast(f.day as timestamp) as closed,
       f.score as amount, '' as currency, '' as status, f.question, ' ' as flags, '{{}}' as measures,
       cast(null as double) as hours_to_close, f.scale_high, f.upload_no, f.person_id,
       u.source_id as source
from response_now as f join upload as u on u.upload_no = f.upload_no
left join roster_span as r
  on r.person_id = case when f.group_id is null then f.person_id end
 and r.from_day <= f.day and f.day < r.until_day
where f.survey = ?

-- name: aggregate
with days(period, first_day, last_day) as ({days}), found as ({rows})
select f.group_id, d.period, {numerator} as numerator, {denominator} as denominator
from found as f join days as d on f.day between d.first_day and d.last_day
where {where} and f.group_id is not null
group by f.group_id, d.period having count(*) >= {fewest}

-- name: aggregate_people
-- the same by person, wherever they were
with days(period, first_day, last_day) as ({days}), found as ({rows})
select f.person_id, d.period, {numerator} as numerator, {denominator} as denominator
from found as f join days as d on f.day between d.first_day and d.last_day
where {where} and f.person_id is not null
group by f.person_id, d.period

-- name: covered
-- the days each upload has records of, and the longest quiet stretch between two of them
with found as ({rows}),
     dated as (select distinct upload_no, day from found
               union select distinct upload_no, cast(closed as date) as day from found
               where {by_period}),
     stepped as (
         select upload_no, day, lag(day) over (partition by upload_no order by day) as before
         from dated)
select min(day) as first_day, max(day) as last_day,
       (select coalesce(max(day - before), 1) from stepped) as quiet_days
from stepped group by upload_no

-- name: currencies
with found as ({rows})
select distinct upper(currency) as currency from found
where amount is not null and coalesce(currency, '') <> '' order by upper(currency)
