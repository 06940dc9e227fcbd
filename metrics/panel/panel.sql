-- What build_panel asks. {days} is a VALUES list of (period, ...) rows; period is a running number.
-- Windows and periods are inside..inside, validity is half-open (see warehouse/schema.sql).

-- name: flows
-- period x group before x group at its last day: people; NULL: not in the roster then. Most stay where
-- they are: these are counted by their spans, and only those whose span begins or ends are looked up
with days(period, day_before, last_day) as ({days}),
     alike as (
         select group_id, from_day, until_day, count(*) as people
         from roster_span group by group_id, from_day, until_day),
     earlier as (
         select d.period, r.person_id, r.group_id
         from days as d join roster_span as r
           on r.from_day <= d.day_before and d.day_before < r.until_day
          and r.until_day <= d.last_day),
     later as (
         select d.period, r.person_id, r.group_id
         from days as d join roster_span as r
           on d.day_before < r.from_day and r.from_day <= d.last_day
          and d.last_day < r.until_day),
     found as (
         select d.period, s.group_id as was, s.group_id as now, s.people
         from days as d join alike as s
           on s.from_day <= d.day_before and d.last_day < s.until_day
         union all
         select coalesce(b.period, a.period) as period, b.group_id as was, a.group_id as now,
                1 as people
         from earlier as b full join later as a
           on b.period = a.period and b.person_id = a.person_id)
select period, was, now, cast(sum(people) as bigint) as people
from found group by period, was, now

-- name: flows_as_is
-- the same for members then, counted under the last group they are known in
with days(period, day_before, last_day) as ({days}),
     latest as (
         select person_id, group_id from (
             select person_id, group_id,
                    row_number() over (partition by person_id order by from_day desc) as place
             from roster_span) as numbered
         where place = 1),
     alike as (
         select l.group_id, r.from_day, r.until_day, count(*) as people
         from roster_span as r join latest as l on l.person_id = r.person_id
         group by l.group_id, r.from_day, r.until_day)
select d.period, cast(null as varchar) as was, s.group_id as now,
       cast(sum(s.people) as bigint) as people
from days as d join alike as s on s.from_day <= d.last_day and d.last_day < s.until_day
group by d.period, s.group_id

-- name: roster_known
select min(from_day) as first_day, count(*) as spans from roster_span

-- name: outcome
select group_id, first_day, last_day, sum(numerator) as numerator, sum(denominator) as denominator
from outcome_now where kpi = ? group by group_id, first_day, last_day

-- name: outcome_sources
select o.first_day, o.last_day, u.source_id, coalesce(o.unit, '') as unit,
       min(o.denominator) as smallest, max(o.denominator) as largest
from outcome_now as o join upload as u on u.upload_no = o.upload_no
where o.kpi = ?
group by o.first_day, o.last_day, u.source_id, coalesce(o.unit, '')
order by o.first_day, o.last_day, u.source_id

-- name: outcome_known
select kpi, count(*) as windows from outcome_now group by kpi order by kpi

-- name: interventions
select group_id, kind, coalesce(platform, '') as platform, from_day from intervention_now

-- name: labels
-- group: the label people know, and its parent
select group_id, max(label) as label, max(parent_id) as parent_id, max(area) as area
from org_group_now group by group_id order by group_id

-- name: usage_sources
select distinct d.first_day, d.last_day, u.source_id
from usage_own as d join upload as u on u.upload_no = d.upload_no
where d.platform = ? order by d.last_day, u.source_id

-- name: contacts_of_groups
-- interactions that files tell of groups, on one side or both; persons by their group then. Who is
-- looked up is one expression: a condition beside it would compare every row with every span
select i.platform, i.first_day, i.last_day, coalesce(i.from_group, f.group_id) as from_group,
       coalesce(i.to_group, t.group_id) as to_group, i.kind, sum(i.times) as times
from interaction_now as i
left join roster_span as f
  on f.person_id = case when i.from_group is null then i.from_person end
 and f.from_day <= i.last_day and i.last_day < f.until_day
left join roster_span as t
  on t.person_id = case when i.to_group is null then i.to_person end
 and t.from_day <= i.last_day and i.last_day < t.until_day
where coalesce(i.from_group, i.to_group) is not null
  and coalesce(i.from_group, f.group_id) is not null
  and coalesce(i.to_group, t.group_id) is not null
group by i.platform, i.first_day, i.last_day, coalesce(i.from_group, f.group_id),
         coalesce(i.to_group, t.group_id), i.kind
order by all

-- name: contacts_of_people
-- interactions that files tell of persons, in the groups they were in then
select i.platform, i.first_day, i.last_day, f.group_id as from_group, t.group_id as to_group,
       i.kind, i.from_person, i.to_person, sum(i.times) as times
from interaction_now as i
join roster_span as f on f.person_id = i.from_person
 and f.from_day <= i.last_day and i.last_day < f.until_day
join roster_span as t on t.person_id = i.to_person
 and t.from_day <= i.last_day and i.last_day < t.until_day
where i.from_group is null and i.to_group is null
group by i.platform, i.first_day, i.last_day, f.group_id, t.group_id, i.kind, i.from_person,
         i.to_person
order by all

-- name: interaction_windows
select first_day, last_day, count(*) as pairs from interaction_now
group by first_day, last_day order by first_day, last_day

-- name: reporting_lines
-- groups that share a manager, or whose manager is in the other group, on one day
with members as (
    select person_id, group_id, manager_id from roster_span
    where from_day <= $day and $day < until_day and manager_id is not null)
select m.group_id as from_group, b.group_id as to_group, 'reports to' as kind,
       cast(count(*) as double) as times
from members as m join roster_span as b
  on b.person_id = m.manager_id and b.from_day <= $day and $day < b.until_day
group by m.group_id, b.group_id

-- name: group_sizes
select group_id, count(*) as people from roster_span
where from_day <= $day and $day < until_day group by group_id

-- name: first_labels
-- what each group was counted under when it was first heard of
select o.group_id, o.label, o.parent_id, o.area
from org_group as o join upload as u on u.upload_no = o.upload_no
where u.undone_at is null and o.upload_no = (
    select min(f.upload_no) from org_group as f join upload as v on v.upload_no = f.upload_no
    where v.undone_at is null and f.group_id = o.group_id)

-- name: headcount_changes
-- how many people each group gained or lost on each day
select group_id, day, sum(change) as change from (
    select group_id, from_day as day, 1 as change from roster_span
    union all
    select group_id, until_day as day, -1 as change from roster_span) as changed
group by group_id, day

-- name: first_measured_day
-- the first day anything is measured of
select min(first_day) as first_day from (
    select first_day from coverage
    union all select first_day from outcome_now
    union all select first_day from interaction_now) as measured

-- name: last_measured_day
select max(last_day) as last_day from (
    select last_day from coverage
    union all select last_day from outcome_now
    union all select last_day from interaction_now) as measured
