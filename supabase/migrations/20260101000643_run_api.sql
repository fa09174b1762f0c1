
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '403' and success
    ) then
        execute $samokoder_403$
-- What an owner does with runs. Reads run as the owner; whatever changes a run is for the service
-- alone, since what a user may call, any browser with the public key may call.

-- Queues a run; the project is generating from now on.
create function public.run_create(
    p_user_id uuid, p_id uuid, p_project_id uuid, p_mode text, p_thoroughness text,
    p_limits jsonb, p_instructions text, p_state jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects
        where id = p_project_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    perform samo.run_require_none(p_project_id);
    insert into public.runs (
            id, user_id, project_id, mode, thoroughness, limits, instructions, state,
            project_stage)
        values (
            p_id, p_user_id, p_project_id, p_mode, p_thoroughness, p_limits, p_instructions,
            p_state, v_project.stage);
    perform samo.run_log(p_id, jsonb_build_array(jsonb_build_object('type', 'run.queued')));
    perform samo.project_generation(p_user_id, p_project_id, 'generating', 0, null);
    perform pg_notify('samo_runs', 'queued:' || p_id);
    select * into v_run from public.runs where id = p_id;
    return samo.run_json(v_run);
end
$$;

-- Refuses where the project, whose row the caller holds, has a run that is not over.
create function samo.run_require_none(p_project_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
    if exists (
        select from public.runs
        where project_id = p_project_id
            and status in ('queued', 'running', 'awaiting_input', 'paused'))
    then
        raise exception 'run_in_progress' using errcode = 'PT409';
    end if;
end
$$;

-- Cancels at once where nobody works on the run; otherwise asks the worker, who is told. A run
-- that is over stays as it is.
create function public.run_cancel(p_user_id uuid, p_run_id uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
begin
    perform 1 from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status = 'running' and v_run.lease_until >= clock_timestamp() then
        update public.runs set cancel_requested = true where id = p_run_id returning * into v_run;
        perform pg_notify('samo_runs', 'cancel:' || p_run_id);
    elsif v_run.status in ('queued', 'running', 'awaiting_input', 'paused') then
        -- The epoch grows, so that a worker that lost its lease cannot come back.
        update public.runs set cancel_requested = true, lease_epoch = lease_epoch + 1
            where id = p_run_id;
        v_run := samo.run_leave(v_run, 'cancelled', null, jsonb_build_array(
            jsonb_build_object('type', 'run.cancelled')));
    end if;
    return samo.run_json(v_run);
end
$$;

-- Stops everything of a user whose account is about to go.
create function public.run_cancel_all(p_user_id uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_id uuid;
begin
    for v_id in
        select id from public.runs
        where user_id = p_user_id
            and status in ('queued', 'running', 'awaiting_input', 'paused')
        order by project_id
    loop
        perform public.run_cancel(p_user_id, v_id);
    end loop;
    return null;
end
$$;

-- Queues a paused or failed run again; it goes on where it stopped. p_limits replaces the run's
-- limits where it is not null.
create function public.run_resume(p_user_id uuid, p_run_id uuid, p_limits jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_project public.projects;
    v_run public.runs;
begin
    select * into v_project from public.projects p
        where p.user_id = p_user_id
            and p.id = (select r.project_id from public.runs r where r.id = p_run_id)
        for no key update;
    select * into v_run from public.runs
        where id = p_run_id and user_id = p_user_id
        for no key update;
    if not found then
        raise exception 'not_found' using errcode = 'PT404';
    end if;
    if v_run.status not in ('paused', 'failed') or v_project.archived then
        raise exception 'conflict' using errcode = 'PT409';
    end if;
    if v_run.status = 'failed' then
        perform samo.run_require_none(v_project.id);
    end if;
    update public.runs
        set status = 'queued', limits = coalesce(p_limits, limits), attempts = 0,
            queued_at = clock_timestamp(), finished_at = null, error_code = null, error = null,
            pause_reason = null, resume_after = null, cancel_requested = false
        where id = p_run_id;
    perform samo.run_log(p_run_id, jsonb_build_array(jsonb_build_object(
        'type', 'run.queued', 'data', jsonb_build_object('after', v_run.status))));
    perform samo.project_generation(p_user_id, v_project.id, 'generating', v_run.progress, null);
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    select * into v_run from public.runs where id = p_run_id;
    return samo.run_json(v_run);
end
$$;

-- One run with its steps.
create function public.run_get(p_run_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
    select samo.run_json(r) || jsonb_build_object('steps', coalesce((
        select jsonb_agg(jsonb_build_object(
                'id', s.step_id, 'agent', s.agent, 'attempt', s.attempt, 'status', s.status,
                'started_at', s.started_at, 'finished_at', s.finished_at,
                'input_tokens', s.input_tokens, 'output_tokens', s.output_tokens,
                'cost_usd', round(s.cost_usd, 6)::text, 'version', s.version, 'message', s.message)
                order by s.started_at, s.step_id)
        from public.run_steps s where s.run_id = r.id), '[]'))
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

-- A project's runs, newest first, from before the given one on.
create function public.run_list(
    p_project_id uuid, p_before_at timestamptz, p_before_id uuid, p_limit integer)
returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_agg(samo.run_json(r) order by r.created_at desc, r.id desc)
    from (
        select * from public.runs
        where user_id = (select samo.acting_user()) and project_id = p_project_id
            and (p_before_id is null or (created_at, id) < (p_before_at, p_before_id))
        order by created_at desc, id desc
        limit least(p_limit, 101)) r
$$;

-- The log after an event, and whether more can come. Null for a run that is not the caller's.
create function public.run_events_page(p_run_id uuid, p_after bigint, p_limit integer)
returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'ended', r.status in ('completed', 'failed', 'cancelled'),
        'last_seq', r.last_seq,
        'events', coalesce((
            select jsonb_agg(jsonb_build_object(
                    'run_id', e.run_id, 'seq', e.seq, 'type', e.type, 'at', e.at, 'step', e.step,
                    'agent', e.agent, 'data', e.data)
                    order by e.seq)
            from (
                select * from public.run_events
                where run_id = r.id and seq > p_after
                order by seq
                limit least(p_limit, 501)) e), '[]'))
    from public.runs r
    where r.id = p_run_id and r.user_id = (select samo.acting_user())
$$;

revoke execute on function
    samo.run_require_none(uuid),
    public.run_create(uuid, uuid, uuid, text, text, jsonb, text, jsonb),
    public.run_cancel(uuid, uuid), public.run_cancel_all(uuid),
    public.run_resume(uuid, uuid, jsonb), public.run_get(uuid),
    public.run_list(uuid, timestamptz, uuid, integer),
    public.run_events_page(uuid, bigint, integer)
    from public, anon, authenticated;
grant execute on function
    samo.run_require_none(uuid),
    public.run_create(uuid, uuid, uuid, text, text, jsonb, text, jsonb),
    public.run_cancel(uuid, uuid), public.run_cancel_all(uuid),
    public.run_resume(uuid, uuid, jsonb)
    to service_role;
grant execute on function
    public.run_get(uuid), public.run_list(uuid, timestamptz, uuid, integer),
    public.run_events_page(uuid, bigint, integer)
    to authenticated;
$samokoder_403$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '403', 'run api', 'SQL', 'V403__run_api.sql', 1746232944,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
