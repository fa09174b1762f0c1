
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '550' and success
    ) then
        execute $samokoder_550$
-- A step's version carries what the checks said of it.

-- Commits a finished step as run_commit_step does, and with its version, where it makes one, the
-- verdict of the checks: {verified, findings}, or null where nobody has checked.
create function public.run_commit_checked(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_step jsonb, p_state jsonb, p_changes jsonb,
    p_checks jsonb, p_expected_head integer, p_message text, p_events jsonb, p_progress integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_committed jsonb := public.run_commit_step(
        p_user_id, p_run_id, p_epoch, p_step, p_state, p_changes, p_expected_head, p_message,
        p_events, p_progress);
    v_version integer := (v_committed ->> 'version')::integer;
begin
    if v_version is not null and jsonb_typeof(p_checks) = 'object' then
        perform samo.version_checked(
            p_user_id, (select r.project_id from public.runs r where r.id = p_run_id), v_version,
            (p_checks ->> 'verified')::boolean, p_checks -> 'findings');
    end if;
    return v_committed;
end
$$;

-- One run with its steps, each with the newest report of what its model was sent.
create or replace function public.run_get(p_run_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select samo.run_json(r) || jsonb_build_object('steps', coalesce((
        select jsonb_agg(jsonb_build_object(
                'id', s.step_id, 'agent', s.agent, 'attempt', s.attempt, 'status', s.status,
                'started_at', s.started_at, 'finished_at', s.finished_at,
                'input_tokens', s.input_tokens, 'output_tokens', s.output_tokens,
                'cost_usd', round(s.cost_usd, 6)::text, 'version', s.version, 'message', s.message,
                'context', (
                    select e.data -> 'context' from public.run_events e
                    where e.run_id = r.id and e.type = 'step.context' and e.step = s.step_id
                    order by e.seq desc limit 1))
                order by s.started_at, s.step_id)
        from public.run_steps s where s.run_id = r.id), '[]'))
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

-- The reports of a run are found without reading its whole log.
create index run_events_context on public.run_events (run_id, step, seq)
    where type = 'step.context';

revoke execute on function
    public.run_commit_checked(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, jsonb, integer, text, jsonb, integer)
    from public, anon, authenticated;
grant execute on function
    public.run_commit_checked(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, jsonb, integer, text, jsonb, integer)
    to service_role;
$samokoder_550$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '550', 'checked steps', 'SQL', 'V550__checked_steps.sql', 964194242,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
