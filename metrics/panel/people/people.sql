-- Who takes part in a pilot of people, and what is known of each by period. Nothing of it is shown.

-- name: drawn
-- the first recorded lottery of a use case: person, group drawn in, arm
select a.person_id, min(p.block) as block, min(p.arm) as arm
from lottery_arm as p join alias as a on a.alias_hash = p.alias_hash
where p.use_case = $use_case
group by a.person_id having count(distinct p.arm) = 1
order by a.person_id

-- name: licensed
-- by licences: 1 for those whose first one began between two days, 0 for those who had none by then;
-- who had one before takes no part, nor does a group in which nobody began
with had as (
    select person_id, min(from_day) as first_day from licence_now
    where platform = $platform group by person_id),
     member as (
    select r.person_id, r.group_id as block,
           case when h.first_day between $starts and $until then 1 else 0 end as arm
    from roster_span as r left join had as h on h.person_id = r.person_id
    where r.from_day <= $before and $before < r.until_day
      and (h.first_day is null or h.first_day >= $starts))
select person_id, block, arm from member
where block in (select block from member where arm = 1)
order by person_id, block

-- name: attributes
-- level, location and tenure of who is on the roster that day; who was there when it began may have
-- been for longer, so their tenure is not known unless that is long enough
with came as (select person_id, min(from_day) as first_day from roster_span group by person_id),
     begins as (select min(from_day) as day from roster_span)
select r.person_id, nullif(trim(r.level), '') as level, nullif(trim(r.location), '') as location,
       case when $before - c.first_day >= 3 * 365 then 'three years or more'
            when c.first_day = b.day then null
            when $before - c.first_day >= 365 then 'one to three years'
            else 'under a year' end as tenure
from roster_span as r join came as c on c.person_id = r.person_id cross join begins as b
where r.from_day <= $before and $before < r.until_day

-- name: present
-- person x period: on the roster on the last day
with days(period, last_day) as ({days})
select r.person_id, d.period
from roster_span as r join days as d on r.from_day <= d.last_day and d.last_day < r.until_day

-- name: used
-- person x period: whether active in it; only who has a licence is in a usage export
with days(period, first_day, last_day, closing) as ({days})
select w.person_id, d.period, max(w.active) as used
from person_window as w join days as d on w.first_day = d.first_day and w.last_day = d.last_day
where w.platform = $platform
group by w.person_id, d.period
