
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '531' and success
    ) then
        execute $samokoder_531$
-- Pauses a run: until its owner resumes it, or for p_seconds where that is not null. p_stuck tells
-- what went in a circle and what that cost.
drop function public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb);

create function public.run_pause(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_reason text, p_seconds numeric,
    p_error jsonb, p_stuck jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_until timestamptz := clock_timestamp() + make_interval(secs => p_seconds::float8);
    v_data jsonb := jsonb_build_object(
        'reason', p_reason, 'resume_after', v_until, 'error', p_error);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    if p_stuck is not null then
        v_data := v_data || jsonb_build_object('stuck', p_stuck);
    end if;
    update public.runs
        set pause_reason = p_reason, resume_after = v_until, error_code = p_error ->> 'code',
            error = p_error
        where id = p_run_id;
    v_run := samo.run_leave(v_run, 'paused', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.paused', 'data', v_data)));
    return samo.run_json(v_run);
end
$$;

revoke execute on function
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb, jsonb)
    from public, anon, authenticated;
grant execute on function
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb, jsonb)
    to service_role;
$samokoder_531$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '531', 'runs stuck', 'SQL', 'V531__runs_stuck.sql', -768231955,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
