
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '401' and success
    ) then
        execute $samokoder_401$
-- What the functions of runs share. Locks are always taken in the order project, run: deleting a
-- project takes them so, and one order cannot deadlock.

-- The run as its owner sees it.
create function samo.run_json(p_run public.runs) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'id', p_run.id,
        'project_id', p_run.project_id,
        'kind', p_run.kind,
        'status', p_run.status,
        'mode', p_run.mode,
        'thoroughness', p_run.thoroughness,
        'limits', p_run.limits,
        'instructions', p_run.instructions,
        'cancel_requested', p_run.cancel_requested,
        'progress', p_run.progress,
        'current_agent', p_run.current_agent,
        'pause_reason', p_run.pause_reason,
        'resume_after', p_run.resume_after,
        'error', p_run.error,
        'steps_done', p_run.steps,
        'input_tokens', p_run.input_tokens,
        'output_tokens', p_run.output_tokens,
        'cost_usd', round(p_run.cost_usd, 6)::text,
        'last_seq', p_run.last_seq,
        'created_at', p_run.created_at,
        'started_at', p_run.started_at,
        'finished_at', p_run.finished_at,
        'updated_at', p_run.updated_at)
$$;

-- Milliseconds of work so far, the stretch under way included.
create function samo.run_worked(p_run public.runs) returns bigint
language sql volatile set search_path = ''
as $$
    select p_run.worked_ms + coalesce(
        (extract(epoch from clock_timestamp() - p_run.working_since) * 1000)::bigint, 0)
$$;

-- Appends events ({type, step, agent, data}) to a run whose row the caller's transaction holds.
create function samo.run_log(p_run_id uuid, p_events jsonb) returns bigint
language plpgsql set search_path = ''
as $$
declare
    v_user uuid;
    v_last bigint;
    v_count integer := jsonb_array_length(p_events);
begin
    update public.runs set last_seq = last_seq + v_count
        where id = p_run_id
        returning user_id, last_seq into v_user, v_last;
    insert into public.run_events (run_id, seq, user_id, type, step, agent, data)
        select p_run_id, v_last - v_count + e.ordinal, v_user, e.event ->> 'type',
            e.event ->> 'step', e.event ->> 'agent', coalesce(e.event -> 'data', '{}')
        from jsonb_array_elements(p_events) with ordinality as e (event, ordinal);
    perform pg_notify('samo_runs', 'events:' || p_run_id);
    return v_last;
end
$$;

-- Locks the project and then its run, and refuses a worker whose lease somebody else took.
create function samo.run_hold(p_user_id uuid, p_run_id uuid, p_epoch bigint) returns public.runs
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
        where id = p_run_id and user_id = p_user_id and lease_epoch = p_epoch
            and status = 'running'
        for no key update;
    if not found then
        raise exception 'conflict' using errcode = 'PT409', detail = 'lease lost';
    end if;
    return v_run;
end
$$;

-- Takes a held run off its worker: out of the lease, into a state in which nobody works on it.
-- p_spent is what the step under way had used: {input_tokens, output_tokens, cost_usd}.
create function samo.run_leave(
    p_run public.runs, p_status text, p_spent jsonb, p_events jsonb) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_input bigint := coalesce((p_spent ->> 'input_tokens')::bigint, 0);
    v_output bigint := coalesce((p_spent ->> 'output_tokens')::bigint, 0);
    v_cost numeric := (p_spent ->> 'cost_usd')::numeric;
begin
    update public.run_steps
        set status = 'failed', finished_at = clock_timestamp(),
            input_tokens = v_input, output_tokens = v_output, cost_usd = v_cost
        where run_id = p_run.id and status = 'running';
    update public.runs r
        set status = p_status, lease_owner = null, lease_until = null,
            worked_ms = samo.run_worked(r), working_since = null, current_agent = null,
            input_tokens = input_tokens + v_input, output_tokens = output_tokens + v_output,
            cost_usd = cost_usd + coalesce(v_cost, 0),
            finished_at = case when p_status in ('completed', 'failed', 'cancelled')
                then clock_timestamp() end
        where r.id = p_run.id;
    perform samo.run_log(p_run.id, p_events);
    select * into v_run from public.runs where id = p_run.id;
    perform samo.project_generation(
        v_run.user_id, v_run.project_id,
        case p_status
            when 'completed' then 'completed'
            when 'failed' then 'error'
            when 'cancelled' then v_run.project_stage
            else 'generating'
        end,
        v_run.progress, null,
        case p_status when 'completed' then (v_run.worked_ms / 1000)::integer end);
    return v_run;
end
$$;

revoke execute on function
    samo.run_json(public.runs), samo.run_worked(public.runs), samo.run_log(uuid, jsonb),
    samo.run_hold(uuid, uuid, bigint), samo.run_leave(public.runs, text, jsonb, jsonb)
    from public, anon, authenticated;
grant execute on function samo.run_json(public.runs) to authenticated;
grant execute on function
    samo.run_json(public.runs), samo.run_worked(public.runs), samo.run_log(uuid, jsonb),
    samo.run_hold(uuid, uuid, bigint), samo.run_leave(public.runs, text, jsonb, jsonb)
    to service_role;
$samokoder_401$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '401', 'run log', 'SQL', 'V401__run_log.sql', 1057109357,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
