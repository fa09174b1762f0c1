
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '641' and success
    ) then
        execute $samokoder_641$
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
$samokoder_641$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '641', 'run counts', 'SQL', 'V641__run_counts.sql', -707811063,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    perform samo.schema_reached(641);
end
$samokoder$;
