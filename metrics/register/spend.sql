-- What bills and platforms' own reports say was spent, by calendar month. Each day's money comes from
-- one window: the longest that covers it, so that weeks inside a month that is loaded too do not count
-- twice; an amount is spread over the days of its window.

-- name: monthly
with win as (select distinct platform, basis, kind, first_day, last_day from spend_now),
chosen as (
    select platform, basis, kind, first_day, last_day, month_first, count(*) as days from (
        select w.platform, w.basis, w.kind, w.first_day, w.last_day, c.day, c.month_first,
               row_number() over (partition by w.platform, w.basis, w.kind, c.day
                                  order by w.last_day - w.first_day desc, w.first_day) as place
        from win as w join calendar as c on w.first_day <= c.day and c.day <= w.last_day)
    where place = 1
    group by platform, basis, kind, first_day, last_day, month_first),
monthly as (
    select s.platform, s.basis, s.kind, s.unit, s.currency, s.person_id, c.month_first as month,
           sum(s.quantity * c.days / (s.last_day - s.first_day + 1)) as quantity,
           sum(s.list_amount * c.days / (s.last_day - s.first_day + 1)) as list_amount,
           sum(s.net_amount * c.days / (s.last_day - s.first_day + 1)) as net_amount
    from spend_now as s join chosen as c
      on c.platform = s.platform and c.basis = s.basis and c.kind = s.kind
     and c.first_day = s.first_day and c.last_day = s.last_day
    group by s.platform, s.basis, s.kind, s.unit, s.currency, s.person_id, c.month_first)

-- name: billed
select platform, kind, currency, cast(min(month) as date), cast(last_day(max(month)) as date),
       count(distinct month), sum(net_amount),
       count(distinct case when net_amount > 0 then person_id end),
       count(case when net_amount > 0 then person_id end)
from monthly where basis = 'bill' and kind = 'seat' and net_amount is not null
group by platform, kind, currency having sum(net_amount) > 0
order by platform, kind, currency

-- name: seats
-- what bills say of a platform's seats, by month and unit
select currency, strftime(month, '%Y-%m') as month, unit, sum(quantity), sum(net_amount),
       count(distinct case when net_amount > 0 then person_id end),
       count(case when net_amount > 0 then person_id end)
from monthly where basis = 'bill' and kind = 'seat' and platform = ?
group by currency, month, unit having sum(net_amount) > 0
order by month, currency, unit
