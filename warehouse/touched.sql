-- Which windows a publish touched: truth as it was when the tables were last computed (rolled) against
-- truth now. Only the engine inside the data folder runs this.

-- part: changed
select distinct subject, first_day, last_day from (
    select subject, first_day, last_day from (
        select subject, first_day, last_day, upload_no, 1 as more from truth_rolled
        union all select subject, first_day, last_day, upload_no, -1 as more from rolled) as both_sides
    group by subject, first_day, last_day, upload_no having sum(more) <> 0) as difference

-- part: list_changed
-- from which day on a changed list makes a difference: its own, or ever if it is the first
select c.subject,
       case when min(c.first_day) <= min(k.first_day) then date '0001-01-01'
            else min(c.first_day) end as since
from changed as c join (
    select subject, min(first_day) as first_day
    from (select * from truth_rolled union all select * from rolled) as known group by subject
) as k on c.subject = k.subject
where c.subject = 'roster' or substr(c.subject, 1, 8) = 'licence:'
group by c.subject

-- part: due
select platform, first_day, last_day, derived,
       row_number() over (order by platform, first_day, last_day) as window_no
from (
    select w.platform, w.first_day, w.last_day, w.derived
    from coverage as w join (
        select case when instr(subject, ':-') > 0 then substr(subject, 1, instr(subject, ':-') - 1)
                    else subject end as subject,
               instr(subject, ':-') > 0 as is_part, first_day, last_day
        from changed where substr(subject, 1, 6) = 'usage:'
    ) as c on c.subject = 'usage:' || w.platform
     and ((c.first_day = w.first_day and c.last_day = w.last_day)
          or ((c.is_part or (w.derived = 1 and c.first_day = c.last_day))
              and w.first_day <= c.first_day and c.last_day <= w.last_day))
    union
    -- windows that were not asked about: a platform lost its own exports, and its parts stand for it
    select w.platform, w.first_day, w.last_day, w.derived
    from coverage as w left join before as b
      on b.platform = w.platform and b.first_day = w.first_day and b.last_day = w.last_day
    where b.platform is null
    union
    select w.platform, w.first_day, w.last_day, w.derived
    from coverage as w join list_changed as l
      on l.subject = 'licence:' || w.platform and l.since <= w.last_day
) as touched where first_day < last_day

-- part: due_group
select platform, first_day, last_day,
       row_number() over (order by platform, first_day, last_day) as window_no
from (
    select platform, first_day, last_day from due
    union
    select w.platform, w.first_day, w.last_day
    from coverage as w join list_changed as l on l.subject = 'roster' and l.since <= w.last_day
) as touched where first_day < last_day
