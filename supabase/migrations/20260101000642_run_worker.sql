
do $samokoder$
begin
    if not exists (
        select from samo_meta.flyway_schema_history where version = '402' and success
    ) then
        execute $samokoder_402$
-- What a worker does with runs. Leases live by the database's clock alone.

-- The next run for this worker, or null: queued, left behind by a worker that died, or paused
-- until now. The user with the fewest runs under way comes first; nobody has more than the cap.
create function public.run_claim(
    p_owner text, p_lease_seconds numeric, p_user_cap integer, p_max_attempts integer)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_found public.runs;
    v_run public.runs;
begin
    -- One claim at a time, or two replicas could both count a user just under the cap.
    perform pg_advisory_xact_lock(hashtext('samo.run_claim'));
    loop
        select r.* into v_found from public.runs r
            cross join lateral (
                select count(*) as busy from public.runs o
                where o.user_id = r.user_id and o.status = 'running' and o.id <> r.id
                    and o.lease_until >= clock_timestamp()) as u
            where (r.status = 'queued'
                    or (r.status = 'running' and r.lease_until < clock_timestamp())
                    or (r.status = 'paused' and r.resume_after <= clock_timestamp()))
                and u.busy < p_user_cap
            order by u.busy, r.queued_at
            limit 1
            for no key update of r skip locked;
        if not found then
            return null;
        end if;
        exit when v_found.attempts < p_max_attempts or v_found.cancel_requested;
        perform samo.run_give_up(v_found);
    end loop;
    update public.runs
        set status = 'running', lease_owner = p_owner, lease_epoch = lease_epoch + 1,
            lease_until = clock_timestamp() + make_interval(secs => p_lease_seconds::float8),
            attempts = attempts + 1, started_at = coalesce(started_at, clock_timestamp()),
            working_since = clock_timestamp(), finished_at = null,
            error_code = null, error = null, pause_reason = null, resume_after = null
        where id = v_found.id
        returning * into v_run;
    perform samo.run_log(v_run.id, jsonb_build_array(case
        when v_found.started_at is null then jsonb_build_object('type', 'run.started')
        else jsonb_build_object('type', 'run.resumed', 'data', jsonb_build_object(
            'after', case v_found.status when 'running' then 'interruption' else v_found.status end))
        end));
    select * into v_run from public.runs where id = v_run.id;
    return jsonb_build_object(
        'id', v_run.id, 'user_id', v_run.user_id, 'project_id', v_run.project_id,
        'epoch', v_run.lease_epoch, 'attempts', v_run.attempts, 'state', v_run.state,
        'limits', v_run.limits, 'steps', v_run.steps,
        'tokens', v_run.input_tokens + v_run.output_tokens, 'cost_usd', v_run.cost_usd::text,
        'worked_ms', v_run.worked_ms, 'cancel_requested', v_run.cancel_requested,
        'last_seq', v_run.last_seq);
end
$$;

-- A run that took down every worker that touched it is not given to another one. Without waiting
-- for the project's row: the claim's transaction already holds the run.
create function samo.run_give_up(p_run public.runs) returns void
language plpgsql set search_path = ''
as $$
declare
    v_error jsonb := jsonb_build_object('code', 'internal', 'detail_key', 'runs.gave_up');
begin
    perform samo.run_leave(p_run, 'failed', null, jsonb_build_array(
        jsonb_build_object('type', 'run.failed', 'data', v_error)));
    update public.runs set error_code = 'internal', error = v_error where id = p_run.id;
end
$$;

-- Renews the leases of the runs ([{id, epoch}]) that a worker still works on. Answers with those
-- that are still its own; a lapsed lease that nobody took is its own again.
create function public.run_renew(p_runs jsonb, p_lease_seconds numeric) returns jsonb
language plpgsql set search_path = ''
as $$
begin
    update public.runs r
        set lease_until = clock_timestamp() + make_interval(secs => p_lease_seconds::float8)
        from jsonb_to_recordset(p_runs) as h (id uuid, epoch bigint)
        where r.id = h.id and r.lease_epoch = h.epoch and r.status = 'running'
            and r.lease_until
                < clock_timestamp() + make_interval(secs => p_lease_seconds::float8 * 2 / 3);
    return (
        select jsonb_agg(jsonb_build_object(
            'id', r.id, 'epoch', r.lease_epoch, 'cancel_requested', r.cancel_requested))
        from public.runs r
        join jsonb_to_recordset(p_runs) as h (id uuid, epoch bigint)
            on r.id = h.id and r.lease_epoch = h.epoch and r.status = 'running');
end
$$;

-- Notes that an agent is about to work. p_after is the last event the worker knows of: where the
-- log is longer, this very call was already done and only its answer got lost.
create function public.run_start_step(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_after bigint, p_step text, p_agent text)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_attempt integer;
    v_last bigint := v_run.last_seq;
