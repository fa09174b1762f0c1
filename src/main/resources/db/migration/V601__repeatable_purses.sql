-- Keeping purses alive twice is keeping them alive once: see V600 for what the comment says.
comment on function public.budget_renew(jsonb, integer) is 'repeatable';
