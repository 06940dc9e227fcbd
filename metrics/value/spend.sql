-- Metered use as it may be added up by group; `monthly` (register/spend.sql) stands before each.

-- name: metered
-- person x month x unit, with the group on the last day of the month
select m.month, coalesce(m.currency, '') as currency, m.basis, m.unit, m.person_id,
       coalesce(r.group_id, '(no group)') as group_id,
       coalesce(o.label, r.group_id, '(no group)') as label,
       m.quantity, m.list_amount, m.net_amount
from monthly as m
left join roster_span as r on r.person_id = m.person_id
 and r.from_day <= last_day(m.month) and last_day(m.month) < r.until_day
left join (select group_id, max(label) as label from org_group_now group by group_id) as o
  on o.group_id = r.group_id
where m.kind = 'metered' and m.platform = ?
order by m.month, m.person_id, m.unit
