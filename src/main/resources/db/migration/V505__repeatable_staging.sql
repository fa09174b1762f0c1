-- Staged twice is staged once: a call whose answer got lost may be made again.
comment on function public.files_stage(uuid, jsonb) is 'repeatable';
