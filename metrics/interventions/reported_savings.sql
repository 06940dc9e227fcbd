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
    where f.question in (select unnest($questions)) and f.score >= 0),
persons as (
    select group_id, question, month, who, max(day) as day, avg(score) as hours
    from asked where group_id is not null group by group_id, question, month, who)
select group_id, question, month, max(day) as day, avg(hours) as hours, count(*) as answers
from persons group by group_id, question, month order by month, group_id, question
