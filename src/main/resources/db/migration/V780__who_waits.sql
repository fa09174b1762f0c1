-- Who waits for a worker: a run of a user of whom none is worked on. Others may be held back by nothing but
-- the number that one user may have at once, and say nothing of the workers' health.
create function samo.run_waits(p_run public.runs) returns boolean
language sql stable set search_path = ''
as $$
    select p_run.status = 'queued' and not exists (
        select 1 from public.runs o
        where o.user_id = p_run.user_id and o.status = 'running' and o.lease_until >= clock_timestamp())
$$;

revoke execute on function samo.run_waits(public.runs) from public, anon, authenticated;
grant execute on function samo.run_waits(public.runs) to service_role;

create or replace function public.run_queue_age() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            (max(extract(epoch from clock_timestamp() - r.queued_at)) filter (where samo.run_waits(r)))::bigint,
            0))
    from public.runs r where r.status = 'queued'
$$;

create or replace function public.run_counts() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'queued', count(*) filter (where r.status = 'queued'),
        'running', count(*) filter (where r.status = 'running'),
        'awaiting_input', count(*) filter (where r.status = 'awaiting_input'),
        'paused', count(*) filter (where r.status = 'paused'),
        'oldest_queued_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - r.queued_at)) filter (where samo.run_waits(r)), 0))
    from public.runs r where r.status in ('queued', 'running', 'awaiting_input', 'paused')
$$;
