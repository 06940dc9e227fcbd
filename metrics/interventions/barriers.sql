-- Barrier scores per group and survey, from the table of scores and from survey exports.

-- name: scores
-- {barrier} says which barrier a question is about. A survey export's answers of one month are one
-- survey; one who answered twice counts once; every scale is brought to 1 (none) to 5 (strong).
with asked as (
    select coalesce(f.group_id, r.group_id) as group_id, f.day, f.answer_id,
           replace(replace(rtrim(lower(trim(f.question)), '.'), '-', '_'), ' ', '_') as asked,
           f.score, coalesce(f.scale_low, 1) as low, coalesce(f.scale_high, 5) as high
    from response_now as f
    left join roster_span as r
      on r.person_id = case when f.group_id is null then f.person_id end
     and r.from_day <= f.day and f.day < r.until_day),
answered as (
    select group_id, day, answer_id, case {barrier} end as barrier,
           1 + 4 * (score - low) / (high - low) as score
    from asked where group_id is not null and score between low and high and low < high),
surveyed as (
    select group_id, barrier, max(day) as day, avg(score) as mean,
           count(distinct answer_id) as answers
    from answered where barrier is not null
    group by group_id, barrier, date_trunc('month', day)),
every as (
    select group_id, barrier, day, score_sum, answers from barrier_now
    union all
    select group_id, barrier, day, mean * answers, answers from surveyed)
select group_id, barrier, day, sum(score_sum), sum(answers)
from every group by group_id, barrier, day order by group_id, barrier, day
