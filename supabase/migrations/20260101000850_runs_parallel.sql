
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '530' and success
    ) then
        execute $samokoder_530$
-- Several steps of a run may be under way at once.

-- The agent that is shown as at work: that of the step which has been under way longest.
create function samo.run_agent(p_run_id uuid) returns text
language sql stable set search_path = ''
as $$
    select s.agent from public.run_steps s
    where s.run_id = p_run_id and s.status = 'running'
    order by s.started_at, s.step_id
    limit 1
$$;

-- Takes a held run off its worker: out of the lease, into a state in which nobody works on it.
-- p_spent is what the steps under way had used: [{step, input_tokens, output_tokens, cost_usd}].
create or replace function samo.run_leave(
    p_run public.runs, p_status text, p_spent jsonb, p_events jsonb) returns public.runs
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs;
    v_input bigint;
    v_output bigint;
    v_cost numeric;
begin
    select coalesce(sum(u.input_tokens), 0), coalesce(sum(u.output_tokens), 0),
            coalesce(sum(u.cost_usd), 0)
        into v_input, v_output, v_cost
        from samo.run_spent(p_spent) u;
    update public.run_steps s
        set status = 'failed', finished_at = clock_timestamp(),
            input_tokens = coalesce(u.input_tokens, 0),
            output_tokens = coalesce(u.output_tokens, 0), cost_usd = u.cost_usd
        from public.run_steps o left join samo.run_spent(p_spent) u on u.step = o.step_id
        where s.run_id = p_run.id and s.status = 'running'
            and o.run_id = s.run_id and o.step_id = s.step_id;
    update public.runs r
        set status = p_status, lease_owner = null, lease_until = null,
            worked_ms = samo.run_worked(r), working_since = null, current_agent = null,
            input_tokens = input_tokens + v_input, output_tokens = output_tokens + v_output,
            cost_usd = cost_usd + v_cost,
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

create function samo.run_spent(p_spent jsonb)
returns table (step text, input_tokens bigint, output_tokens bigint, cost_usd numeric)
language sql immutable set search_path = ''
as $$
    select u.step, u.input_tokens, u.output_tokens, u.cost_usd
    from jsonb_to_recordset(coalesce(p_spent, '[]'))
        as u (step text, input_tokens bigint, output_tokens bigint, cost_usd numeric)
$$;

-- Commits a finished step whole: its version of the files, its events, its cost and the state
-- that decides the next step. p_step is {id, agent, attempt, input_tokens, output_tokens,
-- cost_usd}. A second call for the same attempt changes nothing.
create or replace function public.run_commit_step(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_step jsonb, p_state jsonb, p_changes jsonb,
    p_expected_head integer, p_message text, p_events jsonb, p_progress integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_row public.run_steps;
    v_input bigint := (p_step ->> 'input_tokens')::bigint;
    v_output bigint := (p_step ->> 'output_tokens')::bigint;
    v_cost numeric := (p_step ->> 'cost_usd')::numeric;
    v_version jsonb;
    v_number integer;
begin
    select * into v_row from public.run_steps
        where run_id = p_run_id and step_id = p_step ->> 'id';
    if v_row.status = 'completed' and v_row.attempt = (p_step ->> 'attempt')::integer then
        return jsonb_build_object(
            'cancelled', false, 'version', v_row.version, 'last_seq', v_run.last_seq);
    end if;
    -- Whoever was told that the run is being cancelled sees nothing new afterwards.
    if v_run.cancel_requested then
        return jsonb_build_object(
            'cancelled', true, 'version', null, 'last_seq', v_run.last_seq);
    end if;
    if jsonb_array_length(p_changes) > 0 then
        v_version := samo.version_create(
            p_user_id, v_run.project_id, 'agent', p_step ->> 'agent', p_run_id, p_message,
            p_changes, p_expected_head);
        -- Changes that change nothing make no version.
        if v_version -> 'changed' <> '[]' then
            v_number := (v_version ->> 'number')::integer;
        end if;
    end if;
    update public.run_steps
        set status = 'completed', finished_at = clock_timestamp(), input_tokens = v_input,
            output_tokens = v_output, cost_usd = v_cost, version = v_number,
            message = p_message
        where run_id = p_run_id and step_id = p_step ->> 'id';
    update public.runs r
        set state = p_state, progress = greatest(r.progress, p_progress), attempts = 0,
            steps = r.steps + 1, input_tokens = r.input_tokens + v_input,
            output_tokens = r.output_tokens + v_output,
            cost_usd = r.cost_usd + coalesce(v_cost, 0),
            current_agent = coalesce(samo.run_agent(p_run_id), p_step ->> 'agent'),
            worked_ms = samo.run_worked(r), working_since = clock_timestamp()
        where r.id = p_run_id
        returning * into v_run;
    perform samo.project_generation(
        p_user_id, v_run.project_id, 'generating', v_run.progress, v_run.current_agent);
    return jsonb_build_object(
        'cancelled', false,
        'version', v_number,
        'last_seq', samo.run_log(
            p_run_id,
            p_events || samo.run_version_events(p_step, v_number, v_version)
                || samo.run_step_events(v_run, p_step, v_number, p_message)));
end
$$;

-- What every committed step adds to the log.
create or replace function samo.run_step_events(
    p_run public.runs, p_step jsonb, p_version integer, p_message text) returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_agg(jsonb_build_object(
            'type', e.type, 'step', p_step ->> 'id', 'agent', p_step ->> 'agent', 'data', e.data)
            order by e.place)
    from (values
        (1, 'step.completed', jsonb_build_object(
            'attempt', (p_step ->> 'attempt')::integer, 'version', p_version,
            'message', p_message, 'input_tokens', (p_step ->> 'input_tokens')::bigint,
            'output_tokens', (p_step ->> 'output_tokens')::bigint,
            'cost_usd', round((p_step ->> 'cost_usd')::numeric, 6)::text)),
        (2, 'usage.updated', jsonb_build_object(
            'input_tokens', p_run.input_tokens, 'output_tokens', p_run.output_tokens,
            'cost_usd', round(p_run.cost_usd, 6)::text, 'steps', p_run.steps)),
        (3, 'progress', jsonb_build_object(
            'percent', p_run.progress, 'current_agent', p_run.current_agent))
    ) as e (place, type, data)
$$;

revoke execute on function samo.run_agent(uuid), samo.run_spent(jsonb)
    from public, anon, authenticated;
grant execute on function samo.run_agent(uuid), samo.run_spent(jsonb) to service_role;
$samokoder_530$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '530', 'runs parallel', 'SQL', 'V530__runs_parallel.sql', 29443470,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