begin
    if v_last = p_after then
        insert into public.run_steps as s (run_id, step_id, user_id, agent, status)
            values (p_run_id, p_step, p_user_id, p_agent, 'running')
            on conflict (run_id, step_id) do update
                set attempt = s.attempt + 1, status = 'running', agent = excluded.agent,
                    started_at = clock_timestamp(), finished_at = null;
        update public.runs set current_agent = p_agent where id = p_run_id;
        perform samo.project_generation(
            p_user_id, v_run.project_id, 'generating', v_run.progress, p_agent);
        select s.attempt into v_attempt from public.run_steps s
            where s.run_id = p_run_id and s.step_id = p_step;
        v_last := samo.run_log(p_run_id, jsonb_build_array(
            jsonb_build_object('type', 'step.started', 'step', p_step, 'agent', p_agent,
                'data', jsonb_build_object('attempt', v_attempt)),
            jsonb_build_object('type', 'progress', 'step', p_step, 'agent', p_agent,
                'data', jsonb_build_object(
                    'percent', v_run.progress, 'current_agent', p_agent))));
    end if;
    select s.attempt into v_attempt from public.run_steps s
        where s.run_id = p_run_id and s.step_id = p_step;
    return jsonb_build_object('attempt', v_attempt, 'last_seq', v_last);
end
$$;

-- Appends what a step says while it is under way. Writes nothing where the log is longer than
-- p_after: the worker finds out from last_seq how much of it an earlier call had written.
create function public.run_append_events(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_after bigint, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_last bigint;
begin
    select last_seq into v_last from public.runs
        where id = p_run_id and user_id = p_user_id and lease_epoch = p_epoch
            and status = 'running'
        for no key update;
    if not found then
        raise exception 'conflict' using errcode = 'PT409', detail = 'lease lost';
    end if;
    if v_last <> p_after then
        return jsonb_build_object('written', false, 'last_seq', v_last);
    end if;
    return jsonb_build_object('written', true, 'last_seq', samo.run_log(p_run_id, p_events));
end
$$;

-- Commits a finished step whole: its version of the files, its events, its cost and the state
-- that decides the next step. p_step is {id, agent, attempt, input_tokens, output_tokens,
-- cost_usd}. A second call for the same attempt changes nothing.
create function public.run_commit_step(
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
    update public.runs r
        set state = p_state, progress = greatest(r.progress, p_progress), attempts = 0,
            steps = r.steps + 1, input_tokens = r.input_tokens + v_input,
            output_tokens = r.output_tokens + v_output,
            cost_usd = r.cost_usd + coalesce(v_cost, 0),
            worked_ms = samo.run_worked(r), working_since = clock_timestamp()
        where r.id = p_run_id
        returning * into v_run;
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
    perform samo.project_generation(
        p_user_id, v_run.project_id, 'generating', v_run.progress, p_step ->> 'agent');
    return jsonb_build_object(
        'cancelled', false,
        'version', v_number,
        'last_seq', samo.run_log(
            p_run_id,
            p_events || samo.run_version_events(p_step, v_number, v_version)
                || samo.run_step_events(v_run, p_step, v_number, p_message)));
end
$$;

-- What a committed version adds to the log: each file, then the version; nothing where there is none.
create function samo.run_version_events(p_step jsonb, p_number integer, p_version jsonb)
returns jsonb
language sql stable set search_path = ''
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
            'type', e.type, 'step', p_step ->> 'id', 'agent', p_step ->> 'agent', 'data', e.data)
            order by e.place, e.data ->> 'path'), '[]')
    from (
        select 1 as place,
            case f.file ->> 'change' when 'deleted' then 'file.deleted' else 'file.written' end
                as type,
            f.file as data
        from jsonb_array_elements(p_version -> 'changed') as f (file)
        union all
        select 2, 'version.created', jsonb_build_object(
            'version', p_number, 'file_count', p_version -> 'file_count',
            'total_size_bytes', p_version -> 'total_size_bytes')
        where p_number is not null) as e
$$;

-- What every committed step adds to the log.
create function samo.run_step_events(
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
            'percent', p_run.progress, 'current_agent', p_step ->> 'agent'))
    ) as e (place, type, data)
$$;

