-- Barrier scores per group and survey, from the table of scores and from survey exports.

-- name: scores
-- the table of scores, as its file has them
select group_id, barrier, day, sum(score_sum) as total, sum(answers) as answers
from barrier_now group by group_id, barrier, day order by group_id, barrier, day

-- name: answers
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
    from asked where group_id is not null and score between low and high and low < high)
select group_id as "group", barrier as question, date_trunc('month', day) as month, day,
       answer_id as who, score
from answered where barrier is not null order by group_id, barrier, day, answer_id
