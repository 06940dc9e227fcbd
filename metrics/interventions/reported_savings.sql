-- Hours people say something saves them a week, per group, question and month of the survey.

-- name: questions
select distinct question from response_now

-- name: hours
-- one who answered twice in a month counts once
with asked as (
    select coalesce(f.group_id, r.group_id) as group_id, f.question,
           cast(date_trunc('month', f.day) as date) as month, f.day,
           coalesce(cast(f.person_id as varchar), f.answer_id) as who, f.score
    from response_now as f
    left join roster_span as r
      on r.person_id = case when f.group_id is null then f.person_id end
     and r.from_day <= f.day and f.day < r.until_day
    where f.question in (select unnest($questions)) and f.score >= 0)
select group_id as "group", question, month, who, max(day) as day, avg(score) as score
from asked where group_id is not null
group by group_id, question, month, who order by month, group_id, question, who