-- Ends a run: completed, or cancelled as its owner asked, which counts even when it was the last
-- moment.
create function public.run_finish(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_status text, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    if p_status not in ('completed', 'cancelled') then
        raise exception 'invalid_request' using errcode = 'PT400';
    end if;
    if p_status = 'completed' and not v_run.cancel_requested then
        update public.runs set progress = 100 where id = p_run_id;
        v_run := samo.run_leave(v_run, 'completed', p_spent, p_events || jsonb_build_array(
            jsonb_build_object('type', 'progress', 'data', jsonb_build_object(
                'percent', 100, 'current_agent', null)),
            jsonb_build_object('type', 'run.completed')));
    else
        v_run := samo.run_leave(v_run, 'cancelled', p_spent, p_events || jsonb_build_array(
            jsonb_build_object('type', 'run.cancelled')));
    end if;
    return samo.run_json(v_run);
end
$$;

-- Ends a run that cannot go on. p_error is {code, …}: told to the owner as it is.
create function public.run_fail(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_error jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    update public.runs set error_code = p_error ->> 'code', error = p_error where id = p_run_id;
    v_run := samo.run_leave(v_run, 'failed', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.failed', 'data', p_error)));
    return samo.run_json(v_run);
end
$$;

-- Pauses a run: until its owner resumes it, or for p_seconds where that is not null.
create function public.run_pause(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_reason text, p_seconds numeric,
    p_error jsonb, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
    v_until timestamptz := clock_timestamp() + make_interval(secs => p_seconds::float8);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    update public.runs
        set pause_reason = p_reason, resume_after = v_until, error_code = p_error ->> 'code',
            error = p_error
        where id = p_run_id;
    v_run := samo.run_leave(v_run, 'paused', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.paused', 'data', jsonb_build_object(
            'reason', p_reason, 'resume_after', v_until, 'error', p_error))));
    return samo.run_json(v_run);
end
$$;

-- Hands a lease back when the worker shuts down, so that another one need not wait for it to
-- lapse. The claim does not count as an attempt: nothing went wrong.
create function public.run_release(
    p_user_id uuid, p_run_id uuid, p_epoch bigint, p_spent jsonb, p_events jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
    v_run public.runs := samo.run_hold(p_user_id, p_run_id, p_epoch);
begin
    if v_run.cancel_requested then
        return public.run_finish(
            p_user_id, p_run_id, p_epoch, 'cancelled', p_spent, p_events);
    end if;
    v_run := samo.run_leave(v_run, 'queued', p_spent, p_events || jsonb_build_array(
        jsonb_build_object('type', 'run.queued', 'data', jsonb_build_object('after', 'shutdown'))));
    update public.runs set attempts = greatest(attempts - 1, 0) where id = p_run_id;
    perform pg_notify('samo_runs', 'queued:' || p_run_id);
    return samo.run_json(v_run);
end
$$;

-- How long the oldest run that could be worked on has been waiting.
create function public.run_queue_age() returns jsonb
language sql stable set search_path = ''
as $$
    select jsonb_build_object(
        'waiting', count(*),
        'oldest_seconds', coalesce(
            max(extract(epoch from clock_timestamp() - queued_at))::bigint, 0))
    from public.runs where status = 'queued'
$$;

revoke execute on function
    samo.run_give_up(public.runs), samo.run_version_events(jsonb, integer, jsonb),
    samo.run_step_events(public.runs, jsonb, integer, text),
    public.run_claim(text, numeric, integer, integer), public.run_renew(jsonb, numeric),
    public.run_start_step(uuid, uuid, bigint, bigint, text, text),
    public.run_append_events(uuid, uuid, bigint, bigint, jsonb),
    public.run_commit_step(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, integer, text, jsonb, integer),
    public.run_finish(uuid, uuid, bigint, text, jsonb, jsonb),
    public.run_fail(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb),
    public.run_release(uuid, uuid, bigint, jsonb, jsonb), public.run_queue_age()
    from public, anon, authenticated;
grant execute on function
    samo.run_give_up(public.runs), samo.run_version_events(jsonb, integer, jsonb),
    samo.run_step_events(public.runs, jsonb, integer, text),
    public.run_claim(text, numeric, integer, integer), public.run_renew(jsonb, numeric),
    public.run_start_step(uuid, uuid, bigint, bigint, text, text),
    public.run_append_events(uuid, uuid, bigint, bigint, jsonb),
    public.run_commit_step(
        uuid, uuid, bigint, jsonb, jsonb, jsonb, integer, text, jsonb, integer),
    public.run_finish(uuid, uuid, bigint, text, jsonb, jsonb),
    public.run_fail(uuid, uuid, bigint, jsonb, jsonb, jsonb),
    public.run_pause(uuid, uuid, bigint, text, numeric, jsonb, jsonb, jsonb),
    public.run_release(uuid, uuid, bigint, jsonb, jsonb), public.run_queue_age()
    to service_role;
$samokoder_402$;
        insert into samo_meta.flyway_schema_history (
            installed_rank, version, description, type, script, checksum, installed_by,
            execution_time, success
        )
        select coalesce(max(installed_rank), 0) + 1, '402', 'run worker', 'SQL', 'V402__run_worker.sql', -1254435160,
            current_user, 0, true
        from samo_meta.flyway_schema_history;
    end if;
    -- Its version is not noted.
end
$samokoder$;
