-- How many wait, and for how long: both of those who wait for a worker alone.
create or replace function public.run_queue_age() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - r.queued_at))::bigint, 0))
    from public.runs r where samo.run_waits(r)
$$;

-- From now on this token pays, or nobody but the owner. Now and then the rows go whose run was deleted, or
-- refused after its payer was noted.
create or replace function public.usage_set_run_payer(
    p_user_id uuid, p_run_id uuid, p_access_token_id uuid
) returns void
language plpgsql set search_path = '' as $$
begin
    insert into public.run_payers as p (run_id, user_id, access_token_id)
    values (p_run_id, p_user_id, p_access_token_id)
    on conflict (run_id) do update set access_token_id = excluded.access_token_id
    where p.user_id = excluded.user_id;

    if random() < 0.02 then
        delete from public.run_payers
        where run_id in (
            select o.run_id from public.run_payers o
            where o.created_at < now() - interval '1 day'
                and not exists (select 1 from public.runs r where r.id = o.run_id)
            limit 500
            for update skip locked);
    end if;
end
$$;
