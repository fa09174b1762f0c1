-- What the operator's metrics say of runs: how many are in each state that can last, and how long the
-- oldest one has been waiting for a worker.
create function public.run_counts() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'queued', count(*) filter (where status = 'queued'),
        'running', count(*) filter (where status = 'running'),
        'awaiting_input', count(*) filter (where status = 'awaiting_input'),
        'paused', count(*) filter (where status = 'paused'),
        'oldest_queued_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - queued_at)) filter (where status = 'queued'),
            0))
    from public.runs where status in ('queued', 'running', 'awaiting_input', 'paused')
$$;

revoke execute on function public.run_counts() from public, anon, authenticated;
grant execute on function public.run_counts() to service_role;
